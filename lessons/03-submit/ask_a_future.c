/* SPDX-License-Identifier: MIT */
/* E21's futures, looked at - running, done, cancelled; result with a timeout.
 *
 * One worker: the first task runs for two seconds, the second waits in the queue, and
 * so does the third, until it is cancelled.  Looking never waits.  A timeout ends the
 * waiting and does nothing to the task.
 *
 * Expected:
 *	after half a second:
 *	  first : RUNNING                running=1 done=0 cancelled=0
 *	  second: PENDING                running=0 done=0 cancelled=0
 *	  third : PENDING                running=0 done=0 cancelled=0
 *	cancel the first: no, the third: yes
 *	result of first, timeout 0.5: timed out
 *	exception of first, timeout 0: timed out
 *	at the end:
 *	  first : FINISHED               running=0 done=1 cancelled=0
 *	  second: FINISHED               running=0 done=1 cancelled=0
 *	  third : CANCELLED_AND_NOTIFIED running=0 done=1 cancelled=1
 *	result of first: 2
 *	result of third: the future was cancelled
 */
#include "lesson.h"

enum { COUNT = 3 };

static void *work(void *arg)
{
	lesson_sleep((double)(intptr_t)arg);
	return arg;
}

static hd_future *submit(hd_executor *ex, const char *label, int seconds)
{
	hd_task task = {.fn = work, .arg = (void *)(intptr_t)seconds, .label = label};
	hd_future *future;

	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

static void look(const char *when, hd_future *const *futures)
{
	lesson_say("%s:", when);
	for (int i = 0; i < COUNT; i++) {
		hd_future *f = futures[i];

		lesson_say("  %-6s: %-22s running=%d done=%d cancelled=%d",
			   hd_future_label(f), hd_state_name(hd_future_state(f)),
			   hd_future_running(f), hd_future_done(f),
			   hd_future_cancelled(f));
	}
}

static void try_timeouts(hd_future *future)
{
	const char *label = hd_future_label(future);
	hd_error error;
	void *result;

	lesson_say("result of %s, timeout 0.5: %s", label,
		   hd_strerror(hd_future_result(future, lesson_seconds(0.5), &result)));
	lesson_say("exception of %s, timeout 0: %s", label,
		   hd_strerror(hd_future_exception(future, 0, &error)));
}

/* On a busy machine the first may have been cancelled, and the third may not. */
static void say_result(hd_future *future)
{
	const char *label = hd_future_label(future);
	void *result;
	int code = hd_future_result(future, 0, &result);

	if (code == HD_OK)
		lesson_say("result of %s: %d", label, (int)(intptr_t)result);
	else
		lesson_say("result of %s: %s", label, hd_strerror(code));
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_future *futures[COUNT];

	lesson_begin(argc, argv, "What one can ask a future.", 1, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	futures[0] = submit(ex, "first", 2);
	futures[1] = submit(ex, "second", 1);
	futures[2] = submit(ex, "third", 1);
	lesson_sleep(0.5);
	look("after half a second", futures);

	lesson_say("cancel the first: %s, the third: %s",
		   hd_future_cancel(futures[0]) ? "yes" : "no",
		   hd_future_cancel(futures[2]) ? "yes" : "no");
	try_timeouts(futures[0]);
	must(hd_executor_shutdown(ex, true, false));

	look("at the end", futures);
	say_result(futures[0]);
	say_result(futures[2]);
	for (int i = 0; i < COUNT; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	return lesson_end();
}
