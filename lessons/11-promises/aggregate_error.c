/* SPDX-License-Identifier: MIT */
/* Beside E6 - Promise.any when all fail: one failure that holds all reasons.
 *
 * Three mirrors refuse, the last one first: after 3, 2 and 1 units.  The reasons come in
 * the order of the inputs, not in the order of the failures.
 *
 * Output: "mirror 3 refuses" to "mirror 1 refuses" as they happen; then, at 3.0,
 * HD_EAGGREGATE, and the reasons of mirror 1, mirror 2, mirror 3.
 */
#include "lesson.h"

enum { MIRRORS = 3 };

static void *ask_mirror(void *arg)
{
	int n = (int)(intptr_t)arg;

	lesson_sleep(MIRRORS + 1 - n);
	lesson_say("%.1f : mirror %d refuses", lesson_elapsed(), n);
	return hd_raise(400 + n, "mirror %d refused", n);
}

static hd_future *submit(hd_executor *ex, int n)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", n);
	hd_task task = {.fn = ask_mirror, .arg = (void *)(intptr_t)n, .label = label};
	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

static void print_reasons(const hd_error *error)
{
	const hd_aggregate *all = error->data;

	lesson_say("%.1f : %s : %s", lesson_elapsed(), hd_error_name(error->code),
		   error->message);
	for (size_t i = 0; i < all->count; i++)
		lesson_say("reason %zu : code %d, %s", i + 1, all->reasons[i].code,
			   all->reasons[i].message);
}

int main(int argc, char **argv)
{
	hd_future *futures[MIRRORS], *any;
	hd_executor *ex;
	hd_error error;

	lesson_begin(argc, argv, "Promise.any when all fail.", HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < MIRRORS; i++)
		futures[i] = submit(ex, i + 1);

	must(hd_promise_any(futures, MIRRORS, 0, &any));
	must(hd_future_exception(any, HD_FOREVER, &error));
	print_reasons(&error); /* it lives as long as our reference to the promise */
	hd_future_unref(any);
	for (int i = 0; i < MIRRORS; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	return lesson_end();
}
