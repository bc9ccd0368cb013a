/* SPDX-License-Identifier: MIT */
/* E7 - Promise.allSettled: how did each of them end?
 *
 * Three jobs, of 1, 2 and 1 units, on a default pool.  The answer is a row for each, in
 * the order of the inputs.
 *
 * Output: "sleeping for N seconds" three times and "slept for N seconds" three times,
 * then, after 2 units, three rows such as
 *	JobResult(status='fulfilled', value='task 1', reason=None)
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

static void print_row(const hd_settled *row)
{
	if (row->status == HD_FULFILLED)
		lesson_say("JobResult(status='fulfilled', value='%s', reason=None)",
			   (char *)row->value);
	else
		lesson_say("JobResult(status='rejected', value=None, reason='%s')",
			   row->reason.message);
}

int main(int argc, char **argv)
{
	struct job jobs[JOBS] = {{1, 1}, {2, 2}, {1, 3}};
	hd_future *futures[JOBS], *settled;
	hd_executor *ex;
	void *rows;

	lesson_begin(argc, argv, "Promise.allSettled over three jobs.",
		     HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < JOBS; i++)
		futures[i] = submit(ex, &jobs[i]);

	/* It never fails itself: what went wrong in a job is a row of the answer. */
	must(hd_promise_all_settled(futures, JOBS, &settled));
	must(hd_future_result(settled, HD_FOREVER, &rows));
	for (int i = 0; i < JOBS; i++)
		print_row((const hd_settled *)rows + i);

	hd_future_unref(settled);
	for (int i = 0; i < JOBS; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	return lesson_end();
}
