/* SPDX-License-Identifier: MIT */
/* store_buffer - each sets its own flag and looks at the other's, and neither sees one.
 *
 * Wrong: with relaxed atomics a look may come before the store that stands above it, on
 * the processor's own account: both threads may read 0.  In no interleaving of the lines
 * do they.
 * Right: sequentially consistent accesses, which is what plain = and reading give.
 *
 * verdict: assertion
 * granularity: memory
 * options: --weak
 * exhaustive: 1
 * exhaustive-memory: 3
 */
#include "program.h"

#ifdef FIX
enum { ORDER = memory_order_seq_cst };
#else
enum { ORDER = memory_order_relaxed };
#endif

static atomic_int x, y;
static int seen_by_first, seen_by_second;

static void *first(void *argument)
{
	atomic_store_explicit(&x, 1, ORDER);
	seen_by_first = atomic_load_explicit(&y, ORDER);
	return argument;
}

static void *second(void *argument)
{
	atomic_store_explicit(&y, 1, ORDER);
	seen_by_second = atomic_load_explicit(&x, ORDER);
	return argument;
}

/* One schedule of the calls.  Of the accesses: each of the two loads comes before the
 * store of the other thread, or after it; but not both before. */
int main(void)
{
	run_both(first, second);
	assert(seen_by_first == 1 || seen_by_second == 1);
	return 0;
}
