/* SPDX-License-Identifier: MIT */
/* E9 - two batches, no handle kept: close the pool, then join it.
 *
 * close says that nothing more will come; only then has join something to wait for, the
 * moment when the workers have run out of work and have ended.
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

	lesson_begin(argc, argv, "E9: two batches, then close and join.", 4, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_pool_new(lesson_workers(), &options, &pool));
	must(hd_pool_map_async(pool, task, hd_range(0, 5), 1, NULL, NULL));
	must(hd_pool_map_async(pool, task, hd_range(5, 10), 1, NULL, NULL));

	hd_pool_close(pool);
	must(hd_pool_join(pool));
	lesson_say("All tasks are done");

	must(hd_pool_free(&pool));
	return lesson_end();
}
