/* SPDX-License-Identifier: MIT */
/* Beside E6 - what becomes of the losers?
 *
 * A race of four on two workers: F-1 takes 3 units, F-2 one; F-3 and F-4 wait behind
 * them and would take one each.  Without a flag all four run.  With HD_CANCEL_LOSERS the
 * ones that have not started are cancelled in the moment in which F-2 wins; F-1 runs
 * already, and runs on.
 *
 * Output: both times the race is won at 1.0; then "F-1 FINISHED" to "F-4 FINISHED"
 * without the flag, and F-3 and F-4 CANCELLED_AND_NOTIFIED with it.
 */
#include "lesson.h"

enum { RUNNERS = 4 };

static void *runner(void *arg)
{
	lesson_sleep((double)(intptr_t)arg);
	return arg;
}

static hd_future *submit(hd_executor *ex, int k, int units)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", k);
	hd_task task = {.fn = runner, .arg = (void *)(intptr_t)units, .label = label};
	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

static void one_race(const char *title, unsigned flags)
{
	const int units[RUNNERS] = {3, 1, 1, 1};
	hd_executor_options options = {.trace = lesson_trace()};
	hd_future *futures[RUNNERS], *race;
	hd_executor *ex;
	double start = lesson_elapsed();

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < RUNNERS; i++)
		futures[i] = submit(ex, i + 1, units[i]);
	must(hd_promise_race(futures, RUNNERS, flags, &race));
	must(hd_future_result(race, HD_FOREVER, NULL));
	lesson_say("%s : won after %.1f", title, lesson_elapsed() - start);
	hd_future_unref(race);

	must(hd_executor_free(&ex));
	for (int i = 0; i < RUNNERS; i++) {
		lesson_say("%s %s", hd_future_label(futures[i]),
			   hd_state_name(hd_future_state(futures[i])));
		hd_future_unref(futures[i]);
	}
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "The losers of a race, left alone and cancelled.", 2,
		     NULL);
	one_race("without a flag", 0);
	one_race("HD_CANCEL_LOSERS", HD_CANCEL_LOSERS);
	return lesson_end();
}
