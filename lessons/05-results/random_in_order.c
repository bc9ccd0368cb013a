/* SPDX-License-Identifier: MIT */
/* E37 - three tasks of 1 to 5 random seconds, their results in the order submitted.
 *
 * Waiting for the first result also lets the others work: the whole takes as long as the
 * longest task, and not as all together.
 *
 * Expected: "task N started, sleeping R secs" three times in any order, then
 *	finished task 1, slept R
 *	finished task 2, slept R
 *	finished task 3, slept R
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
	hd_future *futures[COUNT];

	lesson_begin(argc, argv, "E37: random sleeps, results in the order submitted.",
		     HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++)
		futures[i] = submit(ex, i + 1);
	for (int i = 0; i < COUNT; i++) {
		void *result;

		must(hd_future_result(futures[i], HD_FOREVER, &result));
		lesson_say("%s", (char *)result);
		hd_future_unref(futures[i]);
	}
	must(hd_executor_free(&ex));
	lesson_say("It took %.2f second(s) to finish.", lesson_elapsed());
	return lesson_end();
}
