/* SPDX-License-Identifier: MIT */
/* future - an atomic state, claimed first and published then, and an atomic count; the lock is
 * only for those who have to sleep.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "future.h"

enum { PENDING, CLAIMED, VALUE, ERROR };

struct future {
	atomic_int state;
	atomic_uint holders;
	union {
		void *value;
		int error;
	} what;
	pthread_mutex_t bed;
	pthread_cond_t alarm;
};

int future_new(future **out)
{
	pthread_condattr_t attributes;
	future *f = calloc(1, sizeof(future));

	if (f == NULL)
		return FUTURE_NO_MEMORY;
	atomic_init(&f->state, PENDING);
	atomic_init(&f->holders, 1);
	pthread_mutex_init(&f->bed, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&f->alarm, &attributes);
	pthread_condattr_destroy(&attributes);
	*out = f;
	return 0;
}

void future_ref(future *f)
{
	atomic_fetch_add_explicit(&f->holders, 1, memory_order_relaxed);
}

void future_unref(future *f)
{
	if (f == NULL ||
	    atomic_fetch_sub_explicit(&f->holders, 1, memory_order_acq_rel) != 1)
		return;
	pthread_cond_destroy(&f->alarm);
	pthread_mutex_destroy(&f->bed);
	free(f);
}

static bool claim(future *f)
{
	int expected = PENDING;

	return atomic_compare_exchange_strong(&f->state, &expected, CLAIMED);
}

static void publish(future *f, int state)
{
	atomic_store_explicit(&f->state, state, memory_order_release);
	/* Whoever has looked before this is asleep after it, and hears the alarm. */
	pthread_mutex_lock(&f->bed);
	pthread_mutex_unlock(&f->bed);
	pthread_cond_broadcast(&f->alarm);
}

int future_set(future *f, void *value)
{
	if (!claim(f))
		return FUTURE_ALREADY;
	f->what.value = value;
	publish(f, VALUE);
	return 0;
}

int future_fail(future *f, int error)
{
	if (!claim(f))
		return FUTURE_ALREADY;
	f->what.error = error;
	publish(f, ERROR);
	return 0;
}

bool future_done(future *f)
{
	return atomic_load_explicit(&f->state, memory_order_acquire) >= VALUE;
}

static void sleep_until(future *f, long ms)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += ms / 1000;
	end.tv_nsec += (ms % 1000) * 1000000L;
	if (end.tv_nsec > 999999999L) {
		end.tv_sec += 1;
		end.tv_nsec -= 1000000000L;
	}
	pthread_mutex_lock(&f->bed);
	while (!future_done(f))
		if (ms < 0)
			pthread_cond_wait(&f->alarm, &f->bed);
		else if (pthread_cond_timedwait(&f->alarm, &f->bed, &end) != 0)
			break;
	pthread_mutex_unlock(&f->bed);
}

int future_get(future *f, long ms, void **value, int *error)
{
	if (ms != 0 && !future_done(f))
		sleep_until(f, ms);
	switch (atomic_load_explicit(&f->state, memory_order_acquire)) {
	case VALUE:
		*value = f->what.value;
		return 0;
	case ERROR:
		*error = f->what.error;
		return FUTURE_FAILED;
	default:
		return FUTURE_TIMEOUT;
	}
}
