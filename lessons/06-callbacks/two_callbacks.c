/* SPDX-License-Identifier: MIT */
/* E16 - two callbacks on each future: they run in the order in which they were added.
 *
 * Ten tasks on ten workers, each asleep for less than one unit.  Which task ends first
 * is chance; that its second callback comes after its first is not.
 *
 * Output: "Callback 1: k" and "Callback 2: k" for k from 0 to 9; for each k the first
 * comes before the second.  Lines of other tasks may stand between the two.
 */
#include "lesson.h"

enum { TASKS = 10 };

static void *task(void *arg)
{
	lesson_sleep(lesson_random((unsigned)(intptr_t)arg));
	return arg;
}

static void *callback(hd_future *future, void *number)
{
	void *value;

	must(hd_future_result(future, HD_FOREVER, &value));
	lesson_say("Callback %d: %d", (int)(intptr_t)number, (int)(intptr_t)value);
	return NULL;
}

/* The callbacks are there before the task is.  Added after submit, the second might meet
 * a future that is done already: it would run at once, in this thread, while a worker is
 * still busy with the first. */
static void submit(hd_executor *ex, int k)
{
	hd_future *future;
	char label[16];

	must(hd_future_new(&future));
	must(hd_future_add_done_callback(future, callback, (void *)1));
	must(hd_future_add_done_callback(future, callback, (void *)2));

	snprintf(label, sizeof label, "F-%d", k);
	hd_task job = {
		.fn = task, .arg = (void *)(intptr_t)k, .label = label, .future = future};
	must(hd_executor_submit_task(ex, &job, NULL));
	hd_future_unref(future);
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "Two callbacks a task run in the order added.", 10,
		     NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int k = 0; k < TASKS; k++)
		submit(ex, k);
	must(hd_executor_free(&ex));
	return lesson_end();
}
