/* SPDX-License-Identifier: MIT */
/* stack_address - a thread outlives the variable that it was given.
 *
 * Wrong: the job lies in a local variable of the function that starts the thread.  When
 * that returns, the next call uses the same memory for something else.
 * Right: the job lives as long as the thread may look at it; here it is static.
 *
 * verdict: assertion race crash
 * granularity: sync
 * exhaustive: 1
 */
#include "program.h"

struct job {
	volatile int number;
};

static pthread_t worker;

static void *work(void *argument)
{
	struct job *job = argument;

	assert(job->number == 12);
	return NULL;
}

__attribute__((noinline)) static void start_job(int number)
{
#ifdef FIX
	static struct job job;
#else
	struct job job;
#endif

	job.number = number;
	pthread_create(&worker, NULL, work, &job);
}

/* What the next call does with the memory. */
__attribute__((noinline)) static void clutter(void)
{
	volatile int numbers[64];

	for (int i = 0; i < 64; i++)
		numbers[i] = -i;
	(void)numbers[0];
}

/* One schedule: main and the thread have nothing to do with each other. */
int main(void)
{
	start_job(12);
	clutter();
	pthread_join(worker, NULL);
	return 0;
}
