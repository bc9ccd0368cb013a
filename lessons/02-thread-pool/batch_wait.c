/* SPDX-License-Identifier: MIT */
/* E8 - a batch of ten tasks with map_async, and one wait for the whole batch.
 *
 * Four workers share ten tasks of half a second: three rounds, 1.5 seconds.  wait returns
 * when the last of them has ended, however they were shared out.
 *
 * Expected: "Task k done" for each k from 0 to 9, in any order, then
 *	All tasks are done
 */
#include "lesson.h"

static void *task(void *arg)
{
	lesson_sleep(0.5);
	lesson_say("Task %d done", (int)(intptr_t)arg);
	return NULL;
}

int main(int argc, char **argv)
{
	hd_pool *pool;
	hd_async_result *batch;

	lesson_begin(argc, argv, "E8: map_async, and wait for the batch.", 4, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_pool_new(lesson_workers(), &options, &pool));
	must(hd_pool_map_async(pool, task, hd_range(0, 10), 1, NULL, &batch));
	must(hd_async_result_wait(batch, HD_FOREVER));
	lesson_say("All tasks are done");

	hd_async_result_free(&batch);
	must(hd_pool_free(&pool));
	return lesson_end();
}
