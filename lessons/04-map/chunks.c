/* SPDX-License-Identifier: MIT */
/* E24 in chunks - chunksize changes who computes what, and never the results.
 *
 * A chunk is one task: its items run one after the other on one worker.  Eight cubes of
 * half a second each, on four workers: chunks of 1 and 2 keep all four busy, chunks of
 * 4 only two of them, a chunk of 8 one.  Large chunks save submits, small ones share
 * better.
 *
 * Each item notes the future of its task; the brackets show which items had the same one.
 *
 * Expected:
 *	chunksize 1: [0] [1] [8] [27] [64] [125] [216] [343]
 *	chunksize 2: [0 1] [8 27] [64 125] [216 343]
 *	chunksize 3: [0 1 8] [27 64 125] [216 343]
 *	chunksize 4: [0 1 8 27] [64 125 216 343]
 *	chunksize 8: [0 1 8 27 64 125 216 343]
 * each followed by its time, 1.0, 1.0, 1.5, 2.0 and 4.0 seconds, then
 *	chunksize 0: chunksize must be greater than 0
 */
#include "lesson.h"

enum { COUNT = 8 };

/* Written by the items, each its own element; read after their results. */
static hd_future *task_of[COUNT];

static void *cube(void *arg)
{
	int x = (int)(intptr_t)arg;

	task_of[x] = hd_future_current();
	lesson_sleep(0.5);
	return (void *)(intptr_t)(x * x * x);
}

static void map_in_chunks(hd_executor *ex, size_t chunksize)
{
	double start = lesson_elapsed();
	hd_input numbers = hd_range(0, COUNT);
	hd_map_options options = HD_MAP_OPTIONS;
	hd_map *map;

	options.chunksize = chunksize;
	must(hd_executor_map(ex, cube, &numbers, 1, &options, &map));
	printf("chunksize %zu: [", chunksize);
	for (int i = 0; i < COUNT; i++) {
		void *result;

		must(hd_map_next(map, &result));
		if (i)
			printf("%s", task_of[i] == task_of[i - 1] ? " " : "] [");
		printf("%d", (int)(intptr_t)result);
	}
	hd_map_free(&map);
	printf("] in %.1f seconds\n", lesson_elapsed() - start);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static const size_t sizes[] = {1, 2, 3, 4, 8};
	hd_executor *ex;

	lesson_begin(argc, argv, "What chunksize changes, and what it does not.", 4,
		     NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	hd_map_options none = HD_MAP_OPTIONS;
	hd_input numbers = hd_range(0, COUNT);

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		map_in_chunks(ex, sizes[i]);
	none.chunksize = 0;
	lesson_say("chunksize 0: %s",
		   hd_strerror(hd_executor_map(ex, cube, &numbers, 1, &none, NULL)));
	must(hd_executor_free(&ex));
	return lesson_end();
}
