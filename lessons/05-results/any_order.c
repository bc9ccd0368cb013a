/* SPDX-License-Identifier: MIT */
/* E4 - as_completed over futures that are all done already.
 *
 * The executor is freed first, so nothing is left to wait for: as_completed gives every
 * future at once, and promises no order among those that were done when it was asked.
 *
 * Expected: the sleepers' lines, then "task 1", "task 2" and "task 3" in any order.
 */
#include "lesson.h"

static struct job {
	int seconds, order;
} jobs[] = {{1, 1}, {2, 2}, {1, 3}};

enum { JOBS = sizeof jobs / sizeof *jobs };

static void *work(void *arg)
{
	struct job *job = arg;
	char result[32];

	lesson_say("sleeping for %d seconds", job->seconds);
	lesson_sleep(job->seconds);
	lesson_say("slept for %d seconds", job->seconds);
	snprintf(result, sizeof result, "task %d", job->order);
	return hd_return_copy(result,
			      sizeof result); /* result[] ends with this function */
}

static void submit_all(hd_executor *ex, hd_future **futures)
{
	for (int i = 0; i < JOBS; i++) {
		char label[32];

		snprintf(label, sizeof label, "task %d", jobs[i].order);
		hd_task task = {.fn = work, .arg = &jobs[i], .label = label};
		must(hd_executor_submit_task(ex, &task, &futures[i]));
	}
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_future *futures[JOBS], *future;
	hd_as_completed *it;
	int code;

	lesson_begin(argc, argv, "E4: results when all are there, in any order.", 2,
		     NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	submit_all(ex, futures);
	must(hd_executor_free(&ex)); /* waits; the futures live on */

	must(hd_as_completed_new(futures, JOBS, HD_FOREVER, &it));
	while ((code = hd_as_completed_next(it, &future)) == 0) {
		void *result;

		must(hd_future_result(future, HD_FOREVER, &result));
		lesson_say("%s", (char *)result);
	}
	must(code == HD_END ? 0 : code);
	hd_as_completed_free(&it);
	for (int i = 0; i < JOBS; i++)
		hd_future_unref(futures[i]);
	return lesson_end();
}
