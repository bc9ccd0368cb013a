/* SPDX-License-Identifier: MIT */
/* E28 - cancelling what has not started.
 *
 * Task F-x sleeps x units and gives x cubed; ten of them share five workers.  After 3.5
 * units F-1, F-2 and F-3 have finished, F-4 to F-8 run, F-9 and F-10 still wait.  We try
 * to cancel all that does not run: for the finished ones it is too late.
 *
 * Output: "Task (F-9) cancelled : True" and the same for F-10, for no other; "8 Futures
 * Completed successfully" with their cubes; "2 Futures Cancelled."  It ends at 11 units,
 * when F-8 does.
 */
#include "lesson.h"

enum { TASKS = 10 };

static void *cube(void *arg)
{
	intptr_t x = (intptr_t)arg;

	lesson_sleep((double)x);
	return (void *)(x * x * x);
}

static hd_future *submit(hd_executor *ex, int x)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", x);
	hd_task job = {.fn = cube, .arg = (void *)(intptr_t)x, .label = label};
	must(hd_executor_submit_task(ex, &job, &future));
	return future;
}

/* Between the question "does it run?" and cancel() a task may start.  That is why cancel
 * has an answer of its own, and only that answer counts. */
static void cancel_if_not_running(hd_future *future)
{
	const char *name = hd_future_label(future);

	if (hd_future_running(future))
		return;
	lesson_say("Task (%s) does not run. Is it too late to cancel it?", name);
	if (hd_future_cancel(future))
		lesson_say("Task (%s) cancelled : %s", name,
			   hd_future_cancelled(future) ? "True" : "False");
}

static void report(hd_future **futures)
{
	int results[TASKS], count = 0;
	void *value;

	for (int i = 0; i < TASKS; i++) {
		if (hd_future_cancelled(futures[i]))
			continue;
		must(hd_future_result(futures[i], HD_FOREVER, &value));
		results[count++] = (int)(intptr_t)value;
	}
	printf("%d Futures Completed successfully\nResults : [", count);
	for (int i = 0; i < count; i++)
		printf("%s%d", i ? ", " : "", results[i]);
	printf("]\n%d Futures Cancelled.\n", TASKS - count);
}

int main(int argc, char **argv)
{
	hd_future *futures[TASKS];
	hd_executor *ex;

	lesson_begin(argc, argv, "Cancelling what has not started.", 5, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < TASKS; i++)
		futures[i] = submit(ex, i + 1);
	lesson_say("%d tasks submitted. In 3.5 units we cancel what still waits.", TASKS);
	lesson_sleep(3.5);

	for (int i = 0; i < TASKS; i++)
		cancel_if_not_running(futures[i]);
	report(futures);
	lesson_say("All ended at %.1f", lesson_elapsed());

	for (int i = 0; i < TASKS; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	return lesson_end();
}
