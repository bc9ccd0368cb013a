/* SPDX-License-Identifier: MIT */
/* E29 - a callback that notes when each task ended.
 *
 * Task F-x sleeps x units and gives x cubed; ten of them share five workers.  F-6 can
 * only start when F-1 has made room, so it ends at 1 + 6 units, and so on.
 *
 * Output: "F-1 completed at 1.0" to "F-10 completed at 15.0", at 1, 2, 3, 4, 5, 7, 9,
 * 11, 13 and 15 units; then "Results : [1, 8, 27, ... 1000]".
 */
#include "lesson.h"

enum { TASKS = 10 };

static void *cube(void *arg)
{
	intptr_t x = (intptr_t)arg;

	lesson_sleep((double)x);
	return (void *)(x * x * x);
}

static void *say_when(hd_future *future, void *arg)
{
	(void)arg;
	lesson_say("%s completed at %.1f", hd_future_label(future), lesson_elapsed());
	return NULL;
}

static hd_future *submit(hd_executor *ex, int x)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", x);
	hd_task job = {.fn = cube, .arg = (void *)(intptr_t)x, .label = label};
	must(hd_executor_submit_task(ex, &job, &future));
	must(hd_future_add_done_callback(future, say_when, NULL));
	return future;
}

int main(int argc, char **argv)
{
	hd_future *futures[TASKS];
	hd_executor *ex;
	void *value;

	lesson_begin(argc, argv, "A callback notes when each of ten tasks ended.", 5,
		     NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < TASKS; i++)
		futures[i] = submit(ex, i + 1);

	/* result() wakes before the callbacks run.  Shutting down waits for both, so that
	 * the list comes after the last callback's line. */
	must(hd_executor_shutdown(ex, true, false));
	printf("Results : [");
	for (int i = 0; i < TASKS; i++) {
		must(hd_future_result(futures[i], HD_FOREVER, &value));
		printf("%s%d", i ? ", " : "", (int)(intptr_t)value);
		hd_future_unref(futures[i]);
	}
	puts("]");
	must(hd_executor_free(&ex));
	return lesson_end();
}
