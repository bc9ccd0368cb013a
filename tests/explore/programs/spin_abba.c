/* SPDX-License-Identifier: MIT */
/* spin_abba - two spin locks, locked in two orders.
 *
 * Wrong: as in abba.c; but here both threads burn the processor while they wait for ever.
 * Right: one order for all.
 *
 * verdict: deadlock livelock
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

static pthread_spinlock_t a, b;
static int moved;

static void *move_right(void *argument)
{
	pthread_spin_lock(&a);
	pthread_spin_lock(&b);
	moved++;
	pthread_spin_unlock(&b);
	pthread_spin_unlock(&a);
	return argument;
}

static void *move_left(void *argument)
{
#ifdef FIX
	pthread_spin_lock(&a);
	pthread_spin_lock(&b);
#else
	pthread_spin_lock(&b);
	pthread_spin_lock(&a);
#endif
	moved--;
	pthread_spin_unlock(&b);
	pthread_spin_unlock(&a);
	return argument;
}

/* Two schedules, as in abba.c. */
int main(void)
{
	pthread_spin_init(&a, PTHREAD_PROCESS_PRIVATE);
	pthread_spin_init(&b, PTHREAD_PROCESS_PRIVATE);
	run_both(move_right, move_left);
	assert(moved == 0);
	return 0;
}
