/* SPDX-License-Identifier: MIT */
/* What does it cost to wait for a set of futures?
 *
 * n empty tasks are submitted, and one wait is for the whole set of them: until the first is
 * done (wait_first), until one has failed (wait_failure: the task in the middle fails), until
 * all are done (wait_all).  Timed are the submitting and the wait; the rest of the tasks, which
 * the first two do not wait for, is collected outside of the time.
 */
#include <stdint.h>

#include "heddle_pool.h"

static void *fail(void *arg)
{
	(void)arg;
	return hd_raise(HD_EINVAL, "the one that fails");
}

/* Task number `failing` fails, if there is such a task. */
static void submit_set(long failing)
{
	for (long i = 0; i < pool.n; i++)
		must(hd_executor_submit(pool.executor, i == failing ? fail : pool_empty,
					(void *)(intptr_t)i, &pool.futures[i]),
		     "hd_executor_submit");
}

/* Every future must be in one of the sets, and as many be done as were asked for. */
static void check_sets(const hd_wait_sets *sets, long least)
{
	long done = (long)sets->done_count, not_done = (long)sets->not_done_count;

	if (done < least || done + not_done != pool.n)
		bench_fail("of %ld futures %ld are done, %ld are not", pool.n, done,
			   not_done);
}

static long wait_for(hd_return_when when, long failing, long least)
{
	int64_t start = bench_now();
	hd_wait_sets sets;

	submit_set(failing);
	must(hd_wait(pool.futures, (size_t)pool.n, HD_FOREVER, when, &sets), "hd_wait");
	bench_timed(bench_now() - start);
	check_sets(&sets, least);
	if (failing >= 0 && !hd_future_done(pool.futures[failing]))
		bench_fail("the wait was over before task %ld had failed", failing);
	hd_wait_sets_free(&sets);
	must(hd_wait(pool.futures, (size_t)pool.n, HD_FOREVER, HD_ALL_COMPLETED, NULL),
	     "hd_wait");
	pool_unref_all();
	return pool.n;
}

static long wait_first(void)
{
	return wait_for(HD_FIRST_COMPLETED, -1, 1);
}

static long wait_failure(void)
{
	return wait_for(HD_FIRST_EXCEPTION, pool.n / 2, 1);
}

static long wait_all(void)
{
	return wait_for(HD_ALL_COMPLETED, -1, pool.n);
}

static const struct bench benches[] = {
	{"wait_first", pool_open, wait_first, pool_close},
	{"wait_failure", pool_open, wait_failure, pool_close},
	{"wait_all", pool_open, wait_all, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
