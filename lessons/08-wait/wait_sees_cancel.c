/* SPDX-License-Identifier: MIT */
/* Beside E34 - a cancelled future is done, for wait() too, and at once.
 *
 * One worker is busy with F-1 for three units.  F-2, behind it, is cancelled after one,
 * and we wait for F-2: there is nothing to wait for.
 *
 * Output: wait comes back at 1.0 with F-2 done; F-1 ends at 3.0.
 */
#include "lesson.h"

static void *work(void *arg)
{
	lesson_sleep(3);
	return arg;
}

int main(int argc, char **argv)
{
	hd_task busy = {.fn = work, .label = "F-1"},
		waiting = {.fn = work, .label = "F-2"};
	hd_future *f1, *f2;
	hd_wait_sets sets;
	hd_executor *ex;

	lesson_begin(argc, argv, "A cancelled future is done for wait, at once.", 1,
		     NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_submit_task(ex, &busy, &f1));
	must(hd_executor_submit_task(ex, &waiting, &f2));
	lesson_sleep(1);

	lesson_say("%.1f : cancel F-2 says %s", lesson_elapsed(),
		   hd_future_cancel(f2) ? "true" : "false");
	must(hd_wait(&f2, 1, HD_FOREVER, HD_ALL_COMPLETED, &sets));
	lesson_say("%.1f : wait came back, %zu done, %zu not", lesson_elapsed(),
		   sets.done_count, sets.not_done_count);
	hd_wait_sets_free(&sets);

	must(hd_wait(&f1, 1, HD_FOREVER, HD_ALL_COMPLETED, NULL));
	lesson_say("%.1f : F-1 ended", lesson_elapsed());
	hd_future_unref(f1);
	hd_future_unref(f2);
	must(hd_executor_free(&ex));
	return lesson_end();
}
