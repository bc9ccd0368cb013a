/* SPDX-License-Identifier: MIT */
/* E12 - five tasks speak for themselves, and nobody iterates over the map.
 *
 * Each tells that it is done.  When the executor has been freed all of them have.
 *
 * Expected: "Done: k" for each k from 0 to 4, in any order, then
 *	All done!
 */
#include "lesson.h"

static void *task(void *arg)
{
	int value = (int)(intptr_t)arg;

	lesson_sleep(lesson_random((unsigned)value));
	lesson_say("Done: %d", value);
	return arg;
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "E12: all tasks of a map run, iterated or not.",
		     HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	hd_input values = hd_range(0, 5);

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_map(ex, task, &values, 1, NULL, NULL));
	must(hd_executor_free(&ex));
	lesson_say("All done!");
	return lesson_end();
}
