/* SPDX-License-Identifier: MIT */
/* upgrade - two readers want to become writers.
 *
 * Wrong: this home-made lock lets a reader become the writer once all other readers have
 * left.  Two who want that wait for each other to leave.
 * Right: the second is refused, leaves, and comes back as a writer.
 *
 * verdict: deadlock lost-wakeup
 * granularity: sync
 * exhaustive: yes
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int readers;
static bool upgrading;
static int value;

static void start_reading(void)
{
	pthread_mutex_lock(&lock);
	while (upgrading)
		pthread_cond_wait(&changed, &lock);
	readers++;
	pthread_mutex_unlock(&lock);
}

static void stop_reading(void)
{
	pthread_mutex_lock(&lock);
	readers--;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

/* From reader to writer.  False: another is about to do the same; the caller must leave.
 * */
static bool upgrade(void)
{
	bool mine;

	pthread_mutex_lock(&lock);
#ifdef FIX
	mine = !upgrading;
#else
	mine = true;
#endif
	if (mine) {
		upgrading = true;
		while (readers > 1)
			pthread_cond_wait(&changed, &lock);
	}
	pthread_mutex_unlock(&lock);
	return mine;
}

static void stop_writing(void)
{
	pthread_mutex_lock(&lock);
	upgrading = false;
	readers--;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

static void *increment(void *argument)
{
	start_reading();
	while (!upgrade()) {
		stop_reading();
		start_reading();
	}
	value++;
	stop_writing();
	return argument;
}

int main(void)
{
	run_both(increment, increment);
	assert(value == 2);
	return 0;
}
