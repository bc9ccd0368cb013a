/* SPDX-License-Identifier: MIT */
/* publication - the message is announced before it is written.
 *
 * Wrong: the flag is set first, and then the message is filled in.  A reader who sees the
 * flag between the two reads what is not there yet.
 * Right: first write, then publish; the flag is atomic, so the message comes with it.
 *
 * verdict: race assertion
 * granularity: memory
 * exhaustive: 1
 * exhaustive-memory: 2
 */
#include "program.h"

static atomic_bool published;
static int message;

static void *write_message(void *argument)
{
#ifdef FIX
	message = 42;
	published = true;
#else
	published = true;
	message = 42;
#endif
	return argument;
}

static void *read_message(void *argument)
{
	if (published)
		assert(message == 42);
	return argument;
}

/* The library alone sees no operation here but those of the threads: one schedule.  Built
 * with explore-cc there are two: the flag is read before it is set, or after. */
int main(void)
{
	run_both(write_message, read_message);
	return 0;
}
