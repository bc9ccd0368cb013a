/* SPDX-License-Identifier: MIT */
/* tasks - what the tasks of peers in C do, the same as those of heddle, and whether what came
 * out is right.
 *
 * Errors:   what has to succeed, and does not, ends the program (must).
 * Threads:  empty_task, grain_work and sleepers_sleep are called in workers, the others by the
 *           thread that runs the bench.
 * Memory:   what must_have gives is freed by who asked for it.
 * Time:     nanoseconds.
 */
#ifndef HEDDLE_PEERS_TASKS_H
#define HEDDLE_PEERS_TASKS_H

#include <stdbool.h>
#include <stddef.h>

#include "../bench.h"

/* The case that is open: each open sets it. */
extern struct bench_case given;

/* A call that has to succeed: its name, and what its library says about the failure. */
static inline void must(bool succeeded, const char *call, const char *why)
{
	if (!succeeded)
		bench_stop("%s: %s", call, why);
}

/* Zeroed room for so many; never NULL. */
void *must_have(long count, size_t size);

/* Gives back its argument. */
void *empty_task(void *arg);

/* Says that the sum of the results 0 + 1 + ... + (n - 1) is wrong, if it is.  Returns n. */
long check_sum(long sum);

/* Task i of `grain` gives grain_work(i); grain_open prepares the check of their sum. */
const char *grain_open(void);
long grain_work(long i);
long grain_check(long sum);

/* fib_open prepares the check of fib(n), which returns the number of forks: fib(n + 1) - 1. */
const char *fib_open(void);
long fib_check(long result);

/* The ten tasks that sleep: number i, from 0 on, sleeps i + 1 units and gives the cube of that.
 * sleepers_check checks the sum of the cubes, and returns how many tasks that were. */
enum { SLEEPERS = 10 };
long sleepers_sleep(long i);
long sleepers_check(long sum);

/* The benches roundtrip and roundtrip_cold: n times ask(i), which submits a task with i and
 * waits for its result.  The pause before each, gap_us, is not counted.  Returns n. */
long round_trips(long (*ask)(long i));

#endif
