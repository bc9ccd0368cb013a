/* SPDX-License-Identifier: MIT */
/* Beside E6 - Promise.any: the first that succeeds, whatever failed before it.
 *
 * Three mirrors: the first refuses after 1 unit, the second answers after 2, the third
 * after 3.
 *
 * Output: at 2.0 "any : the answer of mirror 2".
 */
#include "lesson.h"

enum { MIRRORS = 3 };

static void *ask_mirror(void *arg)
{
	int n = (int)(intptr_t)arg;

	lesson_sleep(n);
	if (n == 1)
		return hd_raise(1, "mirror %d refuses", n);
	return arg;
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

int main(int argc, char **argv)
{
	hd_future *futures[MIRRORS], *any;
	hd_executor *ex;
	void *value;

	lesson_begin(argc, argv, "Promise.any over three mirrors.", HD_DEFAULT_WORKERS,
		     NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < MIRRORS; i++)
		futures[i] = submit(ex, i + 1);

	must(hd_promise_any(futures, MIRRORS, 0, &any));
	must(hd_future_result(any, HD_FOREVER, &value));
	lesson_say("%.1f : any : the answer of mirror %d", lesson_elapsed(),
		   (int)(intptr_t)value);
	hd_future_unref(any);
	for (int i = 0; i < MIRRORS; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	return lesson_end();
}
