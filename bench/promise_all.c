/* SPDX-License-Identifier: MIT */
/* What does it cost to make one future of many?
 *
 * n tasks are submitted, Promise.all makes one future of theirs, and its value is the array of
 * all values.
 */
#include <stdint.h>

#include "heddle_pool.h"

static long all_in_one(void)
{
	hd_future *all;
	void *values;
	long sum = 0;

	pool_submit_all();
	must(hd_promise_all(pool.futures, (size_t)pool.n, 0, &all), "hd_promise_all");
	must(hd_future_result(all, HD_FOREVER, &values), "hd_future_result");
	for (long i = 0; i < pool.n; i++)
		sum += (intptr_t)((void **)values)[i];
	hd_future_unref(all);
	pool_unref_all();
	pool_check_sum(sum);
	return pool.n;
}

static const struct bench benches[] = {
	{"promise_all", pool_open, all_in_one, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
