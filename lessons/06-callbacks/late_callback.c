/* SPDX-License-Identifier: MIT */
/* Beside E15 - who runs a callback?
 *
 * Three answers: the worker, if the task completes it; the canceller, if it is
 * cancelled; and whoever adds it, at once, if the future is done already.
 *
 * Output, exactly: added early    : runs in Thread_0 cancelled      : runs in MainThread
 * adding to a future that is done added late     : runs in MainThread added
 */
#include "lesson.h"

static void *nothing(void *arg)
{
	return arg;
}

static void *say_who(hd_future *future, void *when)
{
	(void)future;
	lesson_say("%-14s : runs in %s", (char *)when, hd_thread_current_name());
	return NULL;
}

int main(int argc, char **argv)
{
	static char early[] = "added early", late[] = "added late", taken[] = "cancelled";
	hd_executor *ex;
	hd_future *done, *pending;

	lesson_begin(argc, argv, "Which thread runs a callback?", 1, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));

	/* The callback comes before the task: however fast the worker, it is not late. */
	must(hd_future_new(&done));
	must(hd_future_add_done_callback(done, say_who, early));
	hd_task job = {.fn = nothing, .label = "F-1", .future = done};
	must(hd_executor_submit_task(ex, &job, NULL));
	must(hd_executor_free(&ex));

	/* Nobody runs this one, so it waits, and can be cancelled. */
	must(hd_future_new(&pending));
	must(hd_future_add_done_callback(pending, say_who, taken));
	hd_future_cancel(pending);
	hd_future_unref(pending);

	lesson_say("adding to a future that is done");
	must(hd_future_add_done_callback(done, say_who, late));
	lesson_say("added");
	hd_future_unref(done);
	return lesson_end();
}
