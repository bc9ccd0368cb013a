/* SPDX-License-Identifier: MIT */
/* What does it cost to take results in the order in which they come?
 *
 * n tasks are submitted, and taken one by one as they finish.  What grows with n here is a
 * mistake in the algorithm: that is why n goes from 100 to 1,000,000.
 */
#include <stdint.h>

#include "heddle_pool.h"

static long take_as_completed(void)
{
	hd_as_completed *completed;
	hd_future *future;
	long sum = 0;
	void *result;

	pool_submit_all();
	must(hd_as_completed_new(pool.futures, (size_t)pool.n, HD_FOREVER, &completed),
	     "hd_as_completed_new");
	for (long i = 0; i < pool.n; i++) {
		must(hd_as_completed_next(completed, &future), "hd_as_completed_next");
		must(hd_future_result(future, 0, &result), "hd_future_result");
		sum += (intptr_t)result;
		hd_future_unref(future);
	}
	if (hd_as_completed_next(completed, &future) != HD_END)
		bench_fail("more than %ld futures came", pool.n);
	hd_as_completed_free(&completed);
	pool_check_sum(sum);
	return pool.n;
}

static const struct bench benches[] = {
	{"as_completed", pool_open, take_as_completed, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
