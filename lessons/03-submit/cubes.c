/* SPDX-License-Identifier: MIT */
/* E21 - submit ten cubes to five workers, and ask each future for its result.
 *
 * The cube of x takes x seconds.  Worker k computes x = k + 1, is the k-th to be free
 * again, and so gets the next in the queue: each has two tasks, and all are done after
 * 15 seconds instead of 55.
 *
 * Expected, the cubes always, the names by the lengths of the sleeps:
 *	Results : [('Thread_0', 1), ('Thread_1', 8), ... ('Thread_4', 1000)]
 *	Wall time: 15 seconds
 */
#include "lesson.h"

enum { COUNT = 10 };

/* Two results in one: bytes that hd_return_copy puts into the future. */
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

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_future *futures[COUNT];

	lesson_begin(argc, argv, "E21: ten cubes on five workers.", 5, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++)
		futures[i] = submit(ex, i + 1);

	printf("Results : [");
	for (int i = 0; i < COUNT; i++) {
		void *result;
		struct pair *pair;

		must(hd_future_result(futures[i], HD_FOREVER, &result));
		pair = result; /* lives in the future: read it before the unref */
		printf("%s('%s', %d)", i ? ", " : "", pair->thread, pair->cube);
		fflush(stdout);
		hd_future_unref(futures[i]);
	}
	printf("]\n");

	must(hd_executor_shutdown(ex, true, false));
	must(hd_executor_free(&ex));
	printf("Wall time: %.0f seconds\n", lesson_elapsed());
	return lesson_end();
}
