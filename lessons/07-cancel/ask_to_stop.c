/* SPDX-License-Identifier: MIT */
/* Beside E28 - a running task cannot be cancelled, but it can be asked to stop.
 *
 * Two tasks carry the same token.  F-1 sleeps on it between its steps, so it hears the
 * question at once; F-2 never looks, and works to its end.  Asking is all that a token
 * does: nobody tears a thread out of its work.
 *
 * Output: steps 1, 2, 3 at 1, 2, 3 units; cancel() says false and we ask, at 3.5; F-1
 * ends at 3.5 with code HD_ECANCELLED and words of its own; F-2 ends at 5.
 */
#include "lesson.h"

static void *listener(void *arg)
{
	hd_cancel_token *token = hd_cancel_token_current();
	int steps = 0;

	(void)arg;
	/* A sleep on the token lasts one unit, or until somebody asks. */
	while (hd_cancel_token_wait(token, lesson_seconds(1)) == HD_ETIMEDOUT)
		lesson_say("%.1f : F-1 has done step %d", lesson_elapsed(), ++steps);
	return hd_raise(HD_ECANCELLED, "asked to stop after %d steps", steps);
}

static void *deaf(void *arg)
{
	lesson_sleep(5);
	return arg;
}

static hd_future *submit(hd_executor *ex, hd_fn *fn, const char *label,
			 hd_cancel_token *token)
{
	hd_task job = {.fn = fn, .label = label, .token = token};
	hd_future *future;

	must(hd_executor_submit_task(ex, &job, &future));
	return future;
}

/* exception() waits for the end and tells how it went; error.code 0: nothing failed.  On a
 * busy machine a task may start so late that cancel() was in time. */
static void report(hd_future *future)
{
	hd_error error = {0};
	int code = hd_future_exception(future, HD_FOREVER, &error);

	lesson_say("%.1f : %s ended: %s", lesson_elapsed(), hd_future_label(future),
		   code		? hd_strerror(code)
		   : error.code ? error.message
				: "it had not listened");
	hd_future_unref(future);
}

int main(int argc, char **argv)
{
	hd_cancel_token *token;
	hd_executor *ex;

	lesson_begin(argc, argv, "Asking a running task to stop.", 2, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_cancel_token_new(&token));
	hd_future *f1 = submit(ex, listener, "F-1", token);
	hd_future *f2 = submit(ex, deaf, "F-2", token);

	lesson_sleep(3.5);
	lesson_say("%.1f : cancel says %s, so we ask", lesson_elapsed(),
		   hd_future_cancel(f1) ? "true" : "false");
	hd_cancel_token_cancel(token);
	hd_cancel_token_unref(token);

	report(f1);
	report(f2);
	must(hd_executor_free(&ex));
	return lesson_end();
}
