/* SPDX-License-Identifier: MIT */
/* relative_time - a moment is expected, and a span is given.
 *
 * Wrong: pthread_cond_timedwait takes the moment at which to stop waiting, and is given
 * "ten seconds": a moment in 1970.  It comes back at once, and the consumer reports that
 * nothing came for ten seconds.  It is wrong only when the consumer is there before the
 * producer.
 * Right: now plus ten seconds.
 *
 * verdict: assertion
 * granularity: sync
 * options: --time frozen
 * exhaustive: 2
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool ready;

static void *produce(void *argument)
{
	pthread_mutex_lock(&lock);
	ready = true;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
	return argument;
}

static void *consume(void *argument)
{
	struct timespec until = {0};
	int error = 0;

#ifdef FIX
	clock_gettime(CLOCK_REALTIME, &until);
#endif
	until.tv_sec += 10;
	pthread_mutex_lock(&lock);
	while (!ready && error == 0)
		error = pthread_cond_timedwait(&changed, &lock, &until);
	assert(ready);
	pthread_mutex_unlock(&lock);
	return argument;
}

/* Two schedules, as in lost_wakeup.c: time stands still while somebody can run. */
int main(void)
{
	run_both(produce, consume);
	return 0;
}
