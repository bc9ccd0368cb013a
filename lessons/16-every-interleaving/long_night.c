/* SPDX-License-Identifier: MIT */
/* Ten sleepers, from one hour to ten, on five workers: fifteen hours.
 *
 * Under explore nobody waits for them: when no thread can run, the clock moves to the next
 * moment at which one can.  What the program sees, prints and measures is the same.
 */
#include "lesson.h"

static const double hour = 3600;

static void *sleeper(void *arg)
{
	const int *hours = arg;

	lesson_sleep(*hours * hour);
	lesson_say("%4.1f h : slept for %2d hours", lesson_elapsed() / hour, *hours);
	return NULL;
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "Ten sleepers on five workers, one to ten hours.", 5,
		     NULL);
	must(hd_executor_new_threads(lesson_workers(), NULL, &ex));
	for (int hours = 1; hours <= 10; hours++)
		must(hd_executor_submit_copy(ex, sleeper, &hours, sizeof hours, NULL));
	must(hd_executor_free(&ex));
	lesson_say("%4.1f h : everybody is awake", lesson_elapsed() / hour);
	return lesson_end();
}
