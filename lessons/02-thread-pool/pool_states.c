/* SPDX-License-Identifier: MIT */
/* E9's rules - a pool runs, is closed or is terminated, and each state refuses something.
 *
 * A pool that runs cannot be joined, and one that does not run takes no work.  close
 * lets the queue run out.  terminate throws the queue away, but not silently: what had
 * not started is settled as cancelled, so that nobody waits for it for ever.  What runs
 * is not interrupted.
 *
 * One worker and three tasks of one second; the stop comes after half a second.
 *
 * Expected:
 *	max_workers 0: max_workers must be greater than 0
 *	close:
 *	  join before: Pool is still running
 *	  apply_async after: Pool not running
 *	  join: success, and again: success
 *	  task 1: done, task 2: done, task 3: done
 *	terminate:
 *	  join before: Pool is still running
 *	  apply_async after: Pool not running
 *	  join: success, and again: success
 *	  task 1: done, task 2: the future was cancelled, task 3: the future was cancelled
 */
#include "lesson.h"

enum { COUNT = 3 };

static void *task(void *arg)
{
	lesson_sleep(1);
	return arg;
}

/* How a task ended, in words.  Timeout 0: after join there is nothing to wait for. */
static const char *outcome(hd_async_result **result)
{
	void *value;
	int code = hd_async_result_get(*result, 0, &value);

	hd_async_result_free(result);
	return code ? hd_strerror(code) : "done";
}

static void stop_a_pool(const char *how, void (*stop)(hd_pool *))
{
	hd_executor_options options = {.thread_name_prefix = how,
				       .trace = lesson_trace()};
	hd_pool *pool;
	hd_async_result *results[COUNT];
	int code;

	lesson_say("%s:", how);
	must(hd_pool_new(lesson_workers(), &options, &pool));
	for (int i = 0; i < COUNT; i++)
		must(hd_pool_apply_async(pool, task, NULL, NULL, &results[i]));
	lesson_sleep(0.5);

	lesson_say("  join before: %s", hd_strerror(hd_pool_join(pool)));
	stop(pool);
	code = hd_pool_apply_async(pool, task, NULL, NULL, NULL);
	lesson_say("  apply_async after: %s", hd_strerror(code));
	code = hd_pool_join(pool);
	lesson_say("  join: %s, and again: %s", hd_strerror(code),
		   hd_strerror(hd_pool_join(pool)));

	/* One by one, since outcome frees what it was asked about. */
	const char *first = outcome(&results[0]), *second = outcome(&results[1]);

	lesson_say("  task 1: %s, task 2: %s, task 3: %s", first, second,
		   outcome(&results[2]));
	must(hd_pool_free(&pool));
}

int main(int argc, char **argv)
{
	hd_pool *none;

	lesson_begin(argc, argv, "The states of a pool: run, close, terminate.", 1, NULL);
	lesson_say("max_workers 0: %s", hd_strerror(hd_pool_new(0, NULL, &none)));
	stop_a_pool("close", hd_pool_close);
	stop_a_pool("terminate", hd_pool_terminate);
	return lesson_end();
}
