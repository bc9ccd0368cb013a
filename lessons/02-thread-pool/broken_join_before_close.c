/* SPDX-License-Identifier: MIT */
/* E9 broken - join before close.
 *
 * What is wrong: a pool that has not been closed may get new work at any time, so there
 * is no moment at which join could return.  It says so at once, with HD_EPOOLRUNNING,
 * and waits for nothing.  The second mistake hides the first: the return code is only
 * printed, and the program goes on as if it had waited.
 *
 * What a run shows: "All tasks are done" before the first "Task k done".
 * Exit status: 1 when tasks were unfinished at that line, 0 when none was.
 *
 * The cure: hd_pool_close before hd_pool_join, and must() around the join.
 */
#include <stdatomic.h>

#include "lesson.h"

enum { COUNT = 10 };

static atomic_int done;

static void *task(void *arg)
{
	lesson_sleep(0.5);
	done++;
	lesson_say("Task %d done", (int)(intptr_t)arg);
	return NULL;
}

int main(int argc, char **argv)
{
	hd_pool *pool;
	int code, missing;

	lesson_begin(argc, argv, "Broken: join before close.", 4, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_pool_new(lesson_workers(), &options, &pool));
	must(hd_pool_map_async(pool, task, hd_range(0, COUNT), 1, NULL, NULL));

	code = hd_pool_join(pool); /* hd_pool_close(pool) is missing before it */
	missing = COUNT - done;
	lesson_say("join: %s (%s)", hd_strerror(code), hd_error_name(code));
	lesson_say("All tasks are done");
	lesson_say("(%d of %d are not)", missing, COUNT);

	must(hd_pool_free(&pool)); /* closes and joins: the tasks still get their time */
	return lesson_end() || missing;
}
