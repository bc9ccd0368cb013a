/* SPDX-License-Identifier: MIT */
/* broken - an initializer that fails breaks its executor: every future that has not started
 * fails with HD_EBROKEN, who submits is told so, and nobody hangs.
 *
 * case first: it fails in the first worker, while two threads submit
 * case second: it fails in the second worker, while the first one has work
 * case sleeping: it fails in the second worker, while the first one sleeps
 * case closing: it fails while somebody shuts down
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include <stdatomic.h>

#include "heddle/executor.h"

static struct {
	hd_executor *executor;
	int good; /* so many initializers succeed */
	atomic_int initializers, runs, failures, refusals;
	pthread_barrier_t pair;
} s;

static void *initialize(void *unused)
{
	if (atomic_fetch_add(&s.initializers, 1) < s.good)
		return unused;
	return hd_raise(7, "no");
}

static void reset(int good)
{
	const hd_executor_options options = {.no_spinning = true,
					     .initializer = initialize};

	memset(&s, 0, sizeof s);
	s.good = good;
	CHECK_INT(pthread_barrier_init(&s.pair, NULL, 2), 0);
	OK(hd_executor_new_threads(2, &options, &s.executor));
}

static void *run(void *arg)
{
	s.runs++;
	return arg;
}

/* Tells that it runs, and goes on when it is told to. */
static void *run_held(void *arg)
{
	pthread_barrier_wait(&s.pair);
	pthread_barrier_wait(&s.pair);
	return run(arg);
}

/* NULL if it was refused. */
static hd_future *submit(hd_fn *fn, int or_code)
{
	hd_future *future = NULL;
	int code = hd_executor_submit(s.executor, fn, NULL, &future);

	CHECK(code == 0 || code == HD_EBROKEN || code == or_code);
	s.refusals += code != 0;
	return future;
}

static void wait_for(hd_future *future)
{
	hd_error error;
	int code;

	if (!future)
		return;
	code = hd_future_result(future, HD_FOREVER, NULL);
	CHECK(code == 0 || code == HD_EFAILED);
	OK(hd_future_exception(future, 0, &error));
	CHECK_INT(error.code, code ? HD_EBROKEN : 0);
	s.failures += code != 0;
	hd_future_unref(future);
}

static void *submit_two(void *unused)
{
	hd_future *a = submit(run, 0), *b = submit(run, 0);

	wait_for(a);
	wait_for(b);
	return unused;
}

static void close_it(int tasks)
{
	hd_future *none = submit(run, HD_ESHUTDOWN);

	CHECK(!none);
	OK(hd_executor_free(&s.executor));
	pthread_barrier_destroy(&s.pair);
	CHECK_INT(s.runs + s.failures + s.refusals, tasks + 1);
}

static void first(void)
{
	pthread_t other;

	reset(0);
	other = start(submit_two, NULL);
	submit_two(NULL);
	join(other);
	CHECK_INT(s.runs, 0);
	close_it(4);
}

/* While the first worker is held, the next task is work for a second one. */
static void second(void)
{
	hd_future *held, *a, *b;

	reset(1);
	held = submit(run_held, 0);
	pthread_barrier_wait(&s.pair);
	a = submit(run, 0);
	b = submit(run, 0);
	pthread_barrier_wait(&s.pair);
	wait_for(held);
	wait_for(a);
	wait_for(b);
	CHECK(s.runs >= 1);
	close_it(3);
}

/* Two threads submit: whether they bring a second worker about depends on the schedule. */
static void sleeping(void)
{
	pthread_t other;

	reset(1);
	wait_for(submit(run, 0));
	other = start(submit_two, NULL);
	submit_two(NULL);
	join(other);
	OK(hd_executor_shutdown(s.executor, true, false));
	close_it(5);
}

static void *shut_down(void *unused)
{
	OK(hd_executor_shutdown(s.executor, true, false));
	return unused;
}

static void closing(void)
{
	pthread_t other;
	hd_future *a, *b;

	reset(0);
	other = start(shut_down, NULL);
	a = submit(run, HD_ESHUTDOWN);
	b = submit(run, HD_ESHUTDOWN);
	wait_for(a);
	wait_for(b);
	join(other);
	CHECK_INT(s.runs, 0);
	close_it(2);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"first", first},     {"second", second}, {"sleeping", sleeping},
		{"closing", closing}, {NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
