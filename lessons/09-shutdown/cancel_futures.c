/* SPDX-License-Identifier: MIT */
/* Beside E20 - shutting down with and without cancel_futures.
 *
 * Six tasks of one unit on two workers.  After half a unit, when F-1 and F-2 run, the
 * pool is shut down, and we wait.  Round one lets the queue run empty; round two cancels
 * it.  Each pool is shut down twice: that is allowed, and the second time there is
 * nothing to do.
 *
 * Output: round one, 6 finished, 0 cancelled, after 3 units; round two, 2 finished, 4
 * cancelled, after 1 unit.
 */
#include "lesson.h"

enum { TASKS = 6 };

static void *work(void *arg)
{
	lesson_sleep(1);
	return arg;
}

static hd_future *submit(hd_executor *ex, int k)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", k);
	hd_task job = {.fn = work, .label = label};
	must(hd_executor_submit_task(ex, &job, &future));
	return future;
}

static void one_round(int number, bool cancel_futures)
{
	hd_executor_options options = {.trace = lesson_trace()};
	hd_future *futures[TASKS];
	hd_executor *ex;
	double start = lesson_elapsed();
	int cancelled = 0;

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int k = 0; k < TASKS; k++)
		futures[k] = submit(ex, k + 1);
	lesson_sleep(0.5);
	must(hd_executor_shutdown(ex, true, cancel_futures));
	must(hd_executor_shutdown(ex, true, cancel_futures));

	for (int k = 0; k < TASKS; k++) {
		cancelled += hd_future_cancelled(futures[k]);
		hd_future_unref(futures[k]);
	}
	lesson_say("Round %d : %d finished, %d cancelled, after %.1f", number,
		   TASKS - cancelled, cancelled, lesson_elapsed() - start);
	must(hd_executor_free(&ex));
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "Shutting down, with the queue run or cancelled.", 2,
		     NULL);
	one_round(1, false);
	one_round(2, true);
	return lesson_end();
}
