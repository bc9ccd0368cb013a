/* SPDX-License-Identifier: MIT */
/* message_passing - the flag arrives before the message.
 *
 * Wrong: message and flag are atomic, and relaxed: nothing orders the one before the
 * other, and a reader who sees the flag may still read the old message.
 * Right: the flag is stored with release and loaded with acquire.
 *
 * verdict: assertion
 * granularity: memory
 * options: --weak
 * exhaustive: 1
 * exhaustive-memory: 3
 */
#include "program.h"

#ifdef FIX
enum { STORE = memory_order_release, LOAD = memory_order_acquire };
#else
enum { STORE = memory_order_relaxed, LOAD = memory_order_relaxed };
#endif

static atomic_int message;
static atomic_bool sent;

static void *write_message(void *argument)
{
	atomic_store_explicit(&message, 42, memory_order_relaxed);
	atomic_store_explicit(&sent, true, STORE);
	return argument;
}

static void *read_message(void *argument)
{
	if (atomic_load_explicit(&sent, LOAD))
		assert(atomic_load_explicit(&message, memory_order_relaxed) == 42);
	return argument;
}

/* One schedule of the calls.  Of the accesses: the flag is looked at before it is set; or
 * after, and then it may be seen as it was or as it is. */
int main(void)
{
	run_both(write_message, read_message);
	return 0;
}
