/* SPDX-License-Identifier: MIT */
/* trylock_lost_update - "busy" is taken for "done".
 *
 * Wrong: a thread that cannot have the lock at once goes on without its update.  A try
 * that failed is news for the caller, who has to do something about it.
 * Right: wait for the lock.
 *
 * verdict: assertion
 * granularity: sync
 * exhaustive: 6
 */
#include "program.h"

enum { ROUNDS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void increment(void)
{
#ifdef FIX
	pthread_mutex_lock(&lock);
#else
	if (pthread_mutex_trylock(&lock) != 0)
		return;
#endif
	count++;
	pthread_mutex_unlock(&lock);
}

static void *work(void *argument)
{
	for (int i = 0; i < ROUNDS; i++)
		increment();
	return argument;
}

/* Six schedules: 4 over 2, as in counter.c. */
int main(void)
{
	run_both(work, work);
	assert(count == 2 * ROUNDS);
	return 0;
}
