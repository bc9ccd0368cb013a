/* SPDX-License-Identifier: MIT */
/* E15 broken - a callback that blocks holds up its worker.
 *
 * Wrong: send_report, a callback, takes three units.  It looks like an afterthought that
 * costs the pool nothing; but it runs in the worker that ended the task, and until it
 * returns that worker takes no other.
 *
 * A run shows: four tasks of one unit on two workers, so F-3 and F-4 are due at 1.0.
 * They start at 4.0.  Exit status 1 if a task started late, 0 if none did (with
 * --workers 4).  To mend it, let the callback submit the slow work as a task of its own,
 * or, if it must not get in the way of other tasks, to another pool.
 */
#include "lesson.h"

enum { TASKS = 4 };

static double started[TASKS]; /* each written by its task, read when the pool is gone */

static void *work(void *arg)
{
	int i = (int)(intptr_t)arg;

	started[i] = lesson_elapsed();
	lesson_say("%.1f : F-%d starts", started[i], i + 1);
	lesson_sleep(1);
	return NULL;
}

static void *send_report(hd_future *future, void *arg)
{
	(void)arg;
	lesson_sleep(3);
	lesson_say("%.1f : %s is reported", lesson_elapsed(), hd_future_label(future));
	return NULL;
}

static void submit(hd_executor *ex, int i)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", i + 1);
	hd_task job = {.fn = work, .arg = (void *)(intptr_t)i, .label = label};
	must(hd_executor_submit_task(ex, &job, &future));
	must(hd_future_add_done_callback(future, send_report, NULL));
	hd_future_unref(future);
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	int late = 0;

	lesson_begin(argc, argv, "Broken: a callback that blocks.", 2, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < TASKS; i++)
		submit(ex, i);
	must(hd_executor_free(&ex));

	for (int i = 0; i < TASKS; i++) {
		double due = i / lesson_workers();

		if (started[i] > due + 1) {
			lesson_say("F-%d was due at %.1f, and started at %.1f", i + 1,
				   due, started[i]);
			late++;
		}
	}
	return lesson_end() || late;
}
