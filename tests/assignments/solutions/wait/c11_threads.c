/* SPDX-License-Identifier: MIT */
/* wait - with C11's threads.  A wait locks all its futures, each once and in the order of their
 * addresses, and so sees them all at one moment; it sleeps on a condition of its own.
 */
#include "wait.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>

/* Woken with the lock of the future that woke it held, which is only one of those it looks at:
 * so the bell has a lock of its own. */
struct bell {
	mtx_t lock;
	cnd_t rings;
	bool rung;
};

struct wt_future {
	mtx_t lock;
	unsigned references;
	enum wt_state state;
	struct bell **bells; /* grows, never shrinks */
	size_t waiting;
	size_t room;
};

int wt_new(wt_future **out)
{
	wt_future *f = calloc(1, sizeof *f);

	if (f == NULL)
		return WT_NO_MEMORY;
	mtx_init(&f->lock, mtx_plain);
	f->references = 1;
	*out = f;
	return 0;
}

void wt_ref(wt_future *f)
{
	if (f == NULL)
		return;
	mtx_lock(&f->lock);
	f->references++;
	mtx_unlock(&f->lock);
}

void wt_unref(wt_future *f)
{
	unsigned left;

	if (f == NULL)
		return;
	mtx_lock(&f->lock);
	left = --f->references;
	mtx_unlock(&f->lock);
	if (left > 0)
		return;
	mtx_destroy(&f->lock);
	free(f->bells);
	free(f);
}

int wt_settle(wt_future *f, enum wt_state how)
{
	int code = WT_SETTLED;

	if (how < WT_FINISHED || how > WT_CANCELLED)
		return WT_INVALID;
	mtx_lock(&f->lock);
	if (f->state == WT_PENDING) {
		f->state = how;
		code = 0;
		for (size_t i = 0; i < f->waiting; i++) {
			mtx_lock(&f->bells[i]->lock);
			f->bells[i]->rung = true;
			cnd_signal(&f->bells[i]->rings);
			mtx_unlock(&f->bells[i]->lock);
		}
	}
	mtx_unlock(&f->lock);
	return code;
}

enum wt_state wt_state_of(wt_future *f)
{
	enum wt_state state;

	mtx_lock(&f->lock);
	state = f->state;
	mtx_unlock(&f->lock);
	return state;
}

static int by_address(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t) * (wt_future *const *)a,
		  y = (uintptr_t) * (wt_future *const *)b;

	return (x > y) - (x < y);
}

/* The different futures of a call, in the order in which everybody locks them. */
struct set {
	wt_future **each;
	size_t n;
};

static bool make_set(struct set *set, wt_future *const *fs, size_t n)
{
	set->n = 0;
	set->each = calloc(n + 1, sizeof *set->each);
	if (set->each == NULL)
		return false;
	if (n > 0) {
		memcpy(set->each, fs, n * sizeof *fs);
		qsort(set->each, n, sizeof *fs, by_address);
	}
	for (size_t i = 0; i < n; i++)
		if (set->n == 0 || set->each[set->n - 1] != set->each[i])
			set->each[set->n++] = set->each[i];
	return true;
}

static void lock_set(const struct set *set)
{
	for (size_t i = 0; i < set->n; i++)
		mtx_lock(&set->each[i]->lock);
}

static void unlock_set(const struct set *set)
{
	for (size_t i = set->n; i-- > 0;)
		mtx_unlock(&set->each[i]->lock);
}

/* The next three require the locks of the set. */
static bool is_so(const struct set *set, enum wt_when when, size_t *settled)
{
	size_t failed = 0;

	*settled = 0;
	for (size_t i = 0; i < set->n; i++) {
		*settled += set->each[i]->state != WT_PENDING;
		failed += set->each[i]->state == WT_FAILED;
	}
	return *settled == set->n || (when == WT_FIRST_COMPLETED && *settled > 0) ||
	       (when == WT_FIRST_EXCEPTION && failed > 0);
}

static bool hang_up(const struct set *set, struct bell *bell)
{
	for (size_t i = 0; i < set->n; i++) {
		wt_future *f = set->each[i];

		if (f->waiting == f->room) {
			struct bell **more =
				realloc(f->bells, (f->room + 4) * sizeof *more);

			if (more == NULL)
				return false;
			f->bells = more;
			f->room += 4;
		}
	}
	for (size_t i = 0; i < set->n; i++)
		set->each[i]->bells[set->each[i]->waiting++] = bell;
	return true;
}

static void take_down(const struct set *set, const struct bell *bell)
{
	for (size_t i = 0; i < set->n; i++) {
		wt_future *f = set->each[i];
		size_t k = 0;

		while (f->bells[k] != bell)
			k++;
		f->bells[k] = f->bells[--f->waiting];
	}
}

/* False when it is over. */
static bool listen(struct bell *bell, long ms, const struct timespec *until)
{
	int result = thrd_success;

	mtx_lock(&bell->lock);
	while (!bell->rung && result == thrd_success)
		result = ms < 0 ? cnd_wait(&bell->rings, &bell->lock)
				: cnd_timedwait(&bell->rings, &bell->lock, until);
	bell->rung = false;
	mtx_unlock(&bell->lock);
	return result == thrd_success;
}

/* Requires the locks of the set, which it gives back while it sleeps. */
static int wait_for_set(const struct set *set, enum wt_when when, long ms,
			size_t *settled)
{
	struct timespec until;
	struct bell bell = {.rung = false};
	bool so = is_so(set, when, settled), in_time = true;

	if (so || ms == 0)
		return so ? 0 : WT_TIMEOUT;
	timespec_get(&until, TIME_UTC);
	until.tv_nsec += ms > 0 ? ms % 1000 * 1000000 : 0;
	until.tv_sec += (ms > 0 ? ms / 1000 : 0) + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	if (!hang_up(set, &bell))
		return WT_NO_MEMORY;
	mtx_init(&bell.lock, mtx_timed);
	cnd_init(&bell.rings);
	while (!so && in_time) {
		unlock_set(set);
		in_time = listen(&bell, ms, &until);
		lock_set(set);
		so = is_so(set, when, settled);
	}
	take_down(set, &bell);
	cnd_destroy(&bell.rings);
	mtx_destroy(&bell.lock);
	return so ? 0 : WT_TIMEOUT;
}

int wt_wait(wt_future *const *fs, size_t n, enum wt_when when, long ms, bool *done,
	    size_t *how_many)
{
	struct set set;
	size_t settled;
	int code;

	if ((int)when < WT_FIRST_COMPLETED || when > WT_ALL_COMPLETED)
		return WT_INVALID;
	if (!make_set(&set, fs, n))
		return WT_NO_MEMORY;
	lock_set(&set);
	code = wait_for_set(&set, when, ms, &settled);
	for (size_t i = 0; i < n && done != NULL && code != WT_NO_MEMORY; i++)
		done[i] = fs[i]->state != WT_PENDING;
	unlock_set(&set);
	if (how_many != NULL && code != WT_NO_MEMORY)
		*how_many = settled;
	free(set.each);
	return code;
}
