/* SPDX-License-Identifier: MIT */
/* unlock_by_stranger - a mutex is used to send a message.
 *
 * Wrong: main locks a mutex and lets another thread unlock it when it is ready.  A mutex
 * belongs to the thread that locked it; only that thread may unlock it.
 * Right: a semaphore, which belongs to nobody.
 *
 * verdict: misuse
 * granularity: sync
 * exhaustive: 1
 */
#include "program.h"

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static sem_t done;

static void *work(void *argument)
{
#ifdef FIX
	sem_post(&done);
#else
	pthread_mutex_unlock(&gate);
#endif
	return argument;
}

/* One schedule: main waits for the only other thread. */
int main(void)
{
	pthread_t worker;

	sem_init(&done, 0, 0);
	pthread_mutex_lock(&gate);
	pthread_create(&worker, NULL, work, NULL);
#ifdef FIX
	sem_wait(&done);
	pthread_mutex_unlock(&gate);
#else
	pthread_mutex_lock(&gate);
#endif
	pthread_join(worker, NULL);
	return 0;
}
