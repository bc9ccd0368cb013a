/* SPDX-License-Identifier: MIT */
/* openmp - OpenMP's tasks and loops: gcc's runtime (libgomp) or clang's (libomp), by who
 * compiles this.
 *
 * The thread that makes the tasks is one of the workers, and runs tasks itself when it waits,
 * and also when too many are queued: so tasks cannot be held back to be counted or cancelled.
 * The threads stay between two parallel regions, to which every call here is one.
 */
#include <omp.h>
#include <stdlib.h>

#include "items.h"

#ifdef __clang__
#define RUNTIME "libomp"
#else
#define RUNTIME "libgomp"
#endif

static long *results;

/* -- opening ---------------------------------------------------------------------------------- */

/* The first region starts the threads. */
static void start_threads(void)
{
	int threads = 0;

	omp_set_dynamic(0);
	omp_set_num_threads(given.workers);
#pragma omp parallel reduction(+ : threads)
	threads++;
	if (threads != given.workers)
		bench_stop("the system starts %d threads, not %d", threads,
			   given.workers);
}

static const char *open_tasks(const struct bench_case *c)
{
	given = *c;
	results = must_have(given.n, sizeof *results);
	start_threads();
	return NULL;
}

/* Its threads would otherwise wait, perhaps actively, for the next region. */
static void stop_threads(void)
{
	if (omp_pause_resource_all(omp_pause_soft))
		bench_stop("omp_pause_resource_all: it fails");
}

static void close_tasks(void)
{
	stop_threads();
	free(results);
	results = NULL;
}

/* -- tasks ------------------------------------------------------------------------------------ */

static long sum_of_results(void)
{
	long sum = 0;

	for (long i = 0; i < given.n; i++)
		sum += results[i];
	return sum;
}

static long submit(void)
{
#pragma omp parallel
#pragma omp single
	for (long i = 0; i < given.n; i++)
#pragma omp task
		results[i] = (long)empty_task((void *)i);
	return check_sum(sum_of_results());
}

/* The same, but that it ends with the group of tasks, not with the region. */
static long wait_all(void)
{
#pragma omp parallel
#pragma omp single
#pragma omp taskgroup
	for (long i = 0; i < given.n; i++)
#pragma omp task
		results[i] = (long)empty_task((void *)i);
	return check_sum(sum_of_results());
}

static long detached(void)
{
	long ran = 0;

#pragma omp parallel
#pragma omp single
	for (long i = 0; i < given.n; i++)
#pragma omp task shared(ran)
#pragma omp atomic
		ran++;
	if (ran != given.n)
		bench_fail("%ld of %ld tasks ran", ran, given.n);
	return given.n;
}

static long ask(long i)
{
	long result;

#pragma omp task shared(result)
	result = (long)empty_task((void *)i);
#pragma omp taskwait
	return result;
}

static long ask_all(void)
{
#pragma omp parallel
#pragma omp single
	round_trips(ask);
	return given.n;
}

static const char *open_grains(const struct bench_case *c)
{
	const char *why;

	given = *c;
	why = grain_open();
	return why ? why : open_tasks(c);
}

static long grains(void)
{
#pragma omp parallel
#pragma omp single
	for (long i = 0; i < given.n; i++)
#pragma omp task
		results[i] = grain_work(i);
	return grain_check(sum_of_results());
}

/* -- fork and join ---------------------------------------------------------------------------- */

static long fib(long n)
{
	long here, there;

	if (n < 2)
		return n;
#pragma omp task shared(there)
	there = fib(n - 1);
	here = fib(n - 2);
#pragma omp taskwait
	return here + there;
}

static long fork_join(void)
{
	long result = 0;

#pragma omp parallel
#pragma omp single
	result = fib(given.n);
	return fib_check(result);
}

static const char *open_fib(const struct bench_case *c)
{
	const char *why;

	given = *c;
	why = fib_open();
	return why ? why : open_tasks(c);
}

/* -- loops ------------------------------------------------------------------------------------ */

static const char *open_even(const struct bench_case *c)
{
	const char *why = items_open_even(c);

	start_threads();
	return why;
}

static const char *open_skewed(const struct bench_case *c)
{
	const char *why = items_open_skewed(c);

	start_threads();
	return why;
}

static void close_items(void)
{
	stop_threads();
	items_close();
}

/* Guided is as fast as static where all items cost the same, and better where they do not. */
static long map(void)
{
	struct items copy = items;
	int64_t start = bench_now();

#pragma omp parallel for schedule(guided) firstprivate(copy)
	for (long i = 0; i < items.n; i++)
		item_work(&copy, i);
	bench_timed(bench_now() - start);
	return items_check();
}

static long sleepers(void)
{
	long sum = 0;

#pragma omp parallel for schedule(dynamic, 1) reduction(+ : sum)
	for (long i = 0; i < SLEEPERS; i++)
		sum += sleepers_sleep(i);
	return sleepers_check(sum);
}

/* -- the pool --------------------------------------------------------------------------------- */

static const char *open_none(const struct bench_case *c)
{
	given = *c;
	omp_set_dynamic(0);
	omp_set_num_threads(given.workers);
	return NULL;
}

static void close_none(void)
{
}

static long start_and_stop(void)
{
	start_threads();
	stop_threads();
	return 1;
}

static const struct bench benches[] = {
	{"submit", open_tasks, submit, close_tasks},
	{"wait_all", open_tasks, wait_all, close_tasks},
	{"detached", open_tasks, detached, close_tasks},
	{"roundtrip", open_tasks, ask_all, close_tasks},
	{"roundtrip_cold", open_tasks, ask_all, close_tasks},
	{"grain", open_grains, grains, close_tasks},
	{"forkjoin", open_fib, fork_join, close_tasks},
	{"map_tiny", open_even, map, close_items},
	{"map_small", open_even, map, close_items},
	{"map_skewed", open_skewed, map, close_items},
	{"sleepers", open_tasks, sleepers, close_tasks},
	{"pool", open_none, start_and_stop, close_none},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, RUNTIME, benches);
}
