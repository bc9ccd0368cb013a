/* SPDX-License-Identifier: MIT */
/* How small may tasks be, and do more workers help?
 *
 * n tasks, each of `rounds` rounds of computing, are submitted with a handle, and every result
 * is taken.  With rounds from a handful to many thousands this shows the smallest task at which
 * the pool is still half as good as it could be; with large tasks, what another worker brings.
 */
#include <stdint.h>

#include "heddle_pool.h"

enum { DIFFERENT = 16 };

static long rounds;
static uint64_t expected;

static void *compute(void *arg)
{
	return (void *)(uintptr_t)bench_work((uintptr_t)arg % DIFFERENT, rounds);
}

static long grains(void)
{
	uint64_t sum = 0;
	void *result;

	for (long i = 0; i < pool.n; i++)
		must(hd_executor_submit(pool.executor, compute, (void *)(intptr_t)i,
					&pool.futures[i]),
		     "hd_executor_submit");
	for (long i = 0; i < pool.n; i++) {
		must(hd_future_result(pool.futures[i], HD_FOREVER, &result),
		     "hd_future_result");
		sum += (uintptr_t)result;
		hd_future_unref(pool.futures[i]);
	}
	if (sum != expected)
		bench_fail("the sum of the results is wrong");
	return pool.n;
}

/* The results repeat, so that the right sum is quickly had. */
static const char *open_grains(const struct bench_case *c)
{
	rounds = bench_param(c, "rounds", 100);
	if (rounds < 0)
		return "rounds is not below 0";
	expected = 0;
	for (long i = 0; i < DIFFERENT; i++)
		expected += bench_work((uint64_t)i, rounds) *
			    (uint64_t)((c->n - i + DIFFERENT - 1) / DIFFERENT);
	return pool_open(c);
}

static const struct bench benches[] = {
	{"grain", open_grains, grains, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
