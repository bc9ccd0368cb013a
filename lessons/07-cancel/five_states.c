/* SPDX-License-Identifier: MIT */
/* Beside E28 - the five states of a future, and what running(), done() and
 * cancelled() say in each.
 *
 * First by hand: a future is a small machine that we may drive ourselves.  Then on a
 * pool of one worker, which has F-1 running and F-2 waiting when we look.
 *
 * Output: a table of five rows, one a state, then one of five rows for the pool.
 */
#include "lesson.h"

static const char *word(bool yes)
{
	return yes ? "true" : "false";
}

static void look(const char *what, const hd_future *future)
{
	lesson_say("%-32s %-23s %-7s  %-5s  %s", what,
		   hd_state_name(hd_future_state(future)),
		   word(hd_future_running(future)), word(hd_future_done(future)),
		   word(hd_future_cancelled(future)));
}

static void by_hand(void)
{
	hd_future *lucky, *unlucky;
	bool run;

	must(hd_future_new(&lucky));
	look("made", lucky);
	must(hd_future_set_running_or_notify_cancel(lucky, &run));
	look("its work begins", lucky);
	must(hd_future_set_result(lucky, (void *)42, NULL));
	look("its result is there", lucky);
	hd_future_unref(lucky);

	must(hd_future_new(&unlucky));
	hd_future_cancel(unlucky);
	look("another, cancelled", unlucky);
	/* Whoever was to do the work learns here that there is none, and tells wait(). */
	must(hd_future_set_running_or_notify_cancel(unlucky, &run));
	look(run ? "its work begins" : "its worker has seen that", unlucky);
	hd_future_unref(unlucky);
}

static void *work(void *arg)
{
	lesson_sleep(2);
	return arg;
}

static void on_a_pool(void)
{
	hd_executor_options options = {.trace = lesson_trace()};
	hd_task first = {.fn = work, .label = "F-1"},
		second = {.fn = work, .label = "F-2"};
	hd_executor *ex;
	hd_future *f1, *f2;

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_submit_task(ex, &first, &f1));
	must(hd_executor_submit_task(ex, &second, &f2));
	lesson_sleep(1);
	look("F-1, on the only worker", f1);
	look("F-2, behind it", f2);
	/* A pool's future needs no worker to notice: it is notified as it is cancelled. */
	look(hd_future_cancel(f2) ? "F-2, cancelled" : "F-2, too late to cancel", f2);
	look(hd_future_cancel(f1) ? "F-1, cancelled" : "F-1, too late to cancel", f1);
	must(hd_executor_free(&ex));
	look("F-1, at the end", f1);
	hd_future_unref(f1);
	hd_future_unref(f2);
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "The five states of a future.", 1, NULL);
	lesson_say("%-32s %-23s %-7s  %-5s  %s", "", "state", "running", "done",
		   "cancelled");
	by_hand();
	on_a_pool();
	return lesson_end();
}
