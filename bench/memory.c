/* SPDX-License-Identifier: MIT */
/* How many bytes does a queued task take, with the handle on its result?
 *
 * Every worker is held in a task while n more are submitted behind.  Counted is by how much the
 * process has grown by then since before its first task, the queue and the array of handles
 * included: memory that was used before and kept for the next tasks counts again.
 */
#include "heddle_pool.h"

static int64_t before;

static long fill_queue(void)
{
	pool_hold();
	pool_submit_all();
	bench_bytes(bench_resident() - before);
	pool_release();
	pool_take_all();
	return pool.n;
}

/* A pool that was there before may have left memory behind, which no longer grows. */
static const char *open_memory(const struct bench_case *c)
{
	const char *why = pool_open(c);

	if (!before)
		before = bench_resident();
	return why;
}

static const struct bench benches[] = {
	{"memory", open_memory, fill_queue, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
