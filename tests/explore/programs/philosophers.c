/* SPDX-License-Identifier: MIT */
/* philosophers - five at a table, each reaching for the fork on the same side first.
 *
 * Wrong: everybody takes the left fork and then the right one.  When all have their left
 * fork, all wait for ever.
 * Right: everybody takes the fork with the lower number first; the last one thus begins
 * on the other side, and no circle can close.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: 30
 */
#include "program.h"

enum { SEATS = 5 };

static pthread_mutex_t forks[SEATS];
static int meals[SEATS];

static void *dine(void *argument)
{
	int me = (int)(intptr_t)argument;
	int first = me;
	int second = (me + 1) % SEATS;

#ifdef FIX
	if (second < first) {
		first = second;
		second = me;
	}
#endif
	pthread_mutex_lock(&forks[first]);
	pthread_mutex_lock(&forks[second]);
	meals[me]++;
	pthread_mutex_unlock(&forks[second]);
	pthread_mutex_unlock(&forks[first]);
	return NULL;
}

/* Thirty schedules: each of the five forks is had first by one of its two neighbours, 32
 * ways.  A philosopher has both forks before giving back either, so "all before their
 * right-hand neighbour" is a circle in time, and so is "all before their left-hand one":
 * 32 - 2. */
int main(void)
{
	for (int i = 0; i < SEATS; i++)
		pthread_mutex_init(&forks[i], NULL);
	run_numbered(SEATS, dine);
	for (int i = 0; i < SEATS; i++)
		assert(meals[i] == 1);
	return 0;
}
