/* SPDX-License-Identifier: MIT */
/* E18 - waiting for all by leaving the pool's scope.
 *
 * Ten tasks on ten workers, each asleep for less than one unit, print their own number.
 * Nobody keeps a future.  Python ends the scope with the `with` block; C has no such
 * thing, so the last line of the scope says it: hd_executor_free, which waits for all
 * that was submitted, ends the threads and then takes the pool away.
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
	/* No future is asked for: nobody will wait for this one alone. */
	must(hd_executor_submit_task(ex, &job, NULL));
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "Waiting for all by leaving the scope.", 10, NULL);
	{
		hd_executor_options options = {.trace = lesson_trace()};
		hd_executor *ex;

		must(hd_executor_new_threads(lesson_workers(), &options, &ex));
		for (int k = 0; k < TASKS; k++)
			submit(ex, k);
		must(hd_executor_free(&ex));
	}
	lesson_say("All tasks are done!");
	return lesson_end();
}
