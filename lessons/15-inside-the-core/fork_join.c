/* SPDX-License-Identifier: MIT */
/* One piece of work, split in three ways: a task with a future for each half, a branch for each
 * half, and one loop that all workers cut pieces off.
 *
 * A future can be waited for, cancelled and watched by anybody, and each of these may come at
 * any time: so every step of its life is an atomic operation on its word.  A branch belongs to
 * the function that forked it, and nobody else knows it; most are never taken by another
 * worker, and then joining one is a plain call.
 *
 * Predict: fib(22) splits itself 28,656 times and does nothing else.  What does a split cost with
 * a future?  With a branch?  And what does an item of a loop cost, if its work is one addition?
 *
 * A run shows: three times the same sums; the nanoseconds are this machine's.
 */
#include "lesson.h"
#include "measure.h"

enum { N = 22, SPLITS = 28656, FIB = 17711, ITEMS = 1000000 };

static hd_executor *ex;

static void *plainly(void *arg)
{
	intptr_t n = (intptr_t)arg;

	if (n < 2)
		return arg;
	return (void *)((intptr_t)plainly((void *)(n - 1)) +
			(intptr_t)plainly((void *)(n - 2)));
}

static void *with_futures(void *arg)
{
	intptr_t n = (intptr_t)arg, here;
	hd_future *half;
	void *there;

	if (n < 2)
		return arg;
	must(hd_executor_submit(ex, with_futures, (void *)(n - 1), &half));
	here = (intptr_t)with_futures((void *)(n - 2));
	must(hd_future_result(half, HD_FOREVER, &there));
	hd_future_unref(half);
	return (void *)(here + (intptr_t)there);
}

static void *with_branches(void *arg)
{
	intptr_t n = (intptr_t)arg, here;
	hd_branch half;
	void *there;

	if (n < 2)
		return arg;
	hd_branch_fork(&half, with_branches, (void *)(n - 1));
	here = (intptr_t)with_branches((void *)(n - 2));
	must(hd_branch_join(&half, &there));
	return (void *)(here + (intptr_t)there);
}

static void run_fib(void *fn)
{
	hd_future *future;
	void *value;

	must(hd_executor_submit(ex, *(hd_fn **)fn, (void *)N, &future));
	must(hd_future_result(future, HD_FOREVER, &value));
	hd_future_unref(future);
	must((intptr_t)value == FIB ? 0 : HD_EFAILED);
}

static void fib(const char *name, hd_fn *fn)
{
	double ns = measure(run_fib, &fn, SPLITS);

	lesson_say("%-42s fib(%d) = %d   %6.1f ns a split", name, N, FIB, ns);
}

/* -- a loop --------------------------------------------------------------------------- */

static int items[ITEMS];

static void *add_one(void *unused, size_t first, size_t last)
{
	(void)unused;
	for (size_t i = first; i < last; i++)
		items[i]++;
	return NULL;
}

static void run_loop(void *unused)
{
	(void)unused;
	must(hd_executor_for(ex, 0, ITEMS, add_one, NULL, NULL));
}

int main(int argc, char **argv)
{
	double ns;

	lesson_begin(argc, argv, "Halves for others: futures, branches, one loop.", 2,
		     NULL);
	must(hd_executor_new_threads(lesson_workers(), NULL, &ex));
	fib("two calls", plainly);
	fib("a future and a call", with_futures);
	fib("a branch and a call", with_branches);
	ns = measure(run_loop, NULL, ITEMS);
	for (int i = 1; i < ITEMS; i++)
		must(items[i] == items[0] ? 0 : HD_EFAILED);
	lesson_say("%-42s %d items   %6.1f ns an item", "a loop in pieces", ITEMS, ns);
	must(hd_executor_free(&ex));
	return lesson_end();
}
