/* SPDX-License-Identifier: MIT */
/* E27 - an initializer runs in each worker, once, before its first task.
 *
 * The cubes of 1 to 10, each asleep as many units as its number, on five workers.  Ten
 * tasks, but five lines from the initializer: it belongs to the threads, not to the
 * tasks.  A real one would open a connection, seed a generator, pin a CPU.
 *
 * Output: five lines "Function to execute before starting thread/process(test_arg) :
 * Thread_k", in any order; then "Results : [('Thread_0', 1), ('Thread_1', 8), ...]".
 */
#include "lesson.h"

enum { TASKS = 10 };

struct named_cube {
	char worker[32];
	int cube;
};

static void *initializer(void *arg)
{
	lesson_say("Function to execute before starting thread/process(%s) : %s",
		   (char *)arg, hd_thread_current_name());
	return NULL;
}

static void *cube(void *arg)
{
	int x = (int)(intptr_t)arg;
	struct named_cube result = {.cube = x * x * x};

	lesson_sleep(x);
	snprintf(result.worker, sizeof result.worker, "%s", hd_thread_current_name());
	return hd_return_copy(&result, sizeof result);
}

int main(int argc, char **argv)
{
	static char test_arg[] = "test_arg";
	const struct named_cube *results[TASKS];
	hd_input numbers = hd_range(1, TASKS + 1);
	hd_executor *ex;
	hd_map *map;
	void *item;

	lesson_begin(argc, argv, "An initializer runs once in each worker.", 5, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .initializer = initializer,
				       .initarg = test_arg,
				       .trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_map(ex, cube, &numbers, 1, NULL, &map));

	/* Printed when all are here: no initializer can speak into the line any more. */
	for (int i = 0; i < TASKS; i++) {
		must(hd_map_next(map, &item));
		results[i] = item;
	}
	printf("Results : [");
	for (int i = 0; i < TASKS; i++)
		printf("%s('%s', %d)", i ? ", " : "", results[i]->worker,
		       results[i]->cube);
	puts("]");
	hd_map_free(&map); /* and with it the copies that the tasks returned */
	must(hd_executor_free(&ex));
	return lesson_end();
}
