/* SPDX-License-Identifier: MIT */
/* E38 - three tasks of 1 to 5 random seconds, their results in the order they finish.
 *
 * Expected: "task N started, sleeping R secs" three times in any order, then
 *	finished task N, slept R
 * three times, the smallest R first, then
 *	It took T second(s) to finish.
 * where T is the largest R.
 */
#include "lesson.h"

enum { COUNT = 3 };

static void *task(void *arg)
{
	int tid = (int)(intptr_t)arg;
	int seconds = 1 + (int)(lesson_random((unsigned)tid) * 5);
	char result[64];

	lesson_say("task %d started, sleeping %d secs", tid, seconds);
	lesson_sleep(seconds);
	snprintf(result, sizeof result, "finished task %d, slept %d", tid, seconds);
	return hd_return_copy(result, sizeof result);
}

static hd_future *submit(hd_executor *ex, int tid)
{
	char label[32];
	hd_future *future;

	snprintf(label, sizeof label, "task %d", tid);
	hd_task job = {.fn = task, .arg = (void *)(intptr_t)tid, .label = label};
	must(hd_executor_submit_task(ex, &job, &future));
	return future;
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_future *futures[COUNT], *future;
	hd_as_completed *it;
	int code;

	lesson_begin(argc, argv, "E38: random sleeps, results in the order they finish.",
		     HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++)
		futures[i] = submit(ex, i + 1);

	must(hd_as_completed_new(futures, COUNT, HD_FOREVER, &it));
	while ((code = hd_as_completed_next(it, &future)) == 0) {
		void *result;

		must(hd_future_result(future, HD_FOREVER, &result));
		lesson_say("%s", (char *)result);
	}
	must(code == HD_END ? 0 : code);
	hd_as_completed_free(&it);
	for (int i = 0; i < COUNT; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	lesson_say("It took %.2f second(s) to finish.", lesson_elapsed());
	return lesson_end();
}
