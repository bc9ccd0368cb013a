/* SPDX-License-Identifier: MIT */
/* What does a thread cost that runs one task and ends?
 *
 * n threads, one after the other: started, joined, and what each gave back looked at.  (This is
 * what a pool saves.)
 */
#include <stdint.h>

#include "heddle_pool.h"

static long n;

static long start_and_join(void)
{
	for (long i = 0; i < n; i++) {
		hd_thread *thread;
		void *result;

		must(hd_thread_start(pool_empty, (void *)(intptr_t)i, NULL, &thread),
		     "hd_thread_start");
		must(hd_thread_join(thread, HD_FOREVER, &result), "hd_thread_join");
		hd_thread_unref(thread);
		if ((intptr_t)result != i)
			bench_fail("thread %ld gave %ld", i, (long)(intptr_t)result);
	}
	return n;
}

static const char *open_none(const struct bench_case *c)
{
	n = c->n;
	return NULL;
}

static void close_none(void)
{
}

static const struct bench benches[] = {
	{"thread", open_none, start_and_join, close_none},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
