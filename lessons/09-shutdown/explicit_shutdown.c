/* SPDX-License-Identifier: MIT */
/* E19 - waiting for all by shutting the pool down.
 *
 * Ten tasks on ten workers, each asleep for less than one unit, print their own number.
 * shutdown() refuses new work from now on, waits until the old is done, and leaves the
 * pool there to be asked; free, later, has nothing left to wait for.
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

static void submit(hd_executor *ex, int k)
{
	char label[16];

	snprintf(label, sizeof label, "F-%d", k);
	hd_task job = {.fn = task, .arg = (void *)(intptr_t)k, .label = label};
	must(hd_executor_submit_task(ex, &job, NULL));
}

int main(int argc, char **argv)
{
	const bool wait = true, cancel_futures = false;
	hd_executor *ex;

	lesson_begin(argc, argv, "Waiting for all by shutting down.", 10, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int k = 0; k < TASKS; k++)
		submit(ex, k);
	must(hd_executor_shutdown(ex, wait, cancel_futures));
	lesson_say("All tasks are done!");
	must(hd_executor_free(&ex));
	return lesson_end();
}
