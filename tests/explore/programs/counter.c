/* SPDX-License-Identifier: MIT */
/* counter - an increment is three steps.
 *
 * Wrong: two threads increment a plain variable.  Both may read the same value, and both
 * then write the same one: an increment is lost.
 * Right: a mutex around it.
 *
 * verdict: race assertion
 * granularity: memory
 * exhaustive: 6
 */
#include "program.h"

enum { ROUNDS = 2 };

#ifdef FIX
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
#endif
static int count;

static void increment(void)
{
#ifdef FIX
	pthread_mutex_lock(&lock);
	count++;
	pthread_mutex_unlock(&lock);
#else
	count++;
#endif
}

static void *work(void *argument)
{
	for (int i = 0; i < ROUNDS; i++)
		increment();
	return argument;
}

/* Six schedules: of the four turns that the mutex has, either thread takes two, and the
 * turns of one thread have one order: 4 over 2. */
int main(void)
{
	run_both(work, work);
	assert(count == 2 * ROUNDS);
	return 0;
}
