/* SPDX-License-Identifier: MIT */
/* When does a pool start its threads?  Only when there is more work than threads.
 *
 * The scheduler counts what is submitted and not finished (lib/scheduler.h).  A worker
 * lowers that count before it publishes the result: so whoever has seen a result and
 * submits again finds that thread free, every time.
 *
 * Predict: a pool of eight is asked 1,000 times, each time after the last answer.  How many
 * threads does it have then?  And when twelve tasks come that all have to wait?
 *
 * A run shows: the number of threads after each step; the same every time.
 */
#include "lesson.h"

static void *nothing(void *arg)
{
	return arg;
}

/* Sleeps until asked to go on, without running anything else meanwhile. */
static void *stand_still(void *token)
{
	hd_cancel_token_wait(token, HD_FOREVER);
	return NULL;
}

static size_t threads(hd_executor *ex)
{
	return hd_executor_threads(ex, NULL, 0);
}

static void chain(hd_executor *ex, int length)
{
	for (int i = 0; i < length; i++) {
		hd_future *future;

		must(hd_executor_submit(ex, nothing, NULL, &future));
		must(hd_future_result(future, HD_FOREVER, NULL));
		hd_future_unref(future);
	}
	lesson_say("submit and await, %4d times : threads %zu", length, threads(ex));
}

/* Submits tasks that stand still, and shows how the pool grows. */
static void burst(hd_executor *ex, int count)
{
	hd_future **futures = calloc((size_t)count, sizeof(hd_future *));
	hd_cancel_token *go_on;

	must(futures ? 0 : HD_ENOMEM);
	must(hd_cancel_token_new(&go_on));
	printf("%2d tasks that stand still   : threads", count);
	for (int i = 0; i < count; i++) {
		must(hd_executor_submit(ex, stand_still, go_on, &futures[i]));
		printf(" %zu", threads(ex));
	}
	putchar('\n');
	hd_cancel_token_cancel(go_on);
	must(hd_wait(futures, (size_t)count, HD_FOREVER, HD_ALL_COMPLETED, NULL));
	for (int i = 0; i < count; i++)
		hd_future_unref(futures[i]);
	free(futures);
	hd_cancel_token_unref(go_on);
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "A pool that grows when it has to.", 8, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	lesson_say("a new pool of %-2d            : threads %zu", lesson_workers(),
		   threads(ex));
	chain(ex, 1000);
	burst(ex, 3);
	chain(ex, 1000);
	burst(ex, lesson_workers() + 4);
	chain(ex, 1000);
	must(hd_executor_free(&ex));
	return lesson_end();
}
