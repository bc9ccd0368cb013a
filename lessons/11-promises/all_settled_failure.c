/* SPDX-License-Identifier: MIT */
/* Beside E7 - one job fails, and the others are unharmed.
 *
 * Four jobs, of 1, 2, 1 and 1 units, on a default pool.  The second fails.
 *
 * Output: "sleeping for N seconds" four times and "slept for N seconds" three times,
 * then, after 2 units, four rows in the order of the inputs, the second of them:
 *	JobResult(status='rejected', value=None, reason='task 2 found no disk')
 */
#include "lesson.h"

enum { JOBS = 4 };

struct job {
	int seconds, order;
	bool fails;
};

static void *work(void *arg)
{
	const struct job *job = arg;
	char result[32];

	lesson_say("sleeping for %d seconds", job->seconds);
	lesson_sleep(job->seconds);
	if (job->fails)
		return hd_raise(2, "task %d found no disk", job->order);
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
	struct job jobs[JOBS] = {
		{1, 1, false}, {2, 2, true}, {1, 3, false}, {1, 4, false}};
	hd_future *futures[JOBS], *settled;
	hd_executor *ex;
	void *rows;

	lesson_begin(argc, argv, "Promise.allSettled, and one job fails.",
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
