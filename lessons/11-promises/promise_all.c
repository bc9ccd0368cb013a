/* SPDX-License-Identifier: MIT */
/* E6 - Promise.all: one future for three, with the values in the order of the inputs.
 *
 * Three jobs, of 1, 2 and 1 units, on a default pool.  The third ends before the second;
 * its value stands third all the same.
 *
 * Output: "sleeping for N seconds" three times and "slept for N seconds" three times,
 * then ['task 1', 'task 2', 'task 3'], after 2 units.
 */
#include "lesson.h"

enum { JOBS = 3 };

struct job {
	int seconds, order;
};

static void *work(void *arg)
{
	const struct job *job = arg;
	char result[32];

	lesson_say("sleeping for %d seconds", job->seconds);
	lesson_sleep(job->seconds);
	lesson_say("slept for %d seconds", job->seconds);
	int length = snprintf(result, sizeof result, "task %d", job->order);
	return hd_return_copy(result, (size_t)length + 1);
}

static hd_future *submit(hd_executor *ex, struct job *job)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", job->order);
	hd_task task = {.fn = work, .arg = job, .label = label};
	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

int main(int argc, char **argv)
{
	struct job jobs[JOBS] = {{1, 1}, {2, 2}, {1, 3}};
	hd_future *futures[JOBS], *all;
	hd_executor *ex;
	void *values;

	lesson_begin(argc, argv, "Promise.all over three jobs.", HD_DEFAULT_WORKERS,
		     NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < JOBS; i++)
		futures[i] = submit(ex, &jobs[i]);

	must(hd_promise_all(futures, JOBS, 0, &all));
	must(hd_future_result(all, HD_FOREVER, &values));
	/* The array is the promise's, the strings are the jobs' futures': we hold both. */
	printf("[");
	for (int i = 0; i < JOBS; i++)
		printf("%s'%s'", i ? ", " : "", ((char **)values)[i]);
	puts("]");

	hd_future_unref(all);
	for (int i = 0; i < JOBS; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	return lesson_end();
}
