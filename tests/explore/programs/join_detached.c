/* SPDX-License-Identifier: MIT */
/* join_detached - waiting for a thread that has been let go.
 *
 * Wrong: the worker detaches itself, and main joins it.  Nobody can join a detached
 * thread; when it has ended, nothing of it is left to ask.
 * Right: one or the other; here main joins.
 *
 * verdict: misuse
 * granularity: sync
 * exhaustive: 1
 */
#include "program.h"

static void *work(void *argument)
{
#ifndef FIX
	pthread_detach(pthread_self());
#endif
	return argument;
}

/* One schedule: main waits for the only other thread. */
int main(void)
{
	pthread_t worker;

	pthread_create(&worker, NULL, work, NULL);
	pthread_join(worker, NULL);
	return 0;
}
