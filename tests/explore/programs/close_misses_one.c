/* SPDX-License-Identifier: MIT */
/* close_misses_one - closing wakes one of those who wait.
 *
 * Wrong: closing concerns everybody, and is signalled to one.  It goes well as long as at
 * most one consumer waits at that moment.
 * Right: broadcast what concerns all.
 *
 * verdict: deadlock lost-wakeup
 * granularity: sync
 * exhaustive: 10
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool closed;

static void *consume(void *argument)
{
	pthread_mutex_lock(&lock);
	while (!closed)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
	return argument;
}

static void close_queue(void)
{
	pthread_mutex_lock(&lock);
	closed = true;
#ifdef FIX
	pthread_cond_broadcast(&changed);
#else
	pthread_cond_signal(&changed);
#endif
	pthread_mutex_unlock(&lock);
}

/* Ten schedules.  Both consumers before main: they come in two orders and wake in two,
 * 4.  One before main: either of two, and it wakes before the other comes, or after, 4.
 * None before main: they come in two orders, 2. */
int main(void)
{
	pthread_t consumers[2];

	for (int i = 0; i < 2; i++)
		pthread_create(&consumers[i], NULL, consume, NULL);
	close_queue();
	for (int i = 0; i < 2; i++)
		pthread_join(consumers[i], NULL);
	return 0;
}
