/* SPDX-License-Identifier: MIT */
/* E8's smallest relatives - apply waits for its task, apply_async does not.
 *
 * Four applies of one second one after the other take four seconds, on any number of
 * workers.  Four apply_asyncs take one second on four workers: all are issued before
 * the first is waited for.  The last two have callbacks: one of the pair is called, in
 * a worker, before get returns.
 *
 * Expected:
 *	apply:       1 4 9 16 in 4 seconds
 *	apply_async: 1 4 9 16 in 1 seconds
 *	callback: 25
 *	error_callback: 0 has no square here
 *	get says: the task failed; its exception says why
 */
#include "lesson.h"

static void *square(void *arg)
{
	intptr_t x = (intptr_t)arg;

	lesson_sleep(1);
	if (x == 0)
		return hd_raise(1, "0 has no square here");
	return (void *)(x * x);
}

static void show_value(void *value, void *arg)
{
	(void)arg;
	lesson_say("callback: %d", (int)(intptr_t)value);
}

static void show_error(const hd_error *error, void *arg)
{
	(void)arg;
	lesson_say("error_callback: %s", error->message);
}

static void one_after_the_other(hd_pool *pool)
{
	double start = lesson_elapsed();
	int squares[4];

	for (intptr_t i = 0; i < 4; i++) {
		void *value;

		must(hd_pool_apply(pool, square, (void *)(i + 1), &value, NULL));
		squares[i] = (int)(intptr_t)value;
	}
	lesson_say("apply:       %d %d %d %d in %.0f seconds", squares[0], squares[1],
		   squares[2], squares[3], lesson_elapsed() - start);
}

static void all_at_once(hd_pool *pool)
{
	double start = lesson_elapsed();
	hd_async_result *results[4];
	int squares[4];

	for (intptr_t i = 0; i < 4; i++)
		must(hd_pool_apply_async(pool, square, (void *)(i + 1), NULL,
					 &results[i]));
	for (int i = 0; i < 4; i++) {
		void *value;

		must(hd_async_result_get(results[i], HD_FOREVER, &value));
		squares[i] = (int)(intptr_t)value;
		hd_async_result_free(&results[i]);
	}
	lesson_say("apply_async: %d %d %d %d in %.0f seconds", squares[0], squares[1],
		   squares[2], squares[3], lesson_elapsed() - start);
}

static void with_callbacks(hd_pool *pool)
{
	hd_async_callbacks callbacks = {show_value, show_error, NULL};
	hd_async_result *five, *zero;
	void *value;

	must(hd_pool_apply_async(pool, square, (void *)5, &callbacks, &five));
	must(hd_async_result_get(five, HD_FOREVER, &value));
	must(hd_pool_apply_async(pool, square, (void *)0, &callbacks, &zero));
	lesson_say("get says: %s",
		   hd_strerror(hd_async_result_get(zero, HD_FOREVER, &value)));
	hd_async_result_free(&five);
	hd_async_result_free(&zero);
}

int main(int argc, char **argv)
{
	hd_pool *pool;

	lesson_begin(argc, argv, "apply waits, apply_async does not.", 4, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_pool_new(lesson_workers(), &options, &pool));
	one_after_the_other(pool);
	all_at_once(pool);
	with_callbacks(pool);
	must(hd_pool_free(&pool));
	return lesson_end();
}
