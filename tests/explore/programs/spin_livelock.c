/* SPDX-License-Identifier: MIT */
/* spin_livelock - both raise a hand, and both wait for the other to take it down.
 *
 * Wrong: a thread raises its flag and spins while the other's is up.  When both are up,
 * both spin for ever.
 * Right: one of the two takes its flag down again and lets the other pass.
 *
 * verdict: livelock
 * granularity: sync
 * exhaustive: no
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool up[2];
static int passed;

static void set_flag(int whose, bool value)
{
	pthread_mutex_lock(&lock);
	up[whose] = value;
	pthread_mutex_unlock(&lock);
}

static bool is_up(int whose)
{
	bool value;

	pthread_mutex_lock(&lock);
	value = up[whose];
	pthread_mutex_unlock(&lock);
	return value;
}

static void *pass(void *argument)
{
	int me = (int)(intptr_t)argument;
	int other = 1 - me;

	set_flag(me, true);
	while (is_up(other)) {
#ifdef FIX
		if (me == 1) {
			set_flag(me, false);
			while (is_up(other))
				sched_yield();
			set_flag(me, true);
			continue;
		}
#endif
		sched_yield();
	}
	passed++;
	set_flag(me, false);
	return NULL;
}

int main(void)
{
	run_numbered(2, pass);
	assert(passed == 2);
	return 0;
}
