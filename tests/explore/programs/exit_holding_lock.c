/* SPDX-License-Identifier: MIT */
/* exit_holding_lock - a thread leaves by the side door, with the key.
 *
 * Wrong: on bad input the function returns at once, and does not unlock.  The thread
 * ends, and with it the only one who may ever unlock that mutex.
 * Right: one way out, past the unlock.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int sum;

static void add(int value)
{
	pthread_mutex_lock(&lock);
#ifdef FIX
	if (value >= 0)
		sum += value;
#else
	if (value < 0)
		return;
	sum += value;
#endif
	pthread_mutex_unlock(&lock);
}

static void *add_good(void *argument)
{
	add(3);
	return argument;
}

static void *add_bad(void *argument)
{
	add(-1);
	return argument;
}

/* Two schedules: either thread locks first. */
int main(void)
{
	run_both(add_good, add_bad);
	assert(sum == 3);
	return 0;
}
