/* SPDX-License-Identifier: MIT */
/* serial - the same work without any threads, in plain loops: the floor of what a task can cost,
 * and, divided by the processors, the ideal for work that is spread over them.
 *
 * A task is still a function that is called through a pointer, and so cannot become a part of
 * the loop.
 */
#include "items.h"

static void *(*volatile function)(void *) = empty_task;

static const char *open_none(const struct bench_case *c)
{
	given = *c;
	return NULL;
}

static void close_none(void)
{
}

static long submit(void)
{
	long sum = 0;

	for (long i = 0; i < given.n; i++)
		sum += (long)function((void *)i);
	return check_sum(sum);
}

static const char *open_grains(const struct bench_case *c)
{
	given = *c;
	return grain_open();
}

static long grains(void)
{
	long sum = 0;

	for (long i = 0; i < given.n; i++)
		sum += grain_work(i);
	return grain_check(sum);
}

static long fib(long n);
static long (*volatile fib_function)(long) = fib;

static long fib(long n)
{
	return n < 2 ? n : fib_function(n - 1) + fib_function(n - 2);
}

static long recursion(void)
{
	return fib_check(fib(given.n));
}

static const char *open_fib(const struct bench_case *c)
{
	given = *c;
	return fib_open();
}

static long map(void)
{
	int64_t start = bench_now();

	items_work(0, items.n);
	bench_timed(bench_now() - start);
	return items_check();
}

static long sleepers(void)
{
	long sum = 0;

	for (long i = 0; i < SLEEPERS; i++)
		sum += sleepers_sleep(i);
	return sleepers_check(sum);
}

static const struct bench benches[] = {
	{"submit", open_none, submit, close_none},
	{"grain", open_grains, grains, close_none},
	{"forkjoin", open_fib, recursion, close_none},
	{"map_tiny", items_open_even, map, items_close},
	{"map_small", items_open_even, map, items_close},
	{"map_skewed", items_open_skewed, map, items_close},
	{"sleepers", open_none, sleepers, close_none},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "serial", benches);
}
