/* SPDX-License-Identifier: MIT */
#include "tasks.h"

#include <stdlib.h>
#include <time.h>

struct bench_case given;

void *must_have(long count, size_t size)
{
	void *room = calloc((size_t)count, size);

	if (!room)
		bench_stop("there is no memory for %ld times %zu bytes", count, size);
	return room;
}

void *empty_task(void *arg)
{
	return arg;
}

long check_sum(long sum)
{
	if (sum != given.n * (given.n - 1) / 2)
		bench_fail("the sum of the results is %ld, not %ld", sum,
			   given.n * (given.n - 1) / 2);
	return given.n;
}

/* The results repeat, so that the right sum is quickly had, and are small enough to be summed. */
enum { DIFFERENT = 16 };

static struct {
	long rounds;
	long sum;
} grain;

const char *grain_open(void)
{
	grain.rounds = bench_param(&given, "rounds", 100);
	if (grain.rounds < 0)
		return "rounds is not below 0";
	grain.sum = 0;
	for (long i = 0; i < DIFFERENT; i++)
		grain.sum += grain_work(i) * ((given.n - i + DIFFERENT - 1) / DIFFERENT);
	return NULL;
}

long grain_work(long i)
{
	return (long)(bench_work((uint64_t)i % DIFFERENT, grain.rounds) >> 32);
}

long grain_check(long sum)
{
	if (sum != grain.sum)
		bench_fail("the sum of the results is wrong");
	return given.n;
}

static struct {
	long result, forks;
} fib;

const char *fib_open(void)
{
	long a = 0, b = 1;

	if (given.n < 2 || given.n > 50)
		return "n is from 2 to 50: below nothing is forked, above it takes hours";
	for (long i = 0; i < given.n; i++) {
		long next = a + b;

		a = b;
		b = next;
	}
	fib.result = a;
	fib.forks = b - 1;
	return NULL;
}

long fib_check(long result)
{
	if (result != fib.result)
		bench_fail("fib(%ld) is %ld, not %ld", given.n, result, fib.result);
	return fib.forks;
}

static void sleep_ns(int64_t ns)
{
	struct timespec t = {ns / 1000000000, ns % 1000000000};

	while (nanosleep(&t, &t))
		continue;
}

long sleepers_sleep(long i)
{
	sleep_ns((i + 1) * bench_param(&given, "unit_ms", 1) * 1000000);
	return (i + 1) * (i + 1) * (i + 1);
}

long sleepers_check(long sum)
{
	long right = SLEEPERS * (SLEEPERS + 1) / 2;

	if (sum != right * right)
		bench_fail("the sum of the cubes is %ld, not %ld", sum, right * right);
	return SLEEPERS;
}

long round_trips(long (*ask)(long i))
{
	long gap = bench_param(&given, "gap_us", 0);

	for (long i = 0; i < given.n; i++) {
		int64_t start;
		long result;

		if (gap > 0)
			sleep_ns(gap * 1000);
		start = bench_now();
		result = ask(i);
		bench_record(bench_now() - start);
		if (result != i)
			bench_fail("task %ld gave %ld", i, result);
	}
	return given.n;
}
