/* SPDX-License-Identifier: MIT */
/* Beside E15 - a callback that fails is reported, and ignored.
 *
 * The first of two callbacks raises.  Nobody waits for a callback, so there is nobody to
 * tell: the failure goes to a hook of the process, which by default writes one line on
 * stderr.  The second callback runs all the same, and the task's result is untouched.
 *
 * Output, in this order: the round of F-1 (with one more line on stderr), then the round
 * of F-2, in which the hook's line stands between the lines of the two callbacks.
 */
#include "lesson.h"

static void *answer(void *arg)
{
	(void)arg;
	return (void *)42;
}

static void *fails(hd_future *future, void *arg)
{
	(void)arg;
	lesson_say("%s, callback 1 : fails", hd_future_label(future));
	return hd_raise(7, "the log is full");
}

static void *succeeds(hd_future *future, void *arg)
{
	(void)arg;
	lesson_say("%s, callback 2 : runs all the same", hd_future_label(future));
	return NULL;
}

static void hook(hd_future *future, const hd_error *error, void *arg)
{
	lesson_say("%s, %s : code %d, %s", hd_future_label(future), (const char *)arg,
		   error->code, error->message);
}

/* A pool of its own for each round: to free it is to wait for the callbacks. */
static void one_round(const char *label)
{
	hd_executor_options options = {.trace = lesson_trace()};
	hd_executor *ex;
	hd_future *future;
	void *value;

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_future_new(&future));
	must(hd_future_add_done_callback(future, fails, NULL));
	must(hd_future_add_done_callback(future, succeeds, NULL));
	hd_task job = {.fn = answer, .label = label, .future = future};
	must(hd_executor_submit_task(ex, &job, NULL));
	must(hd_executor_free(&ex));

	must(hd_future_result(future, HD_FOREVER, &value));
	lesson_say("%s, result : %d", label, (int)(intptr_t)value);
	hd_future_unref(future);
}

int main(int argc, char **argv)
{
	static char name[] = "the hook";

	lesson_begin(argc, argv, "A callback that fails is reported and ignored.", 1,
		     NULL);
	one_round("F-1");
	hd_set_callback_hook(hook, name);
	one_round("F-2");
	hd_set_callback_hook(NULL, NULL);
	return lesson_end();
}
