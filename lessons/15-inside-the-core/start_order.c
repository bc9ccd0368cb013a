/* SPDX-License-Identifier: MIT */
/* In which order do tasks start?
 *
 * A worker takes the oldest task that it can see.  Only while tasks are very short, and there
 * are far more of them than workers, does it take several at once (at most 32, and never
 * more than its share); what it took and has not begun can be taken from it by the others.
 *
 * Predict: 50 tasks that last a hundredth of a unit each, then 10,000 that do nothing.  Of
 * all pairs of tasks, how many start in the wrong order: of the first kind, of the second,
 * and on one worker?
 *
 * A run shows: one worker: never a pair.  More workers: each takes in order, but between
 * taking and the first line of the task the system may put the thread aside, so a pair of
 * neighbours changes places now and then.  Among the empty ones many do, and a thread that
 * was put aside with a batch starts the rest of it very late, unless others steal it.
 */
#include <stdatomic.h>

#include "lesson.h"

enum { LONG_TASKS = 50, EMPTY_TASKS = 10000 };

static _Atomic int started;
static int place[EMPTY_TASKS]; /* place[i]: as which one task i started */

static void *empty(void *arg)
{
	place[(intptr_t)arg] = atomic_fetch_add(&started, 1);
	return NULL;
}

static void *lasting(void *arg)
{
	empty(arg);
	lesson_sleep(0.01);
	return NULL;
}

static void show(const char *name, int count)
{
	int swapped = 0, furthest = 0;

	for (int i = 0; i < count; i++) {
		int distance = abs(place[i] - i);

		furthest = distance > furthest ? distance : furthest;
		for (int later = i + 1; later < count; later++)
			swapped += place[later] < place[i];
	}
	lesson_say("%-26s : %5d of %8d pairs out of order, at most %d places off", name,
		   swapped, count * (count - 1) / 2, furthest);
}

static void run(const char *name, int workers, hd_fn *fn, int count)
{
	hd_executor_options options = {.trace = lesson_trace()};
	hd_executor *ex;

	atomic_store(&started, 0);
	must(hd_executor_new_threads(workers, &options, &ex));
	for (int i = 0; i < count; i++)
		must(hd_executor_submit(ex, fn, (void *)(intptr_t)i, NULL));
	must(hd_executor_free(&ex));
	show(name, count);
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "Counting the pairs that start in the wrong order.", 5,
		     NULL);
	run("one worker, lasting tasks", 1, lasting, LONG_TASKS);
	run("one worker, empty tasks", 1, empty, EMPTY_TASKS);
	run("all workers, lasting tasks", lesson_workers(), lasting, LONG_TASKS);
	run("all workers, empty tasks", lesson_workers(), empty, EMPTY_TASKS);
	return lesson_end();
}
