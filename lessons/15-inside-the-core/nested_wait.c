/* SPDX-License-Identifier: MIT */
/* Tasks that wait for their own subtasks, on a pool that has but one worker.
 *
 * A worker that waits for a task runs other tasks meanwhile, on top of its own stack: first
 * the one it waits for, if that is the one it pushed last.  So it need not sleep, and the
 * pool does not deadlock.
 *
 * Predict: fib(16) where each call submits one half and computes the other.  How many tasks
 * does that make, and how many of them lie on top of each other at the deepest moment?  What
 * changes when a task submits both halves, and waits for the older one first?
 *
 * A run shows: on one worker the same numbers every time.  Two waits can never end, and are
 * refused: for oneself, and for a task that lies below on the same stack.
 */
#include <stdatomic.h>

#include "lesson.h"
#include "settle.h"

enum { N = 16 };

static hd_executor *ex;
static _Atomic int tasks, deepest;

/* How many tasks lie on this thread's stack, and how many that were at most. */
static void note_depth(void)
{
	int depth = 0, most = atomic_load(&deepest);

	for (struct hd_frame *frame = hd_frame_top(); frame; frame = frame->below)
		depth++;
	atomic_fetch_add(&tasks, 1);
	while (depth > most && !atomic_compare_exchange_weak(&deepest, &most, depth))
		continue;
}

static intptr_t await(hd_future *future)
{
	void *value;

	must(hd_future_result(future, HD_FOREVER, &value));
	hd_future_unref(future);
	return (intptr_t)value;
}

static void *newest_first(void *arg)
{
	intptr_t n = (intptr_t)arg, here;
	hd_future *future;

	note_depth();
	if (n < 2)
		return arg;
	must(hd_executor_submit(ex, newest_first, (void *)(n - 1), &future));
	here = (intptr_t)newest_first((void *)(n - 2));
	atomic_fetch_sub(&tasks, 1); /* that one was a call, not a task */
	return (void *)(here + await(future));
}

static void *oldest_first(void *arg)
{
	intptr_t n = (intptr_t)arg, sum;
	hd_future *older, *newer;

	note_depth();
	if (n < 2)
		return arg;
	must(hd_executor_submit(ex, oldest_first, (void *)(n - 1), &older));
	must(hd_executor_submit(ex, oldest_first, (void *)(n - 2), &newer));
	sum = await(older);
	return (void *)(sum + await(newer));
}

static void show(const char *name, hd_fn *fib)
{
	hd_future *future;
	intptr_t value;

	atomic_store(&tasks, 0);
	atomic_store(&deepest, 0);
	must(hd_executor_submit(ex, fib, (void *)(intptr_t)N, &future));
	value = await(future);
	lesson_say("%s : fib(%d) = %td, %4d tasks, %3d deep", name, N, value,
		   atomic_load(&tasks), atomic_load(&deepest));
}

/* -- refused ------------------------------------------------------------------------- */

static void *waits_for(void *future)
{
	if (!future)
		future = hd_future_current();
	return (void *)(intptr_t)hd_future_result(future, HD_FOREVER, NULL);
}

/* Waits for a task that waits for this one. */
static void *waits_for_its_waiter(void *code)
{
	hd_future *above;

	must(hd_executor_submit(ex, waits_for, hd_future_current(), &above));
	*(int *)code = (int)await(above);
	return NULL;
}

static void refused(void)
{
	hd_future *future;
	int code;

	must(hd_executor_submit(ex, waits_for, NULL, &future));
	lesson_say("it waits for itself             : %s",
		   hd_error_name((int)await(future)));
	must(hd_executor_submit(ex, waits_for_its_waiter, &code, &future));
	await(future);
	lesson_say("it waits for the one below it   : %s", hd_error_name(code));
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "Waiting inside a task, on one worker.", 1, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	show("one half submitted             ", newest_first);
	show("both submitted, older one first", oldest_first);
	if (lesson_workers() == 1)
		refused(); /* on more workers the second of them would not lie below */
	must(hd_executor_free(&ex));
	return lesson_end();
}
