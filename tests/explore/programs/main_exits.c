/* SPDX-License-Identifier: MIT */
/* main_exits - main leaves its threads to themselves, and takes the key along.
 *
 * Wrong: pthread_exit in main ends the first thread, and the process goes on until the
 * last one has ended.  That is allowed; but here main still holds the lock that the other
 * needs.
 * Right: unlock first.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void *work(void *argument)
{
	pthread_mutex_lock(&lock);
	count++;
	pthread_mutex_unlock(&lock);
	return argument;
}

/* Two schedules: main locks first, or the other does. */
int main(void)
{
	pthread_t worker;

	pthread_create(&worker, NULL, work, NULL);
	pthread_detach(worker);
	pthread_mutex_lock(&lock);
	count++;
#ifdef FIX
	pthread_mutex_unlock(&lock);
#endif
	pthread_exit(NULL);
}
