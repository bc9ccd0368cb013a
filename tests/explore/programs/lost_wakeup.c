/* SPDX-License-Identifier: MIT */
/* lost_wakeup - the flag is tested outside the mutex.
 *
 * Wrong: the consumer looks at the flag, and only then locks and waits; the producer sets
 * the flag before it locks.  When all of the producer's work falls between the look and
 * the wait, the signal finds nobody, and the consumer waits for one that has already
 * been.
 * Right: the flag is set and tested under the mutex, which wait gives up only once it
 * waits.
 *
 * verdict: lost-wakeup
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static atomic_bool ready;

static void *produce(void *argument)
{
#ifdef FIX
	pthread_mutex_lock(&lock);
	ready = true;
#else
	ready = true;
	pthread_mutex_lock(&lock);
#endif
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
	return argument;
}

static void *consume(void *argument)
{
#ifdef FIX
	pthread_mutex_lock(&lock);
	while (!ready)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
#else
	if (!ready) {
		pthread_mutex_lock(&lock);
		pthread_cond_wait(&changed, &lock);
		pthread_mutex_unlock(&lock);
	}
#endif
	return argument;
}

/* Two schedules: the producer locks first, and nobody waits; or the consumer does,
 * waits, and is woken. */
int main(void)
{
	run_both(produce, consume);
	return 0;
}
