/* SPDX-License-Identifier: MIT */
/* abba - two mutexes, locked in two orders.
 *
 * Wrong: one thread locks a and then b, the other b and then a.  When each has its first,
 * each waits for its second, and they wait for ever.
 * Right: everybody locks a before b.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int moved;

static void *move_right(void *argument)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	moved++;
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return argument;
}

static void *move_left(void *argument)
{
#ifdef FIX
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
#else
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
#endif
	moved--;
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return argument;
}

/* Two schedules: who locks a first also has b first. */
int main(void)
{
	run_both(move_right, move_left);
	assert(moved == 0);
	return 0;
}
