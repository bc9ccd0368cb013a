/* SPDX-License-Identifier: MIT */
/* Why some accesses in the core are sequentially consistent, and others need not be.
 *
 * Store buffering: each of two threads writes its own variable, then reads the other's.
 *
 *	x = 1;            y = 1;
 *	r1 = y;           r2 = x;
 *
 * Read it as lib/idle.h does: x is "there is work", y is "I sleep".  The publisher writes x
 * and looks at y, the sleeper writes y and looks at x.  If both may read 0, the sleeper
 * sleeps, the publisher wakes nobody, and the task lies there: the lost wake-up.
 *
 * Message passing: one thread writes some data, then a flag; the other waits for the flag,
 * and reads the data.  That is how a result is published (lib/task.h, I2).
 *
 * Predict: with relaxed accesses, with release and acquire, with seq_cst: in how many rounds
 * can both read 0?  In how many is the data old?
 *
 * A run shows: seq_cst never; the others sometimes, even on x86, whose processors keep a
 * store to themselves for a moment.  How often is luck; on one CPU it may be never: a result
 * that was not seen proves nothing.
 */
#include <sched.h>
#include <stdatomic.h>

#include "lesson.h"
#include "sync.h"

enum { ROUNDS = 20000, SPINS_BEFORE_YIELD = 200 };

/* Each on a line of its own. */
static struct {
	_Alignas(HD_CACHE_LINE) _Atomic int value;
} x, y, turn[2];

static int seen[2]; /* what each has read; looked at when both are through */

/* Both threads leave together: each waits until the other has come as far. */
static void meet(int me, int step)
{
	int spins = 0;

	atomic_store(&turn[me].value, step);
	while (atomic_load(&turn[!me].value) < step)
		if (++spins > SPINS_BEFORE_YIELD)
			sched_yield();
		else
			hd_relax();
}

/* -- store buffering: the memory order must be a constant, so there are three of them  */

static void relaxed(_Atomic int *mine, _Atomic int *other, int *result)
{
	atomic_store_explicit(mine, 1, memory_order_relaxed);
	*result = atomic_load_explicit(other, memory_order_relaxed);
}

static void release_acquire(_Atomic int *mine, _Atomic int *other, int *result)
{
	atomic_store_explicit(mine, 1, memory_order_release);
	*result = atomic_load_explicit(other, memory_order_acquire);
}

static void seq_cst(_Atomic int *mine, _Atomic int *other, int *result)
{
	atomic_store(mine, 1);
	*result = atomic_load(other);
}

typedef void store_then_load(_Atomic int *mine, _Atomic int *other, int *result);

static store_then_load *chosen;

static void *second(void *arg)
{
	for (int round = 0; round < ROUNDS; round++) {
		meet(1, 2 * round + 1);
		chosen(&y.value, &x.value, &seen[1]);
		meet(1, 2 * round + 2);
	}
	return arg;
}

static hd_thread *start(hd_fn *fn)
{
	hd_thread *thread;

	atomic_store(&turn[0].value, 0);
	atomic_store(&turn[1].value, 0);
	must(hd_thread_start(fn, NULL, NULL, &thread));
	return thread;
}

static void join(hd_thread *thread)
{
	must(hd_thread_join(thread, HD_FOREVER, NULL));
	hd_thread_unref(thread);
}

static int store_buffering(const char *name, store_then_load *order)
{
	hd_thread *thread;
	int both = 0;

	chosen = order;
	thread = start(second);
	for (int round = 0; round < ROUNDS; round++) {
		atomic_store(&x.value, 0);
		atomic_store(&y.value, 0);
		meet(0, 2 * round + 1);
		chosen(&x.value, &y.value, &seen[0]);
		meet(0, 2 * round + 2);
		both += !seen[0] && !seen[1];
	}
	join(thread);
	lesson_say("store buffering, %-16s : both read 0 in %5d of %d rounds", name, both,
		   ROUNDS);
	return both;
}

/* -- message passing ----------------------------------------------------------------- */

static int data;

static void *sender(void *arg)
{
	for (int round = 0; round < ROUNDS; round++) {
		meet(1, 2 * round + 1);
		data = round; /* not atomic: the flag is all that orders it */
		atomic_store_explicit(&x.value, 1, memory_order_release);
		meet(1, 2 * round + 2);
	}
	return arg;
}

static int message_passing(void)
{
	hd_thread *thread = start(sender);
	int old = 0;

	for (int round = 0; round < ROUNDS; round++) {
		int spins = 0;

		atomic_store(&x.value, 0);
		meet(0, 2 * round + 1);
		while (!atomic_load_explicit(&x.value, memory_order_acquire))
			if (++spins > SPINS_BEFORE_YIELD)
				sched_yield();
		old += data != round;
		meet(0, 2 * round + 2);
	}
	join(thread);
	lesson_say("message passing, %-16s : old data   in %5d of %d rounds",
		   "release/acquire", old, ROUNDS);
	return old;
}

int main(int argc, char **argv)
{
	int wrong;

	lesson_begin(argc, argv, "What the memory orders promise, and what they do not.",
		     0, NULL);
	store_buffering("relaxed", relaxed);
	store_buffering("release/acquire", release_acquire);
	wrong = store_buffering("seq_cst", seq_cst);
	wrong += message_passing();
	lesson_say("%s", wrong ? "This machine or compiler breaks the rules of C!"
			       : "The last two are promised by C, not by luck.");
	return lesson_end() || wrong;
}
