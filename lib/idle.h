/* SPDX-License-Identifier: MIT */
/* idle - who looks for work, who sleeps, and who is woken.
 *
 * Waking a sleeping thread costs as much as some hundred empty tasks, so the wake-ups decide
 * how fast everything is.  The rules:
 *
 *   - At most one idle worker searches (looks again and again for some microseconds); the
 *     others sleep.
 *   - Who publishes work wakes one sleeper, unless somebody is searching already; the woken
 *     worker searches in his place.
 *   - A searcher that finds work stops searching, and if there is more, wakes the next.
 *
 *   I1  While work is visible and a worker sleeps, somebody searches, or is about to look.
 *
 * I1 holds because every sleeper announces itself before it looks for the last time, and
 * every publisher publishes before it looks who sleeps: one of the two sees the other.  The
 * same goes for the end of a search.  All of these accesses are sequentially consistent.
 */
#ifndef HEDDLE_IDLE_H
#define HEDDLE_IDLE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "parker.h"
#include "sync.h"

/* One who can sleep: a worker.  It lasts, and its parker, as long as anybody can wake it. */
struct hd_sleeper {
	struct hd_parker *parker;
	struct hd_sleeper *next; /* on the stack of sleepers */
	bool listed;		 /* guarded by the idlers' lock */
	bool searching; /* this one holds the search; set by its waker under the lock */
	unsigned patience; /* rounds that it searches before it sleeps */
};

/* Locking discipline: lock guards the stack and each sleeper's listed.  Lock order: this
 * one, then a parker's. */
struct hd_idlers {
	_Alignas(HD_CACHE_LINE) _Atomic int asleep; /* how many are on the stack */
	_Atomic bool searching;
	bool spinning; /* false: patience is 0 */
	pthread_mutex_t lock;
	struct hd_sleeper *stack;
};

/* Is there anything to do?  Sequentially consistent. */
typedef bool hd_look(void *arg);

void hd_idlers_init(struct hd_idlers *idlers, bool spinning);
void hd_idlers_destroy(struct hd_idlers *idlers);

void hd_idlers_pass_search(struct hd_idlers *idlers, hd_look *look, void *arg);
void hd_idlers_end_search(struct hd_idlers *idlers, struct hd_sleeper *sleeper,
			  hd_look *look, void *arg);

/* Wakes one sleeper, if there is one and nobody searches.  Comes after publishing. */
static inline void hd_idlers_wake_one(struct hd_idlers *idlers, hd_look *look, void *arg)
{
	if (atomic_load(&idlers->asleep) && !atomic_load(&idlers->searching))
		hd_idlers_pass_search(idlers, look, arg);
}

/* Wakes all, to make them look at something that is not work. */
void hd_idlers_wake_all(struct hd_idlers *idlers);

/* Blocks until look(arg) says yes, or somebody wakes this one, or until the deadline. */
void hd_idlers_wait(struct hd_idlers *idlers, struct hd_sleeper *sleeper, hd_look *look,
		    void *arg, int64_t deadline);

/* Gives the search back, if this one has it, and passes it on when there is work left. */
static inline void hd_idlers_stop_searching(struct hd_idlers *idlers,
					    struct hd_sleeper *sleeper, hd_look *look,
					    void *arg)
{
	if (sleeper->searching)
		hd_idlers_end_search(idlers, sleeper, look, arg);
}

/* One round of waiting in a loop, longer as the rounds go on; later ones yield the CPU. */
void hd_spin_round(unsigned round);

/* How many rounds are some thirty microseconds: longer than it takes to wake a thread. */
#ifndef HD_SPIN_ROUNDS
#define HD_SPIN_ROUNDS 80
#endif

/* How many rounds to spin next time, after a sleep of so many nanoseconds.  A sleep that was
 * no longer than what going to sleep and waking cost should have been a spin: so all of them;
 * after a long one half as many as before. */
unsigned hd_patience_after(unsigned patience, int64_t slept);

#endif
