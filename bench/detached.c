/* SPDX-License-Identifier: MIT */
/* What does one empty task cost that nobody waits for?
 *
 * One thread outside of the pool submits n tasks without a handle.  Each counts itself, and
 * the last one says that it was the last: so nothing is lost, and nobody has to ask.
 */
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>

#include "heddle_pool.h"

static atomic_long left;
static sem_t all;

static void *count(void *arg)
{
	if (atomic_fetch_sub(&left, 1) == 1)
		sem_post(&all);
	return arg;
}

static long submit_detached(void)
{
	atomic_store(&left, pool.n);
	for (long i = 0; i < pool.n; i++)
		must(hd_executor_submit(pool.executor, count, NULL, NULL),
		     "hd_executor_submit");
	while (sem_wait(&all))
		continue;
	if (atomic_load(&left))
		bench_fail("%ld tasks too many ran", -atomic_load(&left));
	return pool.n;
}

static const char *open_all(const struct bench_case *c)
{
	sem_init(&all, 0, 0);
	return pool_open(c);
}

static void close_all(void)
{
	pool_close();
	sem_destroy(&all);
}

static const struct bench benches[] = {
	{"detached", open_all, submit_detached, close_all},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
