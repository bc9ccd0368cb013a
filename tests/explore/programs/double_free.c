/* SPDX-License-Identifier: MIT */
/* double_free - the last one out puts out the light, and two think they are the last.
 *
 * Wrong: giving a reference back and asking how many are left are two turns of the lock.
 * Two threads give theirs back, and then both find that none is left: both free the
 * object.
 * Right: the turn that takes the last reference away also says so.
 *
 * verdict: double-free use-after-free race
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int references = 2;
static int *object;

/* Gives a reference back; returns how many are left. */
static int give_back(void)
{
	int left;

	pthread_mutex_lock(&lock);
	references--;
#ifndef FIX
	pthread_mutex_unlock(&lock);
	pthread_mutex_lock(&lock);
#endif
	left = references;
	pthread_mutex_unlock(&lock);
	return left;
}

static void *use(void *argument)
{
	if (give_back() == 0)
		free(object);
	return argument;
}

/* Two schedules: the second to have its turn frees the object. */
int main(void)
{
	object = malloc(sizeof *object);
	run_both(use, use);
	return 0;
}
