/* SPDX-License-Identifier: MIT */
/* E17 - submit and wait for all.
 *
 * Ten tasks on ten workers, each asleep for less than one unit, print their own number.
 * Main has nothing to collect; it only wants to know that all is over.
 *
 * Output: the numbers 0 to 9, one a line, in the order in which the tasks end; then,
 * always last, "All tasks are done!".
 */
#include "lesson.h"

enum { TASKS = 10 };

static void *task(void *arg)
{
	int k = (int)(intptr_t)arg;

	lesson_sleep(lesson_random((unsigned)k));
	lesson_say("%d", k);
	return NULL;
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
	hd_executor *ex;

	lesson_begin(argc, argv, "Waiting for all of ten tasks.", 10, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int k = 0; k < TASKS; k++)
		futures[k] = submit(ex, k);

	/* The pool stays open: this waits for these ten, whatever else it may have to do. */
	must(hd_wait(futures, TASKS, HD_FOREVER, HD_ALL_COMPLETED, NULL));
	lesson_say("All tasks are done!");

	for (int k = 0; k < TASKS; k++)
		hd_future_unref(futures[k]);
	must(hd_executor_free(&ex));
	return lesson_end();
}
