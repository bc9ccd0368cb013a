/* SPDX-License-Identifier: MIT */
/* E1, one step further - what join can say: not yet, here is the result, it failed.
 *
 * A join with a timeout gives up waiting, not the thread.  The last join brings what
 * the function returned, as often as one asks; a function that raised is reported by
 * join, with the words in the handle.
 *
 * Expected:
 *	after 0.5 seconds: timed out, alive
 *	joined: 42
 *	joined again: 42, not alive
 *	the other one: the task failed; its exception says why
 *	its exception: 13, no luck today
 */
#include "lesson.h"

/* What a thread needs to know, and a row to write itself down in the trace. */
struct work {
	double seconds;
	hd_trace_row row;
};

static void begin(const struct work *work)
{
	if (lesson_trace())
		hd_trace_start(lesson_trace(), work->row, hd_thread_current_name());
	lesson_sleep(work->seconds);
}

static void end(const struct work *work, const char *state)
{
	if (lesson_trace())
		hd_trace_end(lesson_trace(), work->row, state);
}

static void *answer(void *arg)
{
	begin(arg);
	end(arg, "finished");
	return (void *)(intptr_t)42;
}

static void *unlucky(void *arg)
{
	begin(arg);
	end(arg, "failed");
	return hd_raise(13, "no luck %s", "today");
}

static hd_thread *start(hd_fn *fn, const char *name, struct work *work)
{
	hd_thread *thread;

	if (lesson_trace())
		work->row = hd_trace_submit(lesson_trace(), name);
	must(hd_thread_start(fn, work, name, &thread));
	return thread;
}

int main(int argc, char **argv)
{
	struct work long_work = {.seconds = 1}, short_work = {.seconds = 0.5};
	hd_thread *first, *second;
	void *result;
	int code;

	lesson_begin(argc, argv, "What hd_thread_join can say.", 0, NULL);
	first = start(answer, "answer", &long_work);
	code = hd_thread_join(first, lesson_seconds(0.5), &result);
	lesson_say("after 0.5 seconds: %s, %s", hd_strerror(code),
		   hd_thread_alive(first) ? "alive" : "not alive");
	must(hd_thread_join(first, HD_FOREVER, &result));
	lesson_say("joined: %d", (int)(intptr_t)result);
	must(hd_thread_join(first, HD_FOREVER, &result));
	lesson_say("joined again: %d, %s", (int)(intptr_t)result,
		   hd_thread_alive(first) ? "alive" : "not alive");
	hd_thread_unref(first);

	second = start(unlucky, "unlucky", &short_work);
	code = hd_thread_join(second, HD_FOREVER, NULL);
	lesson_say("the other one: %s", hd_strerror(code));
	lesson_say("its exception: %d, %s", hd_thread_exception(second).code,
		   hd_thread_exception(second).message);
	hd_thread_unref(second);
	return lesson_end();
}
