/* SPDX-License-Identifier: MIT */
/* What is lost when a loop over many items is spread over a pool?
 *
 * x[i] = work(x[i]) for n items: of some nanoseconds (map_tiny), of about a microsecond
 * (map_small), and of half a microsecond of which the last tenth takes eleven times as long
 * (map_skewed), so that whoever cuts the array into one piece a worker is punished.  The ideal
 * is the time of the plain loop, divided by the processors.
 *
 * map_tiny and so on: hd_executor_for, which calls once for a whole piece of the array.
 * map_tiny@map and so on: hd_executor_map with a chunksize, which calls for every item and keeps
 * a result of each.
 */
#include <stdint.h>
#include <stdlib.h>

#include "heddle_pool.h"

enum { CHUNKS_A_WORKER = 32, LOOKED_AT = 100 };

static uint64_t *x, before[LOOKED_AT]; /* the items, and some of them before a map */
static long rounds, slow_from; /* the first item that takes eleven times as long */
static long step, calls;       /* one item in `step` is looked at, others in each call */

static uint64_t work(uint64_t value, long i)
{
	return bench_work(value, i < slow_from ? rounds : 11 * rounds);
}

static void *work_on_piece(void *arg, size_t first, size_t last)
{
	(void)arg;
	for (size_t i = first; i < last; i++)
		x[i] = work(x[i], (long)i);
	return NULL;
}

static void all_for(void)
{
	must(hd_executor_for(pool.executor, 0, (size_t)pool.n, work_on_piece, NULL, NULL),
	     "hd_executor_for");
}

static void *work_on(void *item)
{
	uint64_t *value = item;

	*value = work(*value, value - x);
	return NULL;
}

static void all_map(void)
{
	hd_input items = hd_array(x, (size_t)pool.n, sizeof *x);
	hd_map_options options = HD_MAP_OPTIONS;
	hd_map *map;
	int code;

	options.chunksize = (size_t)(pool.n / (CHUNKS_A_WORKER * pool.workers) + 1);
	must(hd_executor_map(pool.executor, work_on, &items, 1, &options, &map),
	     "hd_executor_map");
	do
		code = hd_map_next(map, NULL);
	while (!code);
	must(code == HD_END ? 0 : code, "hd_map_next");
	hd_map_free(&map);
}

/* Times one map.  Some items are computed again, outside of the time, and compared. */
static long timed(void (*map)(void))
{
	long first = calls++ % step;
	int64_t start;

	for (long i = first; i < pool.n; i += step)
		before[i / step] = x[i];
	start = bench_now();
	map();
	bench_timed(bench_now() - start);
	for (long i = first; i < pool.n; i += step)
		if (x[i] != work(before[i / step], i))
			bench_fail("item %ld of %ld was not worked on once", i, pool.n);
	return pool.n;
}

static long for_pieces(void)
{
	return timed(all_for);
}

static long map_items(void)
{
	return timed(all_map);
}

/* -- opening ---------------------------------------------------------------------------------- */

static const char *open_items(const struct bench_case *c, bool skewed)
{
	rounds = bench_param(c, "rounds", 5);
	slow_from = skewed ? c->n - c->n / 10 : c->n;
	step = c->n / LOOKED_AT + 1;
	x = calloc((size_t)c->n, sizeof *x);
	if (!x)
		return "there is no memory for so many items";
	for (long i = 0; i < c->n; i++)
		x[i] = (uint64_t)i + 1; /* 0 would stay 0 */
	return pool_open(c);
}

static const char *open_even(const struct bench_case *c)
{
	return open_items(c, false);
}

static const char *open_skewed(const struct bench_case *c)
{
	return open_items(c, true);
}

static void close_items(void)
{
	pool_close();
	free(x);
	x = NULL;
}

static const struct bench benches[] = {
	{"map_tiny", open_even, for_pieces, close_items},
	{"map_tiny@map", open_even, map_items, close_items},
	{"map_small", open_even, for_pieces, close_items},
	{"map_small@map", open_even, map_items, close_items},
	{"map_skewed", open_skewed, for_pieces, close_items},
	{"map_skewed@map", open_skewed, map_items, close_items},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
