/* SPDX-License-Identifier: MIT */
#include "idle.h"

#include <sched.h>

#include "heddle/clock.h"

enum { ROUNDS_BEFORE_YIELD = 16, LEAST_PATIENCE = 1 };

/* About what two threads spend on one falling asleep and being woken. */
enum { WAKE_NS = 100000 };

void hd_spin_round(unsigned round)
{
	if (round < ROUNDS_BEFORE_YIELD)
		hd_relax();
	else
		sched_yield();
}

unsigned hd_patience_after(unsigned patience, int64_t slept)
{
	return slept < WAKE_NS ? HD_SPIN_ROUNDS : patience / 2 + LEAST_PATIENCE;
}

void hd_idlers_init(struct hd_idlers *idlers, bool spinning)
{
	atomic_init(&idlers->asleep, 0);
	atomic_init(&idlers->searching, false);
	idlers->spinning = spinning;
	hd_mutex_init(&idlers->lock);
	idlers->stack = NULL;
}

void hd_idlers_destroy(struct hd_idlers *idlers)
{
	hd_mutex_destroy(&idlers->lock);
}

/* Takes the sleeper that lay down last: its memory is the warmest.  NULL: nobody sleeps.
 * Requires idlers->lock. */
static struct hd_sleeper *pop(struct hd_idlers *idlers)
{
	struct hd_sleeper *sleeper = idlers->stack;

	if (sleeper) {
		idlers->stack = sleeper->next;
		sleeper->listed = false;
		atomic_fetch_sub(&idlers->asleep, 1);
	}
	return sleeper;
}

/* Hands the search to a sleeper and wakes it, after the lock: see parker.h.  Requires the
 * search. */
static bool pass_search(struct hd_idlers *idlers)
{
	struct hd_sleeper *sleeper;

	hd_lock(&idlers->lock);
	sleeper = pop(idlers);
	if (sleeper)
		sleeper->searching = true;
	hd_unlock(&idlers->lock);
	if (sleeper)
		hd_unpark(sleeper->parker);
	return sleeper;
}

void hd_idlers_pass_search(struct hd_idlers *idlers, hd_look *look, void *arg)
{
	bool nobody;

	do {
		nobody = false;
		if (!atomic_load(&idlers->asleep) || atomic_load(&idlers->searching))
			return;
		if (!atomic_compare_exchange_strong(&idlers->searching, &nobody, true))
			return;
		if (pass_search(idlers))
			return;
		/* The sleeper was gone.  Whoever published meanwhile saw a search: look in
		 * its place before this is forgotten (I1). */
		atomic_store(&idlers->searching, false);
	} while (look(arg));
}

void hd_idlers_wake_all(struct hd_idlers *idlers)
{
	struct hd_sleeper *sleeper;

	hd_lock(&idlers->lock);
	while ((sleeper = pop(idlers)))
		hd_unpark(sleeper->parker);
	hd_unlock(&idlers->lock);
}

void hd_idlers_end_search(struct hd_idlers *idlers, struct hd_sleeper *sleeper,
			  hd_look *look, void *arg)
{
	sleeper->searching = false;
	atomic_store(&idlers->searching, false);
	if (look(arg))
		hd_idlers_wake_one(idlers, look, arg);
}

/* Becomes the searcher, if nobody is.  Who gets up takes it too: what it finds may be the
 * first of several, published while a search was ending, and only a searcher passes on. */
static void take_search(struct hd_idlers *idlers, struct hd_sleeper *sleeper)
{
	bool nobody = false;

	if (!sleeper->searching)
		sleeper->searching =
			atomic_compare_exchange_strong(&idlers->searching, &nobody, true);
}

/* Looks again and again for as long as it paid lately: true if there is something. */
static bool search(struct hd_idlers *idlers, struct hd_sleeper *sleeper, hd_look *look,
		   void *arg)
{
	take_search(idlers, sleeper);
	if (!sleeper->searching)
		return false;
	for (unsigned round = 0; idlers->spinning && round < sleeper->patience; round++) {
		if (look(arg)) {
			sleeper->patience = HD_SPIN_ROUNDS;
			return true;
		}
		hd_spin_round(round);
	}
	/* Who waits for the task that was just done may stand behind this thread on its CPU:
	 * it goes first, and falling asleep costs nobody anything. */
	if (idlers->spinning)
		sched_yield();
	sleeper->searching = false;
	atomic_store(&idlers->searching, false);
	return false;
}

static void lie_down(struct hd_idlers *idlers, struct hd_sleeper *sleeper)
{
	hd_lock(&idlers->lock);
	sleeper->next = idlers->stack;
	sleeper->listed = true;
	idlers->stack = sleeper;
	atomic_fetch_add(&idlers->asleep, 1);
	hd_unlock(&idlers->lock);
}

/* Takes the sleeper off the stack, wherever it is, unless a waker did. */
static void get_up(struct hd_idlers *idlers, struct hd_sleeper *sleeper)
{
	hd_lock(&idlers->lock);
	if (sleeper->listed) {
		struct hd_sleeper **link = &idlers->stack;

		while (*link != sleeper)
			link = &(*link)->next;
		*link = sleeper->next;
		sleeper->listed = false;
		atomic_fetch_sub(&idlers->asleep, 1);
	}
	hd_unlock(&idlers->lock);
}

void hd_idlers_wait(struct hd_idlers *idlers, struct hd_sleeper *sleeper, hd_look *look,
		    void *arg, int64_t deadline)
{
	int64_t start;

	if (search(idlers, sleeper, look, arg))
		return;
	start = hd_now();
	lie_down(idlers, sleeper);
	if (!look(arg)) /* the last look, after the announcement (I1) */
		hd_park(sleeper->parker, deadline);
	get_up(idlers, sleeper);
	take_search(idlers, sleeper);
	sleeper->patience = hd_patience_after(sleeper->patience, hd_now() - start);
}
