/* SPDX-License-Identifier: MIT */
#include "heddle_pool.h"

#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>

struct pool pool;
static sem_t arrived, released;

void *pool_empty(void *arg)
{
	return arg;
}

void pool_submit_all(void)
{
	for (long i = 0; i < pool.n; i++)
		must(hd_executor_submit(pool.executor, pool_empty, (void *)(intptr_t)i,
					&pool.futures[i]),
		     "hd_executor_submit");
}

void pool_take_all(void)
{
	long sum = 0;
	void *result;

	for (long i = 0; i < pool.n; i++) {
		must(hd_future_result(pool.futures[i], HD_FOREVER, &result),
		     "hd_future_result");
		sum += (intptr_t)result;
		hd_future_unref(pool.futures[i]);
	}
	pool_check_sum(sum);
}

void pool_unref_all(void)
{
	for (long i = 0; i < pool.n; i++)
		hd_future_unref(pool.futures[i]);
}

long pool_sum(void)
{
	return pool.n * (pool.n - 1) / 2;
}

void pool_check_sum(long sum)
{
	if (sum != pool_sum())
		bench_fail("the sum of the results is %ld, not %ld", sum, pool_sum());
}

/* -- holding the workers ---------------------------------------------------------------------- */

/* sem_wait ends early when a signal comes. */
static void take(sem_t *semaphore)
{
	while (sem_wait(semaphore))
		continue;
}

static void *hold_one(void *arg)
{
	sem_post(&arrived);
	take(&released);
	return arg;
}

void pool_hold(void)
{
	for (int i = 0; i < pool.workers; i++)
		must(hd_executor_submit(pool.executor, hold_one, NULL, NULL),
		     "hd_executor_submit");
	/* Submit is content with the threads that it has, if it cannot start another. */
	if (hd_executor_threads(pool.executor, NULL, 0) < (size_t)pool.workers)
		bench_stop("the system starts fewer than %d threads", pool.workers);
	for (int i = 0; i < pool.workers; i++)
		take(&arrived);
}

void pool_release(void)
{
	for (int i = 0; i < pool.workers; i++)
		sem_post(&released);
}

/* -- opening ---------------------------------------------------------------------------------- */

const char *pool_open(const struct bench_case *c)
{
	pool.n = c->n;
	pool.workers = c->workers;
	pool.futures = calloc((size_t)c->n, sizeof *pool.futures);
	if (!pool.futures)
		return "there is no memory for so many futures";
	must(hd_executor_new_threads(c->workers, NULL, &pool.executor),
	     "hd_executor_new_threads");
	sem_init(&arrived, 0, 0);
	sem_init(&released, 0, 0);
	pool_hold();
	pool_release();
	return NULL;
}

void pool_close(void)
{
	must(hd_executor_free(&pool.executor), "hd_executor_free");
	sem_destroy(&arrived);
	sem_destroy(&released);
	free(pool.futures);
	pool.futures = NULL;
}
