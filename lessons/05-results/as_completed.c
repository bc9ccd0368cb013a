/* SPDX-License-Identifier: MIT */
/* E13 - ten random sleeps on ten workers: each result is used as soon as it is there.
 *
 * Expected: the numbers 0 to 9, one a line, shortest sleep first.
 */
#include "lesson.h"

enum { COUNT = 10 };

static void *task(void *arg)
{
	lesson_sleep(lesson_random((unsigned)(intptr_t)arg));
	return arg;
}

static hd_future *submit(hd_executor *ex, int name)
{
	char label[32];
	hd_future *future;

	snprintf(label, sizeof label, "task %d", name);
	hd_task job = {.fn = task, .arg = (void *)(intptr_t)name, .label = label};
	must(hd_executor_submit_task(ex, &job, &future));
	return future;
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_future *futures[COUNT], *future;
	hd_as_completed *it;
	int code;

	lesson_begin(argc, argv, "E13: results in the order they finish.", 10, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++)
		futures[i] = submit(ex, i);

	must(hd_as_completed_new(futures, COUNT, HD_FOREVER, &it));
	while ((code = hd_as_completed_next(it, &future)) == 0) {
		void *result;

		must(hd_future_result(future, HD_FOREVER, &result));
		lesson_say("%d", (int)(intptr_t)result);
	}
	must(code == HD_END ? 0 : code);
	hd_as_completed_free(&it);

	/* The iterator only lent the futures out: the references are still ours. */
	for (int i = 0; i < COUNT; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	return lesson_end();
}
