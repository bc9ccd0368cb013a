/* SPDX-License-Identifier: MIT */
/* E23 - the ten cubes again, with an executor that lives as long as a block.
 *
 * Python writes `with ThreadPoolExecutor(...) as pool:`.  GCC and Clang have the like:
 * __attribute__((cleanup(f))) calls f on the variable when its scope is left, by whatever
 * way.  Leaving waits for the work, so after the block every future is done.
 *
 * Expected, as E21:
 *	10 of 10 futures are done after the block
 *	Results : [('Thread_0', 1), ('Thread_1', 8), ... ('Thread_4', 1000)]
 *	Wall time: 15 seconds
 */
#include "lesson.h"

enum { COUNT = 10 };

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

static hd_future *submit(hd_executor *ex, int x)
{
	char label[32];
	hd_future *future;

	snprintf(label, sizeof label, "cube %d", x);
	hd_task task = {.fn = cube, .arg = (void *)(intptr_t)x, .label = label};
	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

static void leave(hd_executor **ex)
{
	must(hd_executor_free(ex));
}

int main(int argc, char **argv)
{
	hd_future *futures[COUNT];
	int done = 0;

	lesson_begin(argc, argv, "E23: ten cubes, and a scope that waits.", 5, NULL);
	{
		hd_executor_options options = {.thread_name_prefix = "Thread",
					       .trace = lesson_trace()};
		__attribute__((cleanup(leave))) hd_executor *ex = NULL;

		must(hd_executor_new_threads(lesson_workers(), &options, &ex));
		for (int i = 0; i < COUNT; i++)
			futures[i] = submit(ex, i + 1);
	} /* waits here */

	for (int i = 0; i < COUNT; i++)
		done += hd_future_done(futures[i]);
	printf("%d of %d futures are done after the block\n", done, COUNT);
	printf("Results : [");
	for (int i = 0; i < COUNT; i++) {
		void *result;
		struct pair *pair;

		must(hd_future_result(futures[i], 0,
				      &result)); /* 0: nothing to wait for */
		pair = result;
		printf("%s('%s', %d)", i ? ", " : "", pair->thread, pair->cube);
		hd_future_unref(futures[i]);
	}
	printf("]\nWall time: %.0f seconds\n", lesson_elapsed());
	return lesson_end();
}
