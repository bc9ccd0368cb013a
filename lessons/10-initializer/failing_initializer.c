/* SPDX-License-Identifier: MIT */
/* Beside E27 - an initializer that fails breaks the pool.
 *
 * The only worker tries for one unit to reach its database, and cannot.  Three tasks
 * wait behind it.  A pool whose workers cannot be set up would never run them, so it
 * says so: the three fail, and the fourth is refused.
 *
 * Output: F-1, F-2 and F-3 fail at 1.0 with HD_EBROKEN, none of them ran; submitting F-4
 * returns HD_EBROKEN.
 */
#include "lesson.h"

enum { TASKS = 3 };

static void *connect_database(void *arg)
{
	(void)arg;
	lesson_sleep(1);
	return hd_raise(111, "the database does not answer");
}

static void *query(void *arg)
{
	lesson_say("a query runs: this line must never be seen");
	return arg;
}

/* NULL if the pool refused the task: then the failure is the call's own. */
static hd_future *submit(hd_executor *ex, int k)
{
	hd_future *future = NULL;
	char label[16];
	int code;

	snprintf(label, sizeof label, "F-%d", k);
	hd_task job = {.fn = query, .label = label};
	code = hd_executor_submit_task(ex, &job, &future);
	if (code)
		lesson_say("%.1f : F-%d is refused with %s\n      %s", lesson_elapsed(),
			   k, hd_error_name(code), hd_strerror(code));
	return future;
}

static void report(hd_future *future)
{
	hd_error error;

	must(hd_future_exception(future, HD_FOREVER, &error));
	lesson_say("%.1f : %s failed with %s\n      %s", lesson_elapsed(),
		   hd_future_label(future), hd_error_name(error.code), error.message);
	hd_future_unref(future);
}

int main(int argc, char **argv)
{
	hd_future *futures[TASKS];
	hd_executor *ex;

	lesson_begin(argc, argv, "An initializer that fails breaks the pool.", 1, NULL);
	hd_executor_options options = {.initializer = connect_database,
				       .trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int k = 0; k < TASKS; k++)
		futures[k] = submit(ex, k + 1);

	/* Accepted before anybody knew: the failure comes through the futures. */
	for (int k = 0; k < TASKS; k++)
		if (futures[k])
			report(futures[k]);
	/* Too late: nobody is there to run it. */
	hd_future_unref(submit(ex, TASKS + 1));
	must(hd_executor_free(&ex));
	return lesson_end();
}
