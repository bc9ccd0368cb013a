/* SPDX-License-Identifier: MIT */
/* E20 broken - waiting for the first, and taking the wrong one.
 *
 * Wrong: wait() says that one is done, and main takes futures[0], which is only the one
 * that was submitted first.  Asking a future that is not done for its result waits for
 * it, so the mistake does not even look like one: it is slow, and the answer is
 * another's.
 *
 * A run shows: one of three mirrors has answered at 1.0, the "fastest" is printed at
 * 5.0, and it is the slowest.  Exit status 1 if the one that was taken is not one that
 * was done; 0 if chance was kind.  To mend it, take sets.done[0].
 */
#include "lesson.h"

enum { MIRRORS = 3 };

static void *ask_mirror(void *arg)
{
	lesson_sleep((double)(intptr_t)arg);
	return arg;
}

static hd_future *submit(hd_executor *ex, const char *label, int units)
{
	hd_task job = {.fn = ask_mirror, .arg = (void *)(intptr_t)units, .label = label};
	hd_future *future;

	must(hd_executor_submit_task(ex, &job, &future));
	return future;
}

int main(int argc, char **argv)
{
	hd_wait_sets sets;
	hd_executor *ex;
	void *units;
	bool wrong = true;

	lesson_begin(argc, argv, "Broken: the first to be submitted, not to be done.", 3,
		     NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	hd_future *futures[MIRRORS] = {submit(ex, "F-1", 5), submit(ex, "F-2", 1),
				       submit(ex, "F-3", 3)};

	must(hd_wait(futures, MIRRORS, HD_FOREVER, HD_FIRST_COMPLETED, &sets));
	lesson_say("%.1f : a mirror has answered", lesson_elapsed());
	must(hd_future_result(futures[0], HD_FOREVER, &units)); /* which one? */
	lesson_say("%.1f : the fastest is %s, it took %d units", lesson_elapsed(),
		   hd_future_label(futures[0]), (int)(intptr_t)units);

	for (size_t i = 0; i < sets.done_count; i++)
		wrong = wrong && sets.done[i] != futures[0];
	if (wrong)
		lesson_say("The one that was done was %s.",
			   hd_future_label(sets.done[0]));
	hd_wait_sets_free(&sets);
	for (int i = 0; i < MIRRORS; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	return lesson_end() || wrong;
}
