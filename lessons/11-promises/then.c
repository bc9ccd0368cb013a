/* SPDX-License-Identifier: MIT */
/* Beside E6 - then: what to do with a result, said before it is there.
 *
 * F-1 gives 3 after one unit.  The chain cubes it; finds the cube too big and raises;
 * skips a step that is only for values; and recovers with a step that is only for
 * reasons.  Each then() is a new future, so every link can be looked at.
 *
 * Output, exactly: three lines of steps, by the worker, then the five links.
 *	cubing 3
 *	checking 27
 *	recovering from "27 is too big"
 *	F-1 : 3
 *	cubed : 27
 *	checked : rejected, 27 is too big
 *	halved : rejected, 27 is too big
 *	recovered : 0
 */
#include "lesson.h"

static void *three(void *arg)
{
	(void)arg;
	lesson_sleep(1);
	return (void *)3;
}

static void *cube(void *value, void *arg)
{
	intptr_t x = (intptr_t)value;

	(void)arg;
	lesson_say("cubing %d", (int)x);
	return (void *)(x * x * x);
}

static void *check(void *value, void *limit)
{
	lesson_say("checking %d", (int)(intptr_t)value);
	if ((intptr_t)value > (intptr_t)limit)
		return hd_raise(1, "%d is too big", (int)(intptr_t)value);
	return value;
}

static void *halve(void *value, void *arg)
{
	(void)arg;
	lesson_say("halving %d: this line must never be seen", (int)(intptr_t)value);
	return (void *)((intptr_t)value / 2);
}

static void *recover(const hd_error *reason, void *instead)
{
	lesson_say("recovering from \"%s\"", reason->message);
	return instead;
}

static void print_link(const char *name, hd_future *future)
{
	hd_error reason;
	void *value = NULL;

	must(hd_future_exception(future, HD_FOREVER, &reason));
	if (reason.code) {
		lesson_say("%s : rejected, %s", name, reason.message);
	} else {
		must(hd_future_result(future, HD_FOREVER, &value));
		lesson_say("%s : %d", name, (int)(intptr_t)value);
	}
	hd_future_unref(future);
}

int main(int argc, char **argv)
{
	hd_task task = {.fn = three, .label = "F-1"};
	hd_future *first, *cubed, *checked, *halved, *recovered;
	hd_executor *ex;

	lesson_begin(argc, argv, "A chain of then.", HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_submit_task(ex, &task, &first));
	must(hd_promise_then(first, cube, NULL, NULL, &cubed));
	must(hd_promise_then(cubed, check, NULL, (void *)20, &checked));
	must(hd_promise_then(checked, halve, NULL, NULL, &halved));
	must(hd_promise_then(halved, NULL, recover, (void *)0, &recovered));
	/* The steps ran in the worker, so that the end of the pool is theirs too. */
	must(hd_executor_free(&ex));

	print_link("F-1", first);
	print_link("cubed", cubed);
	print_link("checked", checked);
	print_link("halved", halved);
	print_link("recovered", recovered);
	return lesson_end();
}
