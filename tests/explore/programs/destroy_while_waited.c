/* SPDX-License-Identifier: MIT */
/* destroy_while_waited - the condition goes, and somebody still waits on it.
 *
 * Wrong: main signals that all is done, wakes one of two who wait, and destroys the
 * condition under the other.
 * Right: broadcast.  Then nobody waits any more, and POSIX allows to destroy the
 * condition at once, although those who were woken may not have come back from their wait
 * yet.
 *
 * verdict: misuse
 * granularity: sync
 * exhaustive: 10
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static bool done;

static void *wait_until_done(void *argument)
{
	pthread_mutex_lock(&lock);
	while (!done)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
	return argument;
}

static void finish(void)
{
	pthread_mutex_lock(&lock);
	done = true;
#ifdef FIX
	pthread_cond_broadcast(&changed);
#else
	pthread_cond_signal(&changed);
#endif
	pthread_mutex_unlock(&lock);
	pthread_cond_destroy(&changed);
}

/* Ten schedules, as in close_misses_one.c: whoever comes after main has nothing to do
 * with the condition, and a woken thread only needs the mutex. */
int main(void)
{
	pthread_t waiters[2];

	pthread_cond_init(&changed, NULL);
	for (int i = 0; i < 2; i++)
		pthread_create(&waiters[i], NULL, wait_until_done, NULL);
	finish();
	for (int i = 0; i < 2; i++)
		pthread_join(waiters[i], NULL);
	return 0;
}
