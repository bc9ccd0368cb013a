/* SPDX-License-Identifier: MIT */
/* ends - a measuring program whose benches end in every way in which a bench can. */
#include "../../bench/bench.h"

#include <stddef.h>

static long n, weight;

static const char *open_good(const struct bench_case *c)
{
	n = c->n;
	weight = 100;
	return NULL;
}

static const char *open_lacking(const struct bench_case *c)
{
	(void)c;
	return "there is\tno such\nlibrary";
}

static const char *open_stopping(const struct bench_case *c)
{
	bench_stop("open: no memory\tfor %ld", c->n);
}

static void close_it(void)
{
}

static long good(void)
{
	return n;
}

static long wrong(void)
{
	bench_fail("the sum is %d,\tnot %d", 41, 42);
	bench_fail("and it ends wrongly, too");
	return n;
}

static long nothing(void)
{
	return 0;
}

static long stopping(void)
{
	bench_stop("submit: %s", "no more\nthreads");
}

static long timed(void)
{
	bench_timed(500);
	bench_timed(500);
	return n;
}

static long recorded(void)
{
	for (long i = 0; i < n; i++)
		bench_record(1000);
	return n;
}

/* What it has used once stays with it, so that the next call grows by less. */
static long weighed(void)
{
	bench_bytes(weight-- * n);
	return n;
}

/* Nearly all of its time is not to count. */
static long preparing(void)
{
	int64_t end = bench_now() + 1000000;

	while (bench_now() < end)
		continue;
	bench_timed(1);
	return n;
}

static const struct bench benches[] = {
	{"good", open_good, good, close_it},
	{"wrong", open_good, wrong, close_it},
	{"nothing", open_good, nothing, close_it},
	{"stopping", open_good, stopping, close_it},
	{"timed", open_good, timed, close_it},
	{"recorded", open_good, recorded, close_it},
	{"weighed", open_good, weighed, close_it},
	{"preparing", open_good, preparing, close_it},
	{"lacking", open_lacking, good, close_it},
	{"stopped", open_stopping, good, close_it},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "ends", benches);
}
