/* SPDX-License-Identifier: MIT */
/* future - one mutex, and one condition for all who wait: there is one thing to wait for.
 */
#include "future.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* Locking discipline
 *
 *   lock guards the fields below it.  It is a leaf: nothing else is locked under it.
 *   I1  done goes from false to true once; value, error and failed never change after that.
 *   I2  references counts the holders.  Whoever calls a function holds one for as long as it
 *       runs, so nobody is inside when the last one is given back.
 */
struct future {
	pthread_mutex_t lock;
	pthread_cond_t settled;
	size_t references;
	bool done;
	bool failed;
	void *value;
	int error;
};

int future_new(future **out)
{
	future *f = calloc(1, sizeof *f);

	if (f == NULL)
		return FUTURE_NO_MEMORY;
	/* Without attributes these two cannot fail on Linux. */
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->settled, NULL);
	f->references = 1;
	*out = f;
	return 0;
}

void future_ref(future *f)
{
	pthread_mutex_lock(&f->lock);
	f->references++;
	pthread_mutex_unlock(&f->lock);
}

void future_unref(future *f)
{
	size_t left;

	if (f == NULL)
		return;
	pthread_mutex_lock(&f->lock);
	left = --f->references;
	pthread_mutex_unlock(&f->lock);
	/* Each thread looks at the number that it has made itself: one of them sees 0. */
	if (left > 0)
		return;
	pthread_cond_destroy(&f->settled);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

/* The first of all calls of set and fail settles it. */
static int settle(future *f, bool failed, void *value, int error)
{
	pthread_mutex_lock(&f->lock);
	if (f->done) {
		pthread_mutex_unlock(&f->lock);
		return FUTURE_ALREADY;
	}
	f->failed = failed;
	f->value = value;
	f->error = error;
	f->done = true;
	/* All who wait have what they waited for. */
	pthread_cond_broadcast(&f->settled);
	pthread_mutex_unlock(&f->lock);
	return 0;
}

int future_set(future *f, void *value)
{
	return settle(f, false, value, 0);
}

int future_fail(future *f, int error)
{
	return settle(f, true, NULL, error);
}

/* The time in so many milliseconds, on the clock by which a condition waits. */
static struct timespec in(long ms)
{
	struct timespec then;

	clock_gettime(CLOCK_REALTIME, &then);
	then.tv_sec += ms / 1000;
	then.tv_nsec += ms % 1000 * 1000000;
	if (then.tv_nsec >= 1000000000) {
		then.tv_nsec -= 1000000000;
		then.tv_sec++;
	}
	return then;
}

/* Until it is settled, or so late.  Requires f->lock. */
static void wait_for(future *f, long ms)
{
	struct timespec until;
	int code = 0;

	if (ms < 0) {
		while (!f->done)
			pthread_cond_wait(&f->settled, &f->lock);
		return;
	}
	/* Once, before the first wait: a wake-up for nothing does not make it later. */
	until = in(ms);
	while (!f->done && code == 0)
		code = pthread_cond_timedwait(&f->settled, &f->lock, &until);
}

int future_get(future *f, long ms, void **value, int *error)
{
	int code = 0;

	pthread_mutex_lock(&f->lock);
	wait_for(f, ms);
	/* It may have been settled in the moment in which the time was over. */
	if (!f->done) {
		code = FUTURE_TIMEOUT;
	} else if (f->failed) {
		*error = f->error;
		code = FUTURE_FAILED;
	} else {
		*value = f->value;
	}
	pthread_mutex_unlock(&f->lock);
	return code;
}

bool future_done(future *f)
{
	bool done;

	pthread_mutex_lock(&f->lock);
	done = f->done;
	pthread_mutex_unlock(&f->lock);
	return done;
}
