/* SPDX-License-Identifier: MIT */
/* E24 - the ten cubes of lesson 03, with map in the place of ten submits.
 *
 * One call, no array of futures, the same five workers and the same 15 seconds.
 *
 * Expected, the cubes always, the names by the lengths of the sleeps:
 *	Results : [('Thread_0', 1), ('Thread_1', 8), ... ('Thread_4', 1000)]
 *	Wall time: 15 seconds
 */
#include "lesson.h"

struct pair {
	char thread[32];
	int cube;
};

static void *cube(void *arg)
{
	int x = (int)(intptr_t)arg;
	struct pair pair = {.cube = x * x * x};

	snprintf(pair.thread, sizeof pair.thread, "%s", hd_thread_current_name());
	lesson_sleep(x);
	return hd_return_copy(&pair, sizeof pair);
}

/* Prints what the map gives, as it comes.  The results live until hd_map_free. */
static void print_pairs(hd_map *map)
{
	const char *comma = "";
	void *result;
	int code;

	printf("Results : [");
	while ((code = hd_map_next(map, &result)) == 0) {
		struct pair *pair = result;

		printf("%s('%s', %d)", comma, pair->thread, pair->cube);
		fflush(stdout);
		comma = ", ";
	}
	must(code == HD_END ? 0 : code);
	printf("]\n");
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_map *map;

	lesson_begin(argc, argv, "E24: ten cubes with map.", 5, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	hd_input numbers = hd_range(1, 11);

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_map(ex, cube, &numbers, 1, NULL, &map));
	print_pairs(map);
	hd_map_free(&map);
	must(hd_executor_free(&ex));
	printf("Wall time: %.0f seconds\n", lesson_elapsed());
	return lesson_end();
}
