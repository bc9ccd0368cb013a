/* SPDX-License-Identifier: MIT */
/* callback_under_lock - foreign code runs while a lock is held.
 *
 * Wrong: the setter of a future calls the callback with the future's lock held, and the
 * callback asks the future for its value: it waits for a lock that its own thread has.
 * That needs the callback to be there in time; otherwise it is called without the lock.
 * Right: unlock, then call.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

struct future {
	pthread_mutex_t lock;
	bool ready;
	int value;
	void (*callback)(struct future *future);
};

static struct future future = {.lock = PTHREAD_MUTEX_INITIALIZER};
static int got;

static int value_of(struct future *f)
{
	int value;

	pthread_mutex_lock(&f->lock);
	value = f->value;
	pthread_mutex_unlock(&f->lock);
	return value;
}

static void when_ready(struct future *f)
{
	got = value_of(f);
}

static void *set(void *argument)
{
	void (*callback)(struct future * f);

	pthread_mutex_lock(&future.lock);
	future.value = 7;
	future.ready = true;
	callback = future.callback;
#ifdef FIX
	pthread_mutex_unlock(&future.lock);
	if (callback != NULL)
		callback(&future);
#else
	if (callback != NULL)
		callback(&future);
	pthread_mutex_unlock(&future.lock);
#endif
	return argument;
}

static void *add_callback(void *argument)
{
	bool ready;

	pthread_mutex_lock(&future.lock);
	ready = future.ready;
	if (!ready)
		future.callback = when_ready;
	pthread_mutex_unlock(&future.lock);
	if (ready)
		when_ready(&future);
	return argument;
}

/* Two schedules: whoever comes second makes the call, and locks twice in a row, when the
 * other has nothing more to do. */
int main(void)
{
	run_both(set, add_callback);
	assert(got == 7);
	return 0;
}
