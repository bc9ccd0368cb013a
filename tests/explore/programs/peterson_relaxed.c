/* SPDX-License-Identifier: MIT */
/* peterson_relaxed - Peterson's lock needs more than atomic variables.
 *
 * Wrong: the algorithm is right as long as a thread's look at the other's flag comes
 * after the store to its own.  Relaxed accesses do not promise that, and two threads get
 * in.
 * Right: sequentially consistent accesses.
 *
 * verdict: assertion race
 * granularity: memory
 * options: --weak
 * exhaustive: no
 */
#include "program.h"

#ifdef FIX
enum { ORDER = memory_order_seq_cst };
#else
enum { ORDER = memory_order_relaxed };
#endif

static atomic_bool wants[2];
static atomic_int turn;
static atomic_int inside;

static void lock(int me)
{
	int other = 1 - me;

	atomic_store_explicit(&wants[me], true, ORDER);
	atomic_store_explicit(&turn, other, ORDER);
	while (atomic_load_explicit(&wants[other], ORDER) &&
	       atomic_load_explicit(&turn, ORDER) == other)
		sched_yield();
}

static void unlock(int me)
{
	atomic_store_explicit(&wants[me], false, ORDER);
}

static void *work(void *argument)
{
	int me = (int)(intptr_t)argument;

	lock(me);
	assert(atomic_fetch_add(&inside, 1) == 0);
	atomic_fetch_sub(&inside, 1);
	unlock(me);
	return NULL;
}

int main(void)
{
	run_numbered(2, work);
	return 0;
}
