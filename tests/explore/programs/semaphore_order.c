/* SPDX-License-Identifier: MIT */
/* semaphore_order - waiting for an item with the lock in hand.
 *
 * Wrong: the consumer takes the lock first and then waits for an item; the producer needs
 * that lock to bring one.
 * Right: first wait for an item, then lock.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: 1
 */
#include "program.h"

static sem_t lock, items;
static int stored;

static void *produce(void *argument)
{
	sem_wait(&lock);
	stored++;
	sem_post(&lock);
	sem_post(&items);
	return argument;
}

static void *consume(void *argument)
{
#ifdef FIX
	sem_wait(&items);
	sem_wait(&lock);
#else
	sem_wait(&lock);
	sem_wait(&items);
#endif
	stored--;
	assert(stored >= 0);
	sem_post(&lock);
	return argument;
}

/* One schedule: the consumer can do nothing before the producer has done all. */
int main(void)
{
	sem_init(&lock, 0, 1);
	sem_init(&items, 0, 0);
	run_both(produce, consume);
	sem_destroy(&items);
	sem_destroy(&lock);
	return 0;
}
