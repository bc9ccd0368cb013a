/* SPDX-License-Identifier: MIT */
/* E11 - map over two inputs: the task gets one item of each.
 *
 * With several inputs a task is given an array with one item of each; the shortest input
 * ends the map.  The fourth letter below finds no number, and is left over.
 *
 * Expected:
 *	('1', 'a')
 *	('2', 'b')
 *	('3', 'c')
 */
#include "lesson.h"

struct pair {
	const char *number, *letter;
};

static void *task(void *arg)
{
	void **items = arg;
	/* An item of an array is passed by address; here it is a string. */
	struct pair pair = {*(const char **)items[0], *(const char **)items[1]};

	lesson_sleep(lesson_random((unsigned)*pair.number));
	return hd_return_copy(&pair, sizeof pair);
}

int main(int argc, char **argv)
{
	static const char *const numbers[] = {"1", "2", "3"};
	static const char *const letters[] = {"a", "b", "c", "d"};
	hd_executor *ex;
	hd_map *map;
	void *result;
	int code;

	lesson_begin(argc, argv, "E11: a map over two inputs.", HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	hd_input inputs[] = {hd_array(numbers, 3, sizeof *numbers),
			     hd_array(letters, 4, sizeof *letters)};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_map(ex, task, inputs, 2, NULL, &map));
	while ((code = hd_map_next(map, &result)) == 0) {
		struct pair *pair = result;

		lesson_say("('%s', '%s')", pair->number, pair->letter);
	}
	must(code == HD_END ? 0 : code);
	hd_map_free(&map);
	must(hd_executor_free(&ex));
	return lesson_end();
}
