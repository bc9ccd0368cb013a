/* SPDX-License-Identifier: MIT */
/* double_join - two threads wait for the end of a third.
 *
 * Wrong: both look whether the worker has been joined, and then join it.  A thread can be
 * joined once; after that its handle means nothing, or another thread.
 * Right: whoever looks first says so in the same turn of the lock, and is the one to
 * join.
 *
 * verdict: misuse
 * granularity: sync
 * exhaustive: 4
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_t worker;
static bool joined;

static void *work(void *argument)
{
	return argument;
}

static void *reap(void *argument)
{
	bool mine;

	pthread_mutex_lock(&lock);
	mine = !joined;
#ifdef FIX
	joined = true;
#endif
	pthread_mutex_unlock(&lock);
	if (mine) {
		pthread_join(worker, NULL);
		pthread_mutex_lock(&lock);
		joined = true;
		pthread_mutex_unlock(&lock);
	}
	return argument;
}

/* Four schedules: either of the two finds that nobody has joined, and locks a second
 * time when it has joined; the other has its one turn between those two, or after them.
 * */
int main(void)
{
	pthread_create(&worker, NULL, work, NULL);
	run_both(reap, reap);
	return 0;
}
