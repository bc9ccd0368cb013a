/* SPDX-License-Identifier: MIT */
/* late_sem_init - a semaphore remembers a post, unless it is made anew.
 *
 * Wrong: the consumer makes the semaphore ready before it waits.  A post that came before
 * that is forgotten.
 * Right: whoever starts the threads makes it ready; then the order of post and wait does
 * not matter.
 *
 * verdict: deadlock misuse lost-wakeup
 * granularity: sync
 * exhaustive: 1
 */
#include "program.h"

static sem_t items;

static void *produce(void *argument)
{
	sem_post(&items);
	return argument;
}

static void *consume(void *argument)
{
#ifndef FIX
	sem_init(&items, 0, 0);
#endif
	sem_wait(&items);
	return argument;
}

/* One schedule: the wait comes after the post, whoever is there first. */
int main(void)
{
	sem_init(&items, 0, 0);
	run_both(produce, consume);
	sem_destroy(&items);
	return 0;
}
