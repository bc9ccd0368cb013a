/* SPDX-License-Identifier: MIT */
/* bounded_queue - one item too many for the ring.
 *
 * Wrong: the producer waits while there are more items than places; when all places are
 * taken it goes on, and overwrites an item that nobody has read.
 * Right: wait while there are as many items as places.
 *
 * verdict: assertion
 * granularity: sync
 * exhaustive: yes
 */
#include "program.h"

enum { PLACES = 2, ITEMS = 4 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ring[PLACES];
static int put, taken; /* so many, ever */

static bool is_full(void)
{
#ifdef FIX
	return put - taken == PLACES;
#else
	return put - taken > PLACES;
#endif
}

static void *produce(void *argument)
{
	for (int i = 0; i < ITEMS; i++) {
		pthread_mutex_lock(&lock);
		while (is_full())
			pthread_cond_wait(&changed, &lock);
		ring[put++ % PLACES] = i;
		pthread_cond_signal(&changed);
		pthread_mutex_unlock(&lock);
	}
	return argument;
}

static void *consume(void *argument)
{
	for (int i = 0; i < ITEMS; i++) {
		pthread_mutex_lock(&lock);
		while (put == taken)
			pthread_cond_wait(&changed, &lock);
		assert(ring[taken % PLACES] == i);
		taken++;
		pthread_cond_signal(&changed);
		pthread_mutex_unlock(&lock);
	}
	return argument;
}

int main(void)
{
	run_both(produce, consume);
	return 0;
}
