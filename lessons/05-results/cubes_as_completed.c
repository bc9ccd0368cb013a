/* SPDX-License-Identifier: MIT */
/* E30 - ten cubes on five workers, in completion order.
 *
 * The cube of x takes x seconds, so here the order of completion happens to be the
 * order of submission: by the sleeps, not by as_completed.  Let the larger ones be
 * quicker and see.
 *
 * Expected: 1 8 27 64 125 216 343 512 729 1000, one a line, then
 *	Wall time: 15 seconds
 */
#include "lesson.h"

enum { COUNT = 10 };

static void *cube(void *arg)
{
	int x = (int)(intptr_t)arg;

	lesson_sleep(x);
	return (void *)(intptr_t)(x * x * x);
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
	hd_future *futures[COUNT], *future;
	hd_as_completed *it;
	int code;

	lesson_begin(argc, argv, "E30: ten cubes as they complete.", 5, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++)
		futures[i] = submit(ex, i + 1);

	must(hd_as_completed_new(futures, COUNT, HD_FOREVER, &it));
	while ((code = hd_as_completed_next(it, &future)) == 0) {
		void *result;

		must(hd_future_result(future, HD_FOREVER, &result));
		lesson_say("%d", (int)(intptr_t)result);
	}
	must(code == HD_END ? 0 : code);
	hd_as_completed_free(&it);
	for (int i = 0; i < COUNT; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	lesson_say("Wall time: %.0f seconds", lesson_elapsed());
	return lesson_end();
}
