/* SPDX-License-Identifier: MIT */
/* E21's first line - how many workers, and when they are started.
 *
 * Without a number a pool has min(32, CPUs + 4) workers; 0 or less is an error.  A
 * worker is started when there is work and nobody idle: none for an empty pool, one for
 * tasks that come one after the other, more for tasks that come together.
 *
 * Expected, with N the CPUs that this process may use:
 *	CPUs: N
 *	default workers: min(32, N + 4)
 *	max_workers 0: max_workers must be greater than 0
 *	max_workers -3: max_workers must be greater than 0
 *	threads before any task: 0
 *	threads after 100 tasks, one at a time: 1
 *	threads after 3 tasks at once: 3
 */
#include "lesson.h"

static void *nothing(void *arg)
{
	return arg;
}

static void *sleeper(void *arg)
{
	lesson_sleep(0.5);
	return arg;
}

/* Submits, waits, submits: the worker is idle again before its result can be seen. */
static void one_at_a_time(hd_executor *ex, int count)
{
	for (int i = 0; i < count; i++) {
		hd_future *future;

		must(hd_executor_submit(ex, nothing, NULL, &future));
		must(hd_future_result(future, HD_FOREVER, NULL));
		hd_future_unref(future);
	}
}

static void at_once(hd_executor *ex, int count)
{
	for (int i = 0; i < count; i++)
		must(hd_executor_submit(ex, sleeper, NULL, NULL));
}

static void try_workers(int workers)
{
	hd_executor *none;

	lesson_say("max_workers %d: %s", workers,
		   hd_strerror(hd_executor_new_threads(workers, NULL, &none)));
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "How many workers a pool has, and when it starts them.",
		     HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.trace = lesson_trace()};

	lesson_say("CPUs: %d", hd_cpu_count());
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	lesson_say("default workers: %d", hd_executor_workers(ex));
	try_workers(0);
	try_workers(-3);

	lesson_say("threads before any task: %zu", hd_executor_threads(ex, NULL, 0));
	one_at_a_time(ex, 100);
	lesson_say("threads after 100 tasks, one at a time: %zu",
		   hd_executor_threads(ex, NULL, 0));
	at_once(ex, 3);
	lesson_say("threads after 3 tasks at once: %zu",
		   hd_executor_threads(ex, NULL, 0));
	must(hd_executor_free(&ex));
	return lesson_end();
}
