/* SPDX-License-Identifier: MIT */
/* Ten sleepers, from one hour to ten, on five workers: fifteen hours.
 *
 * An hour is one unit here, and a real one with --unit 3600.  Under explore nobody waits for
 * it: when no thread can run, the clock moves to the next moment at which one can.  What the
 * program sees, prints and measures is the same.
 */
#include "lesson.h"

static void *sleeper(void *arg)
{
	const int *hours = arg;

	lesson_sleep(*hours);
	lesson_say("%4.1f h : slept for %2d hours", lesson_elapsed(), *hours);
	return NULL;
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "Ten sleepers on five workers, one to ten hours.", 5,
		     NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int hours = 1; hours <= 10; hours++)
		must(hd_executor_submit_copy(ex, sleeper, &hours, sizeof hours, NULL));
	must(hd_executor_free(&ex));
	lesson_say("%4.1f h : everybody is awake", lesson_elapsed());
	return lesson_end();
}
