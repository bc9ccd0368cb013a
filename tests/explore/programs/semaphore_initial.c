/* SPDX-License-Identifier: MIT */
/* semaphore_initial - a semaphore as a mutex, with two places inside.
 *
 * Wrong: a semaphore guards a section for one, but starts at 2.
 * Right: it starts at 1.
 *
 * verdict: assertion race
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

#ifdef FIX
enum { PLACES = 1 };
#else
enum { PLACES = 2 };
#endif

static sem_t guard;
static atomic_int inside;

static void *work(void *argument)
{
	sem_wait(&guard);
	inside++;
	assert(inside == 1);
	sched_yield();
	inside--;
	sem_post(&guard);
	return argument;
}

/* Two schedules: either thread is the first inside, and the second enters when it has
 * left. */
int main(void)
{
	sem_init(&guard, 0, PLACES);
	run_both(work, work);
	sem_destroy(&guard);
	return 0;
}
