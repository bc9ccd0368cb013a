/* SPDX-License-Identifier: MIT */
/* C11's threads: completions are numbered, and all who wait look for the lowest number.
 */
#include "as_completed.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>

struct ac_future {
	unsigned long stamp; /* 0: pending */
	void *value;
};

struct ac {
	bool timed;
	struct timespec until;
	size_t left;
	ac_future **pending; /* those that have not come */
};

static once_flag once = ONCE_FLAG_INIT;
static mtx_t lock;
static cnd_t completed;
static unsigned long stamps;

static void make(void)
{
	mtx_init(&lock, mtx_timed);
	cnd_init(&completed);
}

int ac_future_new(ac_future **out)
{
	ac_future *f = calloc(1, sizeof *f);

	call_once(&once, make);
	if (f == NULL)
		return AC_NO_MEMORY;
	*out = f;
	return 0;
}

void ac_future_set(ac_future *f, void *value)
{
	mtx_lock(&lock);
	f->value = value;
	f->stamp = ++stamps;
	cnd_broadcast(&completed);
	mtx_unlock(&lock);
}

int ac_future_value(ac_future *f, void **value)
{
	int code;

	mtx_lock(&lock);
	code = f->stamp != 0 ? 0 : AC_PENDING;
	if (code == 0)
		*value = f->value;
	mtx_unlock(&lock);
	return code;
}

void ac_future_free(ac_future *f)
{
	free(f);
}

int ac_start(ac_future *const *futures, size_t n, long ms, ac **out)
{
	ac *it = calloc(1, sizeof *it);

	if (it == NULL)
		return AC_NO_MEMORY;
	it->pending = calloc(n + 1, sizeof *it->pending);
	if (it->pending == NULL) {
		free(it);
		return AC_NO_MEMORY;
	}
	call_once(&once, make);
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < it->left && it->pending[k] != futures[i])
			k++;
		it->pending[k] = futures[i];
		it->left += k == it->left;
	}
	it->timed = ms >= 0;
	timespec_get(&it->until, TIME_UTC);
	if (it->timed) {
		it->until.tv_sec += ms / 1000;
		it->until.tv_nsec += ms % 1000 * 1000000;
		it->until.tv_sec += it->until.tv_nsec / 1000000000;
		it->until.tv_nsec %= 1000000000;
	}
	*out = it;
	return 0;
}

/* Where the earliest of those that are done stands; left if there is none. */
static size_t earliest(const ac *it)
{
	size_t best = it->left;

	for (size_t i = 0; i < it->left; i++)
		if (it->pending[i]->stamp != 0 &&
		    (best == it->left ||
		     it->pending[i]->stamp < it->pending[best]->stamp))
			best = i;
	return best;
}

int ac_next(ac *it, ac_future **out)
{
	int waited = thrd_success, code = AC_TIMEOUT;
	size_t i;

	if (it->left == 0)
		return AC_END;
	mtx_lock(&lock);
	while ((i = earliest(it)) == it->left && waited != thrd_timedout)
		waited = it->timed ? cnd_timedwait(&completed, &lock, &it->until)
				   : cnd_wait(&completed, &lock);
	if (i < it->left) {
		*out = it->pending[i];
		it->pending[i] = it->pending[--it->left];
		code = 0;
	}
	mtx_unlock(&lock);
	return code;
}

void ac_free(ac *it)
{
	if (it == NULL)
		return;
	free(it->pending);
	free(it);
}
