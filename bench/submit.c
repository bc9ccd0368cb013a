/* SPDX-License-Identifier: MIT */
/* What does one empty task cost, with a handle on its result?
 *
 * One thread outside of the pool submits n tasks, each of which gives back its argument, and
 * then takes every result: the whole price of a task, from its making to its end.
 */
#include <stdint.h>

#include "heddle_pool.h"

static long submit(void)
{
	long sum = 0;
	void *result;

	for (long i = 0; i < pool.n; i++)
		must(hd_executor_submit(pool.executor, pool_empty, (void *)(intptr_t)i,
					&pool.futures[i]),
		     "hd_executor_submit");
	for (long i = 0; i < pool.n; i++) {
		must(hd_future_result(pool.futures[i], HD_FOREVER, &result),
		     "hd_future_result");
		sum += (intptr_t)result;
		hd_future_unref(pool.futures[i]);
	}
	pool_check_sum(sum);
	return pool.n;
}

static const struct bench benches[] = {
	{"submit", pool_open, submit, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
