/* SPDX-License-Identifier: MIT */
/* E10 - map gives results in input order, however long each took.
 *
 * Ten tasks on ten workers sleep for a random part of a second and end in any order.  The
 * iterator waits for the first, then for the second, and so on.
 *
 * Expected: 0 to 9, in order, one a line.
 */
#include "lesson.h"

static void *task(void *arg)
{
	lesson_sleep(lesson_random((unsigned)(intptr_t)arg));
	return arg;
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_map *map;
	void *result;
	int code;

	lesson_begin(argc, argv, "E10: results of a map come in input order.", 10, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	hd_input numbers = hd_range(0, 10);

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_map(ex, task, &numbers, 1, NULL, &map));
	while ((code = hd_map_next(map, &result)) == 0)
		lesson_say("%d", (int)(intptr_t)result);
	must(code == HD_END ? 0 : code); /* the end is the one code that is no failure */
	hd_map_free(&map);
	must(hd_executor_free(&ex));
	return lesson_end();
}
