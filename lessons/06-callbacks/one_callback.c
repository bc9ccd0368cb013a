/* SPDX-License-Identifier: MIT */
/* E15 - one callback: the program does not ask for results, results call the program.
 *
 * Ten tasks on ten workers, each asleep for less than one unit.  Each future gets one
 * callback, which prints the result in the thread that has just computed it.
 *
 * Output: the numbers 0 to 9, one a line, in the order in which the tasks end.
 */
#include "lesson.h"

enum { TASKS = 10 };

static void *task(void *arg)
{
	lesson_sleep(lesson_random((unsigned)(intptr_t)arg));
	return arg;
}

/* The future is done when this is called, so result() gives its value and never waits.
 */
static void *print_result(hd_future *future, void *arg)
{
	void *value;

	(void)arg;
	must(hd_future_result(future, HD_FOREVER, &value));
	lesson_say("%d", (int)(intptr_t)value);
	return NULL;
}

static void submit(hd_executor *ex, int k)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", k);
	hd_task job = {.fn = task, .arg = (void *)(intptr_t)k, .label = label};
	must(hd_executor_submit_task(ex, &job, &future));
	must(hd_future_add_done_callback(future, print_result, NULL));
	/* Until the callback has run the pool keeps the future alive: we may let go. */
	hd_future_unref(future);
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "One callback a task prints its result.", 10, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int k = 0; k < TASKS; k++)
		submit(ex, k);
	/* Waits for the tasks and for their callbacks: both run in the workers. */
	must(hd_executor_free(&ex));
	return lesson_end();
}
