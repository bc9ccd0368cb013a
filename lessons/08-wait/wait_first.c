/* SPDX-License-Identifier: MIT */
/* E20 (its first half) - waiting for the first of ten.
 *
 * Ten tasks on ten workers, each asleep for less than one unit.  We want the result of
 * whichever ends first, and that is not the one that was submitted first.
 *
 * Output: one number from 0 to 9.
 */
#include "lesson.h"

enum { TASKS = 10 };

static void *task(void *arg)
{
	lesson_sleep(lesson_random((unsigned)(intptr_t)arg));
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

int main(int argc, char **argv)
{
	hd_future *futures[TASKS];
	hd_wait_sets sets;
	hd_executor *ex;
	void *value;

	lesson_begin(argc, argv, "Waiting for the first of ten tasks.", 10, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int k = 0; k < TASKS; k++)
		futures[k] = submit(ex, k);

	/* Several may be done by the time we look; each of them is in sets.done, and the
	 * first there is one that finished.  futures[0] is only one that was submitted. */
	must(hd_wait(futures, TASKS, HD_FOREVER, HD_FIRST_COMPLETED, &sets));
	must(hd_future_result(sets.done[0], HD_FOREVER, &value));
	lesson_say("%d", (int)(intptr_t)value);
	hd_wait_sets_free(&sets);

	for (int k = 0; k < TASKS; k++)
		hd_future_unref(futures[k]);
	/* Waits for the nine others.  How not to: lesson 09, no_wait.c. */
	must(hd_executor_free(&ex));
	return lesson_end();
}
