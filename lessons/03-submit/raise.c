/* SPDX-License-Identifier: MIT */
/* E21 with a bad input - a task that raises, and who gets to know.
 *
 * A task fails with `return hd_raise(code, words)`.  The failure is kept in its own
 * future: the worker lives on, and so do the other tasks.  result says that it failed,
 * exception says why; asking twice gives the same answer.
 *
 * Expected:
 *	10 / 5: result 2
 *	10 / 5: exception none
 *	10 / 0: result HD_EFAILED, the task failed; its exception says why
 *	10 / 0: exception 33, division of 10 by zero
 *	10 / 2: result 5
 *	10 / 2: exception none
 */
#include <errno.h>

#include "lesson.h"

/* Any code but 0 will do.  An errno that fits tells the reader something. */
static void *divide_ten(void *arg)
{
	int divisor = (int)(intptr_t)arg;

	if (divisor == 0)
		return hd_raise(EDOM, "division of %d by zero", 10);
	return (void *)(intptr_t)(10 / divisor);
}

static hd_future *submit(hd_executor *ex, int divisor)
{
	char label[32];
	hd_future *future;

	snprintf(label, sizeof label, "10 / %d", divisor);
	hd_task task = {
		.fn = divide_ten, .arg = (void *)(intptr_t)divisor, .label = label};
	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

static void show(hd_future *future)
{
	const char *label = hd_future_label(future);
	void *result;
	hd_error error;
	int code = hd_future_result(future, HD_FOREVER, &result);

	if (code == 0)
		lesson_say("%s: result %d", label, (int)(intptr_t)result);
	else
		lesson_say("%s: result %s, %s", label, hd_error_name(code),
			   hd_strerror(code));

	/* Whether one could ask is one thing, what the answer says another. */
	must(hd_future_exception(future, HD_FOREVER, &error));
	if (error.code == 0)
		lesson_say("%s: exception none", label);
	else
		lesson_say("%s: exception %d, %s", label, error.code, error.message);
}

int main(int argc, char **argv)
{
	static const int divisors[] = {5, 0, 2};
	hd_executor *ex;
	hd_future *futures[3];

	lesson_begin(argc, argv, "A task that raises.", 2, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < 3; i++)
		futures[i] = submit(ex, divisors[i]);
	for (int i = 0; i < 3; i++) {
		show(futures[i]);
		hd_future_unref(futures[i]);
	}
	must(hd_executor_free(&ex));
	return lesson_end();
}
