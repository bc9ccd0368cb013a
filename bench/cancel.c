/* SPDX-License-Identifier: MIT */
/* What does it cost to take back a task that has not started?
 *
 * Every worker is held in a task, n more are submitted behind, and all of those are cancelled.
 * Only the cancelling is timed.
 */
#include "heddle_pool.h"

static long cancel_all(void)
{
	long cancelled = 0;
	int64_t start;

	pool_hold();
	pool_submit_all();
	start = bench_now();
	for (long i = 0; i < pool.n; i++)
		cancelled += hd_future_cancel(pool.futures[i]);
	bench_timed(bench_now() - start);
	pool_release();
	for (long i = 0; i < pool.n; i++)
		if (!hd_future_cancelled(pool.futures[i]))
			bench_fail("task %ld was not cancelled", i);
	if (cancelled != pool.n)
		bench_fail("%ld of %ld tasks were cancelled", cancelled, pool.n);
	pool_unref_all();
	return pool.n;
}

static const struct bench benches[] = {
	{"cancel", pool_open, cancel_all, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
