/* SPDX-License-Identifier: MIT */
/* barrier_count - a barrier for one thread too many.
 *
 * Wrong: the barrier is made for three, as if main came there too; two come, and wait for
 * the third for ever.
 * Right: the count is that of the threads that call wait.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

#ifdef FIX
enum { EXPECTED = 2 };
#else
enum { EXPECTED = 3 };
#endif

static pthread_barrier_t barrier;

static void *work(void *argument)
{
	pthread_barrier_wait(&barrier);
	return argument;
}

/* Two schedules: either thread is the last to arrive. */
int main(void)
{
	pthread_barrier_init(&barrier, NULL, EXPECTED);
	run_both(work, work);
	pthread_barrier_destroy(&barrier);
	return 0;
}
