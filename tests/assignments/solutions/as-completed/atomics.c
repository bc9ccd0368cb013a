/* SPDX-License-Identifier: MIT */
/* Atomic stamps, read without a lock; who finds none sleeps, and says so, so that a completion
 * takes the lock only if somebody sleeps.
 */
#include "as_completed.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct ac_future {
	void *value;
	atomic_ulong stamp; /* 0: pending; published after the value */
};

struct ac {
	long ms;
	struct timespec until;
	size_t count, came;
	struct {
		ac_future *future;
		int came;
	} slot[];
};

static atomic_ulong stamps, sleepers;
static pthread_mutex_t bed = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t alarm_clock = PTHREAD_COND_INITIALIZER;

int ac_future_new(ac_future **out)
{
	ac_future *f = malloc(sizeof *f);

	if (f == NULL)
		return AC_NO_MEMORY;
	f->value = NULL;
	atomic_init(&f->stamp, 0);
	*out = f;
	return 0;
}

void ac_future_set(ac_future *f, void *value)
{
	f->value = value;
	atomic_store(&f->stamp, atomic_fetch_add(&stamps, 1) + 1);
	if (atomic_load(&sleepers) > 0) {
		pthread_mutex_lock(&bed);
		pthread_cond_broadcast(&alarm_clock);
		pthread_mutex_unlock(&bed);
	}
}

int ac_future_value(ac_future *f, void **value)
{
	if (atomic_load(&f->stamp) == 0)
		return AC_PENDING;
	*value = f->value;
	return 0;
}

void ac_future_free(ac_future *f)
{
	free(f);
}

int ac_start(ac_future *const *futures, size_t n, long ms, ac **out)
{
	ac *it = malloc(sizeof *it + n * sizeof it->slot[0]);

	if (it == NULL)
		return AC_NO_MEMORY;
	it->count = it->came = 0;
	it->ms = ms;
	clock_gettime(CLOCK_MONOTONIC, &it->until);
	if (ms > 0) {
		it->until.tv_nsec += ms % 1000 * 1000000;
		it->until.tv_sec += ms / 1000 + it->until.tv_nsec / 1000000000;
		it->until.tv_nsec %= 1000000000;
	}
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < it->count && it->slot[k].future != futures[i])
			k++;
		if (k == it->count) {
			it->slot[k].future = futures[i];
			it->slot[k].came = 0;
			it->count++;
		}
	}
	*out = it;
	return 0;
}

/* The earliest that is done and has not come. */
static int look(ac *it, ac_future **out)
{
	unsigned long best = 0;
	size_t at = 0;

	for (size_t i = 0; i < it->count; i++) {
		unsigned long stamp =
			it->slot[i].came ? 0 : atomic_load(&it->slot[i].future->stamp);

		if (stamp != 0 && (best == 0 || stamp < best)) {
			best = stamp;
			at = i;
		}
	}
	if (best == 0)
		return AC_PENDING;
	it->slot[at].came = 1;
	it->came++;
	*out = it->slot[at].future;
	return 0;
}

int ac_next(ac *it, ac_future **out)
{
	int code, late = 0;

	if (it->came == it->count)
		return AC_END;
	if (look(it, out) == 0)
		return 0;
	pthread_mutex_lock(&bed);
	atomic_fetch_add(&sleepers, 1);
	while ((code = look(it, out)) != 0 && late != ETIMEDOUT)
		if (it->ms < 0)
			pthread_cond_wait(&alarm_clock, &bed);
		else
			late = pthread_cond_clockwait(&alarm_clock, &bed, CLOCK_MONOTONIC,
						      &it->until);
	atomic_fetch_sub(&sleepers, 1);
	pthread_mutex_unlock(&bed);
	return code == 0 ? 0 : AC_TIMEOUT;
}

void ac_free(ac *it)
{
	free(it);
}
