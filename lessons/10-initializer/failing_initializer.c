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

static int submit(hd_executor *ex, int k, hd_future **future)
{
	char label[16];

	snprintf(label, sizeof label, "F-%d", k);
	hd_task job = {.fn = query, .label = label};
	return hd_executor_submit_task(ex, &job, future);
}

int main(int argc, char **argv)
{
	hd_future *futures[TASKS], *none;
	hd_executor *ex;
	hd_error error;
	int code;

	lesson_begin(argc, argv, "An initializer that fails breaks the pool.", 1, NULL);
	hd_executor_options options = {.initializer = connect_database,
				       .trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int k = 0; k < TASKS; k++)
		must(submit(ex, k + 1, &futures[k]));

	/* Accepted before anybody knew: the failure comes through the futures. */
	for (int k = 0; k < TASKS; k++) {
		must(hd_future_exception(futures[k], HD_FOREVER, &error));
		lesson_say("%.1f : F-%d failed with %s\n      %s", lesson_elapsed(),
			   k + 1, hd_error_name(error.code), error.message);
		hd_future_unref(futures[k]);
	}
	/* Refused: the failure is the call's own. */
	code = submit(ex, TASKS + 1, &none);
	lesson_say("%.1f : F-%d is refused with %s\n      %s", lesson_elapsed(),
		   TASKS + 1, hd_error_name(code), hd_strerror(code));
	must(hd_executor_free(&ex));
	return lesson_end();
}
