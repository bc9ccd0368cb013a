/* SPDX-License-Identifier: MIT */
/* How long does it take until the answer of one task is there?
 *
 * roundtrip: submit a task, wait for its result, and again.  The pool is awake, or it is not:
 * that is for the library to decide.
 *
 * roundtrip_cold: the same with a pause of gap_us microseconds before each task, so that the
 * workers have gone to sleep.  The pause itself is not counted.
 */
#include <stdint.h>

#include "heddle_pool.h"

static double gap;

static long round_trips(void)
{
	for (long i = 0; i < pool.n; i++) {
		hd_future *future;
		void *result;
		int64_t start;

		if (gap > 0)
			hd_sleep(gap);
		start = bench_now();
		must(hd_executor_submit(pool.executor, pool_empty, (void *)(intptr_t)i,
					&future),
		     "hd_executor_submit");
		must(hd_future_result(future, HD_FOREVER, &result), "hd_future_result");
		hd_future_unref(future);
		bench_record(bench_now() - start);
		if ((intptr_t)result != i)
			bench_fail("task %ld gave %ld", i, (long)(intptr_t)result);
	}
	return pool.n;
}

static const char *open_hot(const struct bench_case *c)
{
	gap = 0;
	return pool_open(c);
}

static const char *open_cold(const struct bench_case *c)
{
	gap = (double)bench_param(c, "gap_us", 200) * 1e-6;
	return pool_open(c);
}

static const struct bench benches[] = {
	{"roundtrip", open_hot, round_trips, pool_close},
	{"roundtrip_cold", open_cold, round_trips, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
