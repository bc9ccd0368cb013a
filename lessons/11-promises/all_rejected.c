/* SPDX-License-Identifier: MIT */
/* Beside E6 - Promise.all is rejected as soon as one input is.
 *
 * Three jobs, of 1, 2 and 3 units; the second fails.  At 2 units the outcome is certain,
 * so nobody waits for the third; nor does anybody stop it.
 *
 * Output: "slept for 1 seconds"; at 2.0 "rejected : task 2 found no disk"; then "slept
 * for 3 seconds" and, at 3.0, that all jobs have ended.
 */
#include "lesson.h"

enum { JOBS = 3 };

static void *work(void *arg)
{
	int n = (int)(intptr_t)arg;

	lesson_sleep(n);
	if (n == 2)
		return hd_raise(2, "task %d found no disk", n);
	lesson_say("slept for %d seconds", n);
	return arg;
}

static hd_future *submit(hd_executor *ex, int n)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", n);
	hd_task task = {.fn = work, .arg = (void *)(intptr_t)n, .label = label};
	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

int main(int argc, char **argv)
{
	hd_future *futures[JOBS], *all;
	hd_executor *ex;
	hd_error reason;

	lesson_begin(argc, argv, "Promise.all, and one job fails.", HD_DEFAULT_WORKERS,
		     NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < JOBS; i++)
		futures[i] = submit(ex, i + 1);

	must(hd_promise_all(futures, JOBS, 0, &all));
	must(hd_future_exception(all, HD_FOREVER, &reason));
	lesson_say("%.1f : rejected : %s", lesson_elapsed(), reason.message);
	hd_future_unref(all);
	for (int i = 0; i < JOBS; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	lesson_say("%.1f : all jobs have ended", lesson_elapsed());
	return lesson_end();
}
