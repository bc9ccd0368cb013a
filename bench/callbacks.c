/* SPDX-License-Identifier: MIT */
/* What does a callback cost?
 *
 * n empty tasks, and each calls back when it is done: in a worker, or at once in the
 * submitter, if the task was quicker than the one who wanted to be called.  The callback looks
 * at the result and gives the reference back.  It is over when all have been called.
 */
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>

#include "heddle_pool.h"

static atomic_long left, wrong;
static sem_t all;

static void *called(hd_future *future, void *arg)
{
	void *result;

	if (hd_future_result(future, 0, &result) || result != arg)
		atomic_fetch_add(&wrong, 1);
	hd_future_unref(future);
	if (atomic_fetch_sub(&left, 1) == 1)
		sem_post(&all);
	return NULL;
}

static long call_back(void)
{
	atomic_store(&left, pool.n);
	for (long i = 0; i < pool.n; i++) {
		void *arg = (void *)(intptr_t)i;
		hd_future *future;

		must(hd_executor_submit(pool.executor, pool_empty, arg, &future),
		     "hd_executor_submit");
		must(hd_future_add_done_callback(future, called, arg),
		     "hd_future_add_done_callback");
	}
	while (sem_wait(&all))
		continue;
	if (atomic_load(&left) || atomic_load(&wrong))
		bench_fail("%ld calls too many, %ld with a wrong result",
			   -atomic_load(&left), atomic_exchange(&wrong, 0));
	return pool.n;
}

static const char *open_callbacks(const struct bench_case *c)
{
	sem_init(&all, 0, 0);
	return pool_open(c);
}

static void close_callbacks(void)
{
	pool_close();
	sem_destroy(&all);
}

static const struct bench benches[] = {
	{"callbacks", open_callbacks, call_back, close_callbacks},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
