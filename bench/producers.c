/* SPDX-License-Identifier: MIT */
/* Do more submitters get more in?
 *
 * `producers` threads outside of the pool submit n tasks together, each its share, without a
 * handle.  The time runs from the moment when they all may begin until the last task has run;
 * the start of their threads is not counted.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "heddle_pool.h"

static long producers;
static pthread_t *threads;
static sem_t ready, go, all;
static atomic_long left;

static void take(sem_t *semaphore)
{
	while (sem_wait(semaphore))
		continue;
}

static void *count(void *arg)
{
	if (atomic_fetch_sub(&left, 1) == 1)
		sem_post(&all);
	return arg;
}

/* Producer p submits every task from n * p / producers on, up to the next one's first. */
static void *produce(void *arg)
{
	long p = (intptr_t)arg;
	long first = pool.n * p / producers, last = pool.n * (p + 1) / producers;

	sem_post(&ready);
	take(&go);
	for (long i = first; i < last; i++)
		must(hd_executor_submit(pool.executor, count, NULL, NULL),
		     "hd_executor_submit");
	return NULL;
}

static long produce_all(void)
{
	int64_t start;

	atomic_store(&left, pool.n);
	for (long p = 0; p < producers; p++)
		if (pthread_create(&threads[p], NULL, produce, (void *)(intptr_t)p))
			bench_stop("pthread_create: the system starts no more threads");
	for (long p = 0; p < producers; p++)
		take(&ready);
	start = bench_now();
	for (long p = 0; p < producers; p++)
		sem_post(&go);
	take(&all);
	bench_timed(bench_now() - start);
	for (long p = 0; p < producers; p++)
		pthread_join(threads[p], NULL);
	if (atomic_load(&left))
		bench_fail("%ld tasks too many ran", -atomic_load(&left));
	return pool.n;
}

static const char *open_producers(const struct bench_case *c)
{
	producers = bench_param(c, "producers", 1);
	if (producers < 1 || producers > 1000)
		return "producers is a number from 1 to 1000";
	threads = calloc((size_t)producers, sizeof *threads);
	if (!threads)
		return "there is no memory for so many threads";
	sem_init(&ready, 0, 0);
	sem_init(&go, 0, 0);
	sem_init(&all, 0, 0);
	return pool_open(c);
}

static void close_producers(void)
{
	pool_close();
	sem_destroy(&ready);
	sem_destroy(&go);
	sem_destroy(&all);
	free(threads);
}

static const struct bench benches[] = {
	{"producers", open_producers, produce_all, close_producers},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
