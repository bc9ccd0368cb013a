/* SPDX-License-Identifier: MIT */
/* E5 - the tasks of E4, their results in the order they were submitted.
 *
 * One thing changes: the loop goes over the array of futures, and not over as_completed.
 * The order of the array is the order of the results, whatever the workers did.
 *
 * Expected: the sleepers' lines, then
 *	task 1
 *	task 2
 *	task 3
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
	return hd_return_copy(result, sizeof result);
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
	hd_future *futures[JOBS];

	lesson_begin(argc, argv, "E5: results in the order submitted.", 2, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	submit_all(ex, futures);
	must(hd_executor_free(&ex));

	for (int i = 0; i < JOBS; i++) {
		void *result;

		must(hd_future_result(futures[i], HD_FOREVER, &result));
		lesson_say("%s", (char *)result);
		hd_future_unref(futures[i]);
	}
	return lesson_end();
}
