/* SPDX-License-Identifier: MIT */
/* E19 broken - a pool that waits for itself.
 *
 * Wrong, twice: a task shuts its own pool down and waits until all tasks have ended,
 * itself among them; and a task asks for its own result.  Neither wait can end.
 *
 * A run shows: heddle answers both with HD_EDEADLOCK instead of hanging.  Exit status 1
 * if it did, 0 if both calls succeeded (they never should).  To mend it, let a task end
 * the pool without waiting (hd_executor_drop, or shutdown with wait false), and let
 * whoever wants a task's result stand outside the task.
 */
#include "lesson.h"

static void *closes_its_pool(void *arg)
{
	int code = hd_executor_shutdown(arg, true, false);

	lesson_say("F-1 shuts its own pool down : %s", hd_strerror(code));
	return (void *)(intptr_t)code;
}

static void *wants_its_own_result(void *arg)
{
	int code = hd_future_result(hd_future_current(), HD_FOREVER, NULL);

	(void)arg;
	lesson_say("F-2 waits for its own result : %s", hd_strerror(code));
	return (void *)(intptr_t)code;
}

/* What the two calls returned, 0 if all was well. */
static int run(hd_executor *ex, const hd_task *job)
{
	hd_future *future;
	void *code;

	must(hd_executor_submit_task(ex, job, &future));
	must(hd_future_result(future, HD_FOREVER, &code));
	hd_future_unref(future);
	return (int)(intptr_t)code;
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	bool stuck;

	lesson_begin(argc, argv, "Broken: a pool that waits for itself.", 1, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	hd_task first = {.fn = closes_its_pool, .arg = ex, .label = "F-1"};
	hd_task second = {.fn = wants_its_own_result, .label = "F-2"};

	stuck = run(ex, &first) == HD_EDEADLOCK;
	/* The refused shutdown changed nothing, so the pool still takes work. */
	stuck |= run(ex, &second) == HD_EDEADLOCK;
	must(hd_executor_free(&ex));
	return lesson_end() || stuck;
}
