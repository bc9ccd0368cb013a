/* SPDX-License-Identifier: MIT */
/* polite_livelock - "after you", "no, after you".
 *
 * Wrong: two hungry people share a spoon.  Whoever has it hands it on when the other is
 * hungry too.  When both are, the spoon goes to and fro, both are busy, and nobody eats.
 * Right: one of the two does not insist.
 *
 * verdict: livelock
 * granularity: sync
 * exhaustive: no
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int spoon; /* the number of the one who has it */
static bool hungry[2];

static bool yields_to_the_other(int me)
{
#ifdef FIX
	return me == 1;
#else
	(void)me;
	return true;
#endif
}

static void get_hungry(int me)
{
	pthread_mutex_lock(&lock);
	hungry[me] = true;
	pthread_mutex_unlock(&lock);
}

/* Eats, or hands the spoon on, or has no spoon. */
static bool eat(int me)
{
	int other = 1 - me;
	bool ate = false;

	pthread_mutex_lock(&lock);
	if (spoon == me) {
		if (!hungry[other] || !yields_to_the_other(me)) {
			hungry[me] = false;
			ate = true;
		}
		spoon = other;
	}
	pthread_mutex_unlock(&lock);
	return ate;
}

static void *dine(void *argument)
{
	int me = (int)(intptr_t)argument;

	get_hungry(me);
	while (!eat(me))
		sched_yield();
	return NULL;
}

int main(void)
{
	run_numbered(2, dine);
	return 0;
}
