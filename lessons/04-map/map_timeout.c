/* SPDX-License-Identifier: MIT */
/* E26 - map with a timeout: four results, then the time is over.
 *
 * The timeout is one deadline for the whole iteration, counted from the call.  After
 * 4.5 seconds the cubes of 1 to 4 are there, those of 5 to 9 are being computed, and
 * that of 10 has not started: it is cancelled.  What runs, runs to its end: 13 seconds.
 *
 * Expected:
 *	('Thread_0', 1)
 *	('Thread_1', 8)
 *	('Thread_2', 27)
 *	('Thread_3', 64)
 *	TimeoutError : timed out
 *	9 of 10 cubes were started, 1 was cancelled
 *	Wall time: 13 seconds
 */
#include <stdatomic.h>

#include "lesson.h"

enum { COUNT = 10 };

struct pair {
	char thread[32];
	int cube;
};

static atomic_int started;

static void *cube(void *arg)
{
	int x = (int)(intptr_t)arg;
	struct pair pair = {.cube = x * x * x};

	started++;
	snprintf(pair.thread, sizeof pair.thread, "%s", hd_thread_current_name());
	lesson_sleep(x);
	return hd_return_copy(&pair, sizeof pair);
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_map *map;
	void *result;
	int code;

	lesson_begin(argc, argv, "E26: a map that runs out of time.", 5, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	hd_map_options in_time = HD_MAP_OPTIONS;
	hd_input numbers = hd_range(1, COUNT + 1);

	in_time.timeout = lesson_seconds(4.5);
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_map(ex, cube, &numbers, 1, &in_time, &map));
	while ((code = hd_map_next(map, &result)) == 0) {
		struct pair *pair = result;

		lesson_say("('%s', %d)", pair->thread, pair->cube);
	}
	if (code == HD_ETIMEDOUT)
		lesson_say("TimeoutError : %s", hd_strerror(code));
	else
		must(code == HD_END ? 0 : code); /* enough workers, and there is time */
	hd_map_free(&map);

	must(hd_executor_free(&ex));
	lesson_say("%d of %d cubes were started, %d was cancelled", started, COUNT,
		   COUNT - started);
	lesson_say("Wall time: %.0f seconds", lesson_elapsed());
	return lesson_end();
}
