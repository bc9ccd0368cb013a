/* SPDX-License-Identifier: MIT */
/* wait - a future knows the calls that wait for it; each call counts what it waits for.
 */
#include "wait.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* Locking discipline
 *
 *   A future's lock guards the fields below it.  Under it the lock of a waiter is taken, one
 *   at a time, and that is a leaf.  Nobody holds two futures' locks, and so it does not matter
 *   in which order callers name their futures.
 *   I1  state leaves WT_PENDING once.
 *   I2  The list holds one place for each time that a call waits for this future; it is empty
 *       once the future is settled, and a call takes its places out before it returns.
 *   I3  A waiter's counts are of its places whose futures are settled, each place once.
 */
struct wt_future {
	pthread_mutex_t lock;
	size_t references;
	enum wt_state state;
	struct place *places;
};

/* One call of wt_wait, on its stack. */
struct waiter {
	size_t n; /* never changes, and so does when */
	enum wt_when when;
	pthread_mutex_t lock;
	pthread_cond_t is_enough;
	size_t settled;
	size_t failed;
};

/* One element of the array of one call. */
struct place {
	struct waiter *waiter;
	struct place *next;
	bool settled; /* the waiting thread's own */
};

/* -- futures ------------------------------------------------------------------------------- */

int wt_new(wt_future **out)
{
	wt_future *f = calloc(1, sizeof *f);

	if (f == NULL)
		return WT_NO_MEMORY;
	/* Without attributes this cannot fail on Linux. */
	pthread_mutex_init(&f->lock, NULL);
	f->references = 1;
	f->state = WT_PENDING;
	*out = f;
	return 0;
}

void wt_ref(wt_future *f)
{
	if (f == NULL)
		return;
	pthread_mutex_lock(&f->lock);
	f->references++;
	pthread_mutex_unlock(&f->lock);
}

void wt_unref(wt_future *f)
{
	bool last;

	if (f == NULL)
		return;
	pthread_mutex_lock(&f->lock);
	last = --f->references == 0;
	pthread_mutex_unlock(&f->lock);
	/* Nobody else can have it in hand now, and who waits has a reference. */
	if (!last)
		return;
	pthread_mutex_destroy(&f->lock);
	free(f);
}

enum wt_state wt_state_of(wt_future *f)
{
	enum wt_state state;

	pthread_mutex_lock(&f->lock);
	state = f->state;
	pthread_mutex_unlock(&f->lock);
	return state;
}

/* Requires w->lock, or that nobody else knows the waiter any more. */
static bool enough(const struct waiter *w)
{
	bool all = w->settled == w->n;

	switch (w->when) {
	case WT_FIRST_COMPLETED:
		return w->settled > 0 || all;
	case WT_FIRST_EXCEPTION:
		return w->failed > 0 || all;
	default:
		return all;
	}
}

/* One of its places is settled.  Requires the lock of that future. */
static void count(struct waiter *w, enum wt_state how)
{
	pthread_mutex_lock(&w->lock);
	w->settled++;
	w->failed += how == WT_FAILED;
	if (enough(w))
		pthread_cond_signal(&w->is_enough);
	pthread_mutex_unlock(&w->lock);
}

int wt_settle(wt_future *f, enum wt_state how)
{
	if (how != WT_FINISHED && how != WT_FAILED && how != WT_CANCELLED)
		return WT_INVALID;
	pthread_mutex_lock(&f->lock);
	if (f->state != WT_PENDING) {
		pthread_mutex_unlock(&f->lock);
		return WT_SETTLED;
	}
	f->state = how;
	/* Under the lock: a waiter that leaves has to come by here, and so it is still there. */
	for (struct place *place = f->places; place != NULL; place = place->next)
		count(place->waiter, how);
	f->places = NULL;
	pthread_mutex_unlock(&f->lock);
	return 0;
}

/* -- waiting ------------------------------------------------------------------------------- */

/* To look and to get on the list is one thing: nothing can happen in between. */
static void enter(wt_future *f, struct place *place)
{
	pthread_mutex_lock(&f->lock);
	if (f->state == WT_PENDING) {
		place->next = f->places;
		f->places = place;
	} else {
		count(place->waiter, f->state);
	}
	pthread_mutex_unlock(&f->lock);
}

/* After this the future does not know the place any more. */
static void leave(wt_future *f, struct place *place)
{
	struct place **link = &f->places;

	pthread_mutex_lock(&f->lock);
	place->settled = f->state != WT_PENDING;
	if (!place->settled) {
		while (*link != place)
			link = &(*link)->next;
		*link = place->next;
	}
	pthread_mutex_unlock(&f->lock);
}

static struct timespec deadline_in(long ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += ms / 1000;
	at.tv_nsec += ms % 1000 * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	return at;
}

/* One deadline for the whole call, however often it is woken. */
static void sleep_until_enough(struct waiter *w, long ms)
{
	struct timespec deadline = deadline_in(ms < 0 ? 0 : ms);
	int late = 0;

	pthread_mutex_lock(&w->lock);
	while (!enough(w) && !late) {
		if (ms < 0)
			pthread_cond_wait(&w->is_enough, &w->lock);
		else
			late = pthread_cond_clockwait(&w->is_enough, &w->lock,
						      CLOCK_MONOTONIC, &deadline);
	}
	pthread_mutex_unlock(&w->lock);
}

/* How many different futures are settled: each counts where it stands first. */
static size_t different(wt_future *const *fs, const struct place *places, size_t n)
{
	size_t number = 0;

	for (size_t i = 0; i < n; i++) {
		size_t first = 0;

		while (fs[first] != fs[i])
			first++;
		number += places[i].settled && first == i;
	}
	return number;
}

int wt_wait(wt_future *const *fs, size_t n, enum wt_when when, long ms, bool *done,
	    size_t *how_many)
{
	struct waiter w = {.n = n, .when = when};
	struct place *places = NULL;

	if (when != WT_FIRST_COMPLETED && when != WT_FIRST_EXCEPTION &&
	    when != WT_ALL_COMPLETED)
		return WT_INVALID;
	/* All that can fail comes before any future knows of this call. */
	if (n > 0 && (places = calloc(n, sizeof *places)) == NULL)
		return WT_NO_MEMORY;
	pthread_mutex_init(&w.lock, NULL);
	pthread_cond_init(&w.is_enough, NULL);
	for (size_t i = 0; i < n; i++) {
		places[i].waiter = &w;
		enter(fs[i], &places[i]);
	}
	sleep_until_enough(&w, ms);
	for (size_t i = 0; i < n; i++)
		leave(fs[i], &places[i]);
	for (size_t i = 0; i < n && done != NULL; i++)
		done[i] = places[i].settled;
	if (how_many != NULL)
		*how_many = different(fs, places, n);
	pthread_cond_destroy(&w.is_enough);
	pthread_mutex_destroy(&w.lock);
	free(places);
	/* What was settled while this call left counts, too: code and marks say the same. */
	return enough(&w) ? 0 : WT_TIMEOUT;
}
