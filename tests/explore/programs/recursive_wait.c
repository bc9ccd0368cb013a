/* SPDX-License-Identifier: MIT */
/* recursive_wait - a wait unlocks once what was locked twice.
 *
 * Wrong: the mutex is recursive; one function locks it and calls another, which locks it
 * again and waits.  The wait gives up one of the two, and the mutex stays locked while it
 * waits.
 * Right: the function that waits is called with the mutex locked once.
 *
 * verdict: deadlock misuse
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

static pthread_mutex_t lock;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool ready;

static void wait_until_ready(void)
{
	pthread_mutex_lock(&lock);
	while (!ready)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

static void *consume(void *argument)
{
#ifdef FIX
	wait_until_ready();
#else
	pthread_mutex_lock(&lock);
	wait_until_ready();
	pthread_mutex_unlock(&lock);
#endif
	return argument;
}

static void *produce(void *argument)
{
	pthread_mutex_lock(&lock);
	ready = true;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
	return argument;
}

/* Two schedules, as in lost_wakeup.c. */
int main(void)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&lock, &attributes);
	pthread_mutexattr_destroy(&attributes);
	run_both(produce, consume);
	return 0;
}
