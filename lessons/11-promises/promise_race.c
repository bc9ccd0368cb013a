/* SPDX-License-Identifier: MIT */
/* Beside E6 - Promise.race: the first that settles, for better or worse.
 *
 * Two races of a worker against another.  In the first the quicker one succeeds; in the
 * second the quicker one fails, and that is the outcome: race is not any.
 *
 * Output: "race 1 : fulfilled by F-2 after 1.0" and "race 2 : rejected, F-4 fell, after
 * 1.0".
 */
#include "lesson.h"

/* A negative number of units: run that long, and fall. */
static void *runner(void *arg)
{
	int units = (int)(intptr_t)arg;

	lesson_sleep(abs(units));
	if (units < 0)
		return hd_raise(1, "%s fell", hd_future_label(hd_future_current()));
	return hd_future_current();
}

static hd_future *submit(hd_executor *ex, const char *label, int units)
{
	hd_task task = {.fn = runner, .arg = (void *)(intptr_t)units, .label = label};
	hd_future *future;

	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

static void print_outcome(int number, hd_future *race, double start)
{
	hd_error reason;
	void *winner;

	/* The code of the call tells how the promise was settled: the two cases of interest
	 * are no error of ours. */
	int code = hd_future_result(race, HD_FOREVER, &winner);

	if (code == HD_OK) {
		lesson_say("race %d : fulfilled by %s after %.1f", number,
			   hd_future_label(winner), lesson_elapsed() - start);
	} else {
		must(hd_future_exception(race, HD_FOREVER, &reason));
		lesson_say("race %d : rejected, %s, after %.1f", number, reason.message,
			   lesson_elapsed() - start);
	}
}

static void run_race(int number, hd_future *slow, hd_future *quick)
{
	hd_future *both[] = {slow, quick}, *race;
	double start = lesson_elapsed();

	must(hd_promise_race(both, 2, 0, &race));
	print_outcome(number, race, start);
	hd_future_unref(race);
	/* The loser runs on; we wait for it, so that the next race has the workers. */
	must(hd_wait(both, 2, HD_FOREVER, HD_ALL_COMPLETED, NULL));
	hd_future_unref(slow);
	hd_future_unref(quick);
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "Promise.race, won and lost.", HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	run_race(1, submit(ex, "F-1", 2), submit(ex, "F-2", 1));
	run_race(2, submit(ex, "F-3", 2), submit(ex, "F-4", -1));
	must(hd_executor_free(&ex));
	return lesson_end();
}
