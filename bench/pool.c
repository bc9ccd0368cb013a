/* SPDX-License-Identifier: MIT */
/* What does a pool cost that is used once?
 *
 * A pool of so many workers starts, runs one task on each of them, and is shut down: one
 * operation.  The tasks wait for each other, so that each needs a worker of its own.
 */
#include <pthread.h>

#include "heddle_pool.h"

static int workers;
static pthread_barrier_t together;

static void *meet(void *arg)
{
	pthread_barrier_wait(&together);
	return arg;
}

static long start_and_stop(void)
{
	hd_executor *executor;

	must(hd_executor_new_threads(workers, NULL, &executor),
	     "hd_executor_new_threads");
	for (int i = 0; i < workers; i++)
		must(hd_executor_submit(executor, meet, NULL, NULL),
		     "hd_executor_submit");
	if (hd_executor_threads(executor, NULL, 0) != (size_t)workers)
		bench_stop("the system starts fewer than %d threads", workers);
	must(hd_executor_free(&executor), "hd_executor_free");
	return 1;
}

static const char *open_pool(const struct bench_case *c)
{
	workers = c->workers;
	pthread_barrier_init(&together, NULL, (unsigned)workers);
	return NULL;
}

static void close_pool(void)
{
	pthread_barrier_destroy(&together);
}

static const struct bench benches[] = {
	{"pool", open_pool, start_and_stop, close_pool},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
