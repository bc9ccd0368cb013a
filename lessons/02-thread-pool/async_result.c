/* SPDX-License-Identifier: MIT */
/* E8's return value - what one can ask an AsyncResult, before and after it is ready.
 *
 * Three questions do not wait (ready, successful, get with timeout 0), two do (wait,
 * get).  successful before the end is an error of the question, not of the task.
 *
 * Expected:
 *	asked at once:
 *	  ready: no
 *	  successful: the result is not ready
 *	  wait for half a second: timed out
 *	  get without waiting: timed out
 *	asked at the end:
 *	  wait: success
 *	  ready: yes
 *	  successful: yes
 *	  get: 42
 *	asked about a task that raised:
 *	  wait: success
 *	  ready: yes
 *	  successful: no
 *	  get: the task failed; its exception says why
 *	  exception: 7, the oven is cold
 */
#include "lesson.h"

static void *bake(void *arg)
{
	lesson_sleep(1);
	return arg ? arg : hd_raise(7, "the oven is cold");
}

static void show_waiting(hd_async_result *result, double timeout)
{
	lesson_say("  wait: %s", hd_strerror(hd_async_result_wait(result, timeout)));
	lesson_say("  ready: %s", hd_async_result_ready(result) ? "yes" : "no");
}

static void show_successful(hd_async_result *result)
{
	bool yes;
	int code = hd_async_result_successful(result, &yes);

	lesson_say("  successful: %s", code ? hd_strerror(code) : yes ? "yes" : "no");
}

static void ask_too_early(hd_async_result *result)
{
	void *value;

	lesson_say("asked at once:");
	lesson_say("  ready: %s", hd_async_result_ready(result) ? "yes" : "no");
	show_successful(result);
	lesson_say("  wait for half a second: %s",
		   hd_strerror(hd_async_result_wait(result, lesson_seconds(0.5))));
	lesson_say("  get without waiting: %s",
		   hd_strerror(hd_async_result_get(result, 0, &value)));
}

static void ask_at_the_end(const char *when, hd_async_result *result)
{
	void *value;
	int code;

	lesson_say("%s:", when);
	show_waiting(result, HD_FOREVER);
	show_successful(result);
	code = hd_async_result_get(result, HD_FOREVER, &value);
	if (code == 0) {
		lesson_say("  get: %d", (int)(intptr_t)value);
	} else {
		hd_error error = hd_async_result_exception(result);

		lesson_say("  get: %s", hd_strerror(code));
		lesson_say("  exception: %d, %s", error.code, error.message);
	}
}

int main(int argc, char **argv)
{
	hd_pool *pool;
	hd_async_result *good, *bad;

	lesson_begin(argc, argv, "AsyncResult: get, wait, ready, successful.", 2, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_pool_new(lesson_workers(), &options, &pool));
	must(hd_pool_apply_async(pool, bake, (void *)42, NULL, &good));
	ask_too_early(good);
	ask_at_the_end("asked at the end", good);
	must(hd_pool_apply_async(pool, bake, NULL, NULL, &bad));
	ask_at_the_end("asked about a task that raised", bad);
	hd_async_result_free(&good);
	hd_async_result_free(&bad);
	must(hd_pool_free(&pool));
	return lesson_end();
}
