/* SPDX-License-Identifier: MIT */
/* nested_monitor - a wait gives up one lock and keeps another.
 *
 * Wrong: put and take lock the counter, and under it the queue.  A consumer that waits
 * gives up the queue's lock, and keeps the counter's, past which no producer comes.
 * Right: no wait with another lock in hand.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: 4
 */
#include "program.h"

static pthread_mutex_t counter_lock = PTHREAD_MUTEX_INITIALIZER;
static int calls;

static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int items;

static void begin_call(void)
{
	pthread_mutex_lock(&counter_lock);
	calls++;
#ifdef FIX
	pthread_mutex_unlock(&counter_lock);
#endif
}

static void end_call(void)
{
#ifndef FIX
	pthread_mutex_unlock(&counter_lock);
#endif
}

static void *put(void *argument)
{
	begin_call();
	pthread_mutex_lock(&queue_lock);
	items++;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&queue_lock);
	end_call();
	return argument;
}

static void *take(void *argument)
{
	begin_call();
	pthread_mutex_lock(&queue_lock);
	while (items == 0)
		pthread_cond_wait(&changed, &queue_lock);
	items--;
	pthread_mutex_unlock(&queue_lock);
	end_call();
	return argument;
}

/* Four schedules: two orders at the counter, times two at the queue. */
int main(void)
{
	run_both(put, take);
	assert(calls == 2);
	return 0;
}
