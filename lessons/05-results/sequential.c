/* SPDX-License-Identifier: MIT */
/* E14 - the ten random sleeps of E13, their results in the order submitted.
 *
 * A result that is early waits for its turn.  The run takes as long as in E13: what the
 * order costs is the time to the first line, not to the last.
 *
 * Expected: 0 to 9, in order, one a line.
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
	hd_future *futures[COUNT];

	lesson_begin(argc, argv, "E14: results in the order submitted.", 10, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++)
		futures[i] = submit(ex, i);
	for (int i = 0; i < COUNT; i++) {
		void *result;

		must(hd_future_result(futures[i], HD_FOREVER, &result));
		lesson_say("%d", (int)(intptr_t)result);
		hd_future_unref(futures[i]);
	}
	must(hd_executor_free(&ex));
	return lesson_end();
}
