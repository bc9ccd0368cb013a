/* SPDX-License-Identifier: MIT */
/* E20 - the first result is enough: shut down without waiting, and let main end.
 *
 * Ten tasks on ten workers, each asleep for less than one unit.  Main takes the first
 * result, shuts the pool down without waiting, cancels what has not started (with ten
 * workers: nothing) and is done.  What runs is not torn down: the process lives until it
 * has ended.
 *
 * Output: one number alone on its line; "main ends at ..."; and "task k ended at ..."
 * for all ten, most of them after main.
 */
#include "lesson.h"

enum { TASKS = 10 };

static void *task(void *arg)
{
	int k = (int)(intptr_t)arg;

	lesson_sleep(lesson_random((unsigned)k));
	lesson_say("task %d ended at %.1f", k, lesson_elapsed());
	return arg;
}

static hd_future *submit(hd_executor *ex, int k)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", k);
	hd_task job = {.fn = task, .arg = (void *)(intptr_t)k, .label = label};
	must(hd_executor_submit_task(ex, &job, &future));
	return future;
}

static void print_first(hd_future **futures)
{
	hd_wait_sets sets;
	void *value;

	must(hd_wait(futures, TASKS, HD_FOREVER, HD_FIRST_COMPLETED, &sets));
	must(hd_future_result(sets.done[0], HD_FOREVER, &value));
	lesson_say("%d", (int)(intptr_t)value);
	hd_wait_sets_free(&sets);
}

int main(int argc, char **argv)
{
	const bool wait = false, cancel_futures = true;
	hd_future *futures[TASKS];
	hd_executor *ex;

	lesson_begin(argc, argv, "The first result, and a shutdown that does not wait.",
		     10, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int k = 0; k < TASKS; k++)
		futures[k] = submit(ex, k);
	print_first(futures);
	must(hd_executor_shutdown(ex, wait, cancel_futures));
	for (int k = 0; k < TASKS; k++)
		hd_future_unref(futures[k]);
	/* free would wait; drop lets go, and what runs is waited for when main has ended. */
	hd_executor_drop(&ex);
	lesson_say("main ends at %.1f", lesson_elapsed());

	/* A trace is written before main ends, and should show how it went on. */
	if (lesson_trace())
		hd_shutdown_all();
	return lesson_end();
}
