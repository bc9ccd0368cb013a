/* SPDX-License-Identifier: MIT */
/* E25 - map over two ranges: the cube of x1 + x2, which takes x1 seconds.
 *
 * Expected, the cubes always, the names by the lengths of the sleeps:
 *	Results : [('Thread_0', 8), ('Thread_1', 64), ... ('Thread_4', 8000)]
 *	Wall time: 15 seconds
 */
#include "lesson.h"

struct pair {
	char thread[32];
	int cube;
};

static void *cube_of_sum(void *arg)
{
	void **x = arg;
	int x1 = (int)(intptr_t)x[0], x2 = (int)(intptr_t)x[1];
	int sum = x1 + x2;
	struct pair pair = {.cube = sum * sum * sum};

	snprintf(pair.thread, sizeof pair.thread, "%s", hd_thread_current_name());
	lesson_sleep(x1);
	return hd_return_copy(&pair, sizeof pair);
}

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

	lesson_begin(argc, argv, "E25: cubes of sums, a map over two inputs.", 5, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	hd_input inputs[] = {hd_range(1, 11), hd_range(1, 11)};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_map(ex, cube_of_sum, inputs, 2, NULL, &map));
	print_pairs(map);
	hd_map_free(&map);
	must(hd_executor_free(&ex));
	printf("Wall time: %.0f seconds\n", lesson_elapsed());
	return lesson_end();
}
