/* SPDX-License-Identifier: MIT */
/* for - a loop whose pieces run on all workers.
 *
 * Each worker gets one task, and all of them cut pieces off the same range: large ones at
 * first, smaller ones towards the end, so that they finish together whatever the single
 * items cost.  (Polychronopoulos, Kuck: Guided Self-Scheduling, IEEE Transactions on
 * Computers, 1987.)
 */
#include <stdatomic.h>
#include <stdlib.h>

#include "executor_private.h"
#include "sync.h"

enum { PIECES = 4 }; /* what is left makes so many pieces for each worker */

/* On the caller's stack: he waits for all tasks before he returns. */
struct loop {
	hd_range_fn *body;
	void *arg;
	size_t last, parts;
	_Alignas(HD_CACHE_LINE) _Atomic size_t next;
};

/* Cuts the next piece: false when nothing is left. */
static bool cut(struct loop *loop, size_t *first, size_t *last)
{
	/* relaxed: only who gets which piece is decided here; the items come with the tasks */
	size_t next = atomic_load_explicit(&loop->next, memory_order_relaxed), size;

	do {
		if (next >= loop->last)
			return false;
		size = (loop->last - next) / loop->parts;
		size = size ? size : 1;
	} while (!atomic_compare_exchange_weak_explicit(&loop->next, &next, next + size,
							memory_order_relaxed,
							memory_order_relaxed));
	*first = next;
	*last = next + size;
	return true;
}

static void *run_pieces(void *arg)
{
	struct loop *loop = arg;
	size_t first, last;
	void *stop = NULL;

	while (!stop && cut(loop, &first, &last))
		stop = loop->body(loop->arg, first, last);
	if (stop)
		atomic_store(&loop->next, loop->last);
	return stop;
}

/* Waits for all tasks.  The first failure counts before anything else, and its future is given
 * away; the other codes are of tasks that never ran. */
static int await_all(hd_future **futures, size_t count, hd_future **failed)
{
	int code = 0;

	for (size_t i = 0; i < count; i++) {
		int one = hd_future_result(futures[i], HD_FOREVER, NULL);
		bool first = one == HD_EFAILED && code != HD_EFAILED;

		if (first && failed)
			*failed = hd_future_ref(futures[i]);
		if (first || !code)
			code = one;
		hd_future_unref(futures[i]);
	}
	return code;
}

int hd_executor_for(hd_executor *executor, size_t first, size_t last, hd_range_fn *body,
		    void *arg, hd_future **failed)
{
	size_t items = last > first ? last - first : 0, tasks = 0;
	size_t most = (size_t)executor->workers;
	struct loop loop = {body, arg, last, PIECES * most, first};
	hd_future **futures;
	int code, refused = 0;

	if (!body)
		return HD_EINVAL;
	most = most < items ? most : items;
	futures = malloc((most ? most : 1) * sizeof(hd_future *));
	if (!futures)
		return HD_ENOMEM;
	while (tasks < most) {
		refused =
			hd_executor_submit(executor, run_pieces, &loop, &futures[tasks]);
		if (refused)
			break;
		tasks++;
	}
	code = await_all(futures, tasks, failed);
	free(futures);
	if (code == HD_ECANCELLED && atomic_load(&loop.next) >= last)
		code = 0;
	return tasks ? code : refused;
}
