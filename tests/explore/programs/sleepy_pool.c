/* SPDX-License-Identifier: MIT */
/* sleepy_pool - ten tasks that sleep 1 to 10 seconds, on five workers.
 *
 * Nothing is wrong here.  By the clock it takes 15 seconds; in virtual time the order and
 * the moments are the same, to the nanosecond, in no time.  sleepy_pool.expected is what
 * it prints.
 *
 * verdict: passed
 * granularity: sync
 * options: --time frozen
 * exhaustive: no
 * outputs: 1
 */
#include "program.h"

enum { WORKERS = 5, TASKS = 10 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int next = 1;
static struct timespec start;

static double seconds_since_start(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start.tv_sec) +
	       (double)(now.tv_nsec - start.tv_nsec) / 1e9;
}

/* The length of the next task, or 0 if there is none. */
static unsigned take(void)
{
	int task;

	pthread_mutex_lock(&lock);
	task = next <= TASKS ? next++ : 0;
	pthread_mutex_unlock(&lock);
	return (unsigned)task;
}

static void *work(void *argument)
{
	unsigned task;

	while ((task = take()) != 0) {
		sleep(task);
		printf("%5.2f  slept %2u\n", seconds_since_start(), task);
	}
	return argument;
}

int main(void)
{
	clock_gettime(CLOCK_MONOTONIC, &start);
	run_numbered(WORKERS, work);
	printf("%5.2f  done\n", seconds_since_start());
	return 0;
}
