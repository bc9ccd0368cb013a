/* SPDX-License-Identifier: MIT */
/* What does it cost when tasks make tasks and wait for them?
 *
 * fib(n), with a task for one half of every call down to fib(2), far smaller than anybody
 * should make them: so what is seen is the price of fork and join.  The operations are the
 * forks: fib(n + 1) - 1.
 *
 * forkjoin: each fork gives a future, which could be handed on, cancelled, waited for by others.
 * forkjoin@scoped: a branch that nobody but its own function can see, and that lies on its
 * stack.
 */
#include <stdint.h>

#include "heddle_pool.h"

static long expected, forks;

static void *fib(void *arg)
{
	intptr_t n = (intptr_t)arg, here;
	hd_future *other;
	void *there;

	if (n < 2)
		return arg;
	must(hd_executor_submit(pool.executor, fib, (void *)(n - 1), &other),
	     "hd_executor_submit");
	here = (intptr_t)fib((void *)(n - 2));
	must(hd_future_result(other, HD_FOREVER, &there), "hd_future_result");
	hd_future_unref(other);
	return (void *)(here + (intptr_t)there);
}

static void *scoped_fib(void *arg)
{
	intptr_t n = (intptr_t)arg, here;
	hd_branch other;
	void *there;

	if (n < 2)
		return arg;
	hd_branch_fork(&other, scoped_fib, (void *)(n - 1));
	here = (intptr_t)scoped_fib((void *)(n - 2));
	must(hd_branch_join(&other, &there), "hd_branch_join");
	return (void *)(here + (intptr_t)there);
}

/* The first call is a task too, so that a worker makes it. */
static long call(hd_fn *function)
{
	hd_future *root;
	void *result;

	must(hd_executor_submit(pool.executor, function, (void *)(intptr_t)pool.n, &root),
	     "hd_executor_submit");
	must(hd_future_result(root, HD_FOREVER, &result), "hd_future_result");
	hd_future_unref(root);
	if ((intptr_t)result != expected)
		bench_fail("fib(%ld) is %ld, not %ld", pool.n, (long)(intptr_t)result,
			   expected);
	return forks;
}

static long with_futures(void)
{
	return call(fib);
}

static long scoped(void)
{
	return call(scoped_fib);
}

static const char *open_fib(const struct bench_case *c)
{
	long a = 0, b = 1;

	if (c->n < 2 || c->n > 50)
		return "n is from 2 to 50: below nothing is forked, above it takes hours";
	for (long i = 0; i < c->n; i++) {
		long next = a + b;

		a = b;
		b = next;
	}
	expected = a;
	forks = b - 1;
	return pool_open(c);
}

static const struct bench benches[] = {
	{"forkjoin", open_fib, with_futures, pool_close},
	{"forkjoin@scoped", open_fib, scoped, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
