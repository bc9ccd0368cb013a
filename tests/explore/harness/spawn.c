/* SPDX-License-Identifier: MIT */
/* spawn - threads are started when there is more work than threads, and not before: no task
 * waits in a queue while a worker could be started for it, and a chain of submit and result
 * keeps one thread busy.
 *
 * Where tasks wait for each other, fewer threads than tasks would never end.
 *
 * case pair: one thread submits two tasks that wait for each other
 * case two_submitters: two threads submit one task each, and these wait for each other
 * case chain: a result is awaited before the next submit: that is work for one thread
 * case after: two tasks that wait for each other come after a first one has ended
 * case handshake: the thread that submitted ends at once, and its memory with it
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include "heddle/executor.h"

enum { WORKERS = 2 };

static hd_executor *executor;
static pthread_barrier_t pair;

static void open_it(void)
{
	const hd_executor_options options = {.no_spinning = true};

	CHECK_INT(pthread_barrier_init(&pair, NULL, 2), 0);
	OK(hd_executor_new_threads(WORKERS, &options, &executor));
}

static void close_it(int threads)
{
	CHECK_INT(hd_executor_threads(executor, NULL, 0), threads);
	OK(hd_executor_free(&executor));
	pthread_barrier_destroy(&pair);
}

static void *meet(void *arg)
{
	pthread_barrier_wait(&pair);
	return arg;
}

static void *nothing(void *arg)
{
	return arg;
}

static void run_and_wait(hd_fn *fn)
{
	hd_future *future;

	OK(hd_executor_submit(executor, fn, NULL, &future));
	OK(hd_future_result(future, HD_FOREVER, NULL));
	hd_future_unref(future);
}

static void submit_pair(void)
{
	hd_future *a, *b;

	OK(hd_executor_submit(executor, meet, NULL, &a));
	OK(hd_executor_submit(executor, meet, NULL, &b));
	OK(hd_future_result(a, HD_FOREVER, NULL));
	OK(hd_future_result(b, HD_FOREVER, NULL));
	hd_future_unref(a);
	hd_future_unref(b);
}

static void one_pair(void)
{
	open_it();
	submit_pair();
	close_it(2);
}

static void *submit_one(void *unused)
{
	run_and_wait(meet);
	return unused;
}

static void two_submitters(void)
{
	pthread_t other;

	open_it();
	other = start(submit_one, NULL);
	submit_one(NULL);
	join(other);
	close_it(2);
}

static void chain(void)
{
	open_it();
	run_and_wait(nothing);
	run_and_wait(nothing);
	close_it(1);
}

static void after(void)
{
	open_it();
	OK(hd_executor_submit(executor, nothing, NULL, NULL));
	submit_pair();
	close_it(2);
}

static void *submit_and_end(void *unused)
{
	OK(hd_executor_submit(executor, nothing, NULL, NULL));
	return unused;
}

static void handshake(void)
{
	pthread_t a, b;

	open_it();
	a = start(submit_and_end, NULL);
	b = start(submit_and_end, NULL);
	join(a);
	join(b);
	OK(hd_executor_free(&executor));
	pthread_barrier_destroy(&pair);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"pair", one_pair}, {"two_submitters", two_submitters}, {"chain", chain},
		{"after", after},   {"handshake", handshake},		{NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
