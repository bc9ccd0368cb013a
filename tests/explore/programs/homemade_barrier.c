/* SPDX-License-Identifier: MIT */
/* homemade_barrier - a barrier that is used twice.
 *
 * Wrong: those who wait at the barrier wait for the count to be 0 again.  A quick thread
 * goes on to the next round and counts itself before a slow one has looked: the slow one
 * finds 1 and waits on, in a round that is over.
 * Right: wait for the generation to change.  It never changes back.
 *
 * verdict: deadlock lost-wakeup
 * granularity: sync
 * exhaustive: 6
 */
#include "program.h"

enum { THREADS = 2, ROUNDS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int arrived, generation;

/* Whether the round that was the mine-th when its thread arrived is over. */
static bool is_over(int mine)
{
#ifdef FIX
	return generation != mine;
#else
	(void)mine;
	return arrived == 0;
#endif
}

static void barrier(void)
{
	int mine;

	pthread_mutex_lock(&lock);
	mine = generation;
	if (++arrived == THREADS) {
		arrived = 0;
		generation++;
		pthread_cond_broadcast(&changed);
	} else {
		while (!is_over(mine))
			pthread_cond_wait(&changed, &lock);
	}
	pthread_mutex_unlock(&lock);
}

static void *work(void *argument)
{
	for (int i = 0; i < ROUNDS; i++)
		barrier();
	return argument;
}

/* Six schedules.  One of the two, say A, comes first and waits; B ends the round.  Then
 * the mutex has these turns: A wakes, A arrives, B arrives, and A wakes before it
 * arrives.  That leaves three places for B.  In the second round only one waits, and its
 * wake-up comes last.  Three, with either as A. */
int main(void)
{
	run_numbered(THREADS, work);
	assert(generation == ROUNDS);
	return 0;
}
