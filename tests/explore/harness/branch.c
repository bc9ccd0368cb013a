/* SPDX-License-Identifier: MIT */
/* branch - fork and join: of an owner, a thief, and whoever empties the queues, exactly one gets
 * hold of a branch; the owner has its result when join returns, and no other thread touches the
 * owner's stack after that.
 *
 * case halves: a task forks twice, one inside the other, while another worker steals
 * case meet: a branch waits for its owner: it must be stolen
 * case asleep: the owner joins while its branch runs elsewhere, and sleeps
 * case below: a submitted task lies above the branch
 * case cancel: somebody shuts down and cancels while branches lie there
 * case broken: a branch starts the second worker, and its initializer fails
 * case growing: a branch starts the second worker, and two more lie there
 * case failure: a stolen branch raises
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include <semaphore.h>
#include <stdatomic.h>

#include "executor_private.h"
#include "heddle/branch.h"

static struct {
	hd_executor *executor;
	int good; /* so many initializers succeed */
	atomic_int runs, initializers;
	pthread_barrier_t pair;
	sem_t forked;
} s;

static void *initialize(void *unused)
{
	return atomic_fetch_add(&s.initializers, 1) < s.good ? unused : hd_raise(7, "no");
}

static void open_it(int good)
{
	const hd_executor_options options = {.no_spinning = true,
					     .initializer = initialize};

	memset(&s, 0, sizeof s);
	s.good = good;
	CHECK_INT(pthread_barrier_init(&s.pair, NULL, 2), 0);
	CHECK_INT(sem_init(&s.forked, 0, 0), 0);
	OK(hd_executor_new_threads(2, &options, &s.executor));
}

static void close_it(int runs)
{
	OK(hd_executor_free(&s.executor));
	pthread_barrier_destroy(&s.pair);
	sem_destroy(&s.forked);
	CHECK_INT(s.runs, runs);
}

static void *run(void *arg)
{
	s.runs++;
	return arg;
}

static void check_join(hd_branch *branch, const void *expected)
{
	void *value = NULL;

	OK(hd_branch_join(branch, &value));
	CHECK(value == expected);
}

/* Runs the task to its end. */
static void run_task(hd_fn *fn)
{
	hd_future *future;

	OK(hd_executor_submit(s.executor, fn, NULL, &future));
	OK(hd_future_result(future, HD_FOREVER, NULL));
	hd_future_unref(future);
}

/* The same with both workers there: so the thief has to be woken. */
static void run_between_two(hd_fn *fn, int runs)
{
	open_it(2);
	OK(hd_executor_start_all(s.executor));
	run_task(fn);
	close_it(runs);
}

/* On a stack that is used again at once. */
static void *fork_inner(void *arg)
{
	hd_branch branch;

	hd_branch_fork(&branch, run, arg);
	s.runs++;
	check_join(&branch, arg);
	return arg;
}

static void *fork_outer(void *arg)
{
	hd_branch branch;

	hd_branch_fork(&branch, fork_inner, &s);
	fork_inner(arg);
	check_join(&branch, &s);
	return fork_inner(arg);
}

static void halves(void)
{
	run_between_two(fork_outer, 6);
}

static void *run_in_pair(void *arg)
{
	pthread_barrier_wait(&s.pair);
	return run(arg);
}

static void *fork_and_meet(void *arg)
{
	hd_branch branch;

	hd_branch_fork(&branch, run_in_pair, &s);
	run_in_pair(NULL);
	check_join(&branch, &s);
	return arg;
}

static void meet(void)
{
	run_between_two(fork_and_meet, 2);
}

static void *post_and_run(void *arg)
{
	sem_post(&s.forked);
	return run(arg);
}

static void *fork_and_sleep(void *arg)
{
	hd_branch branch;

	hd_branch_fork(&branch, post_and_run, &s);
	CHECK_INT(sem_wait(&s.forked), 0);
	check_join(&branch, &s);
	return arg;
}

static void asleep(void)
{
	run_between_two(fork_and_sleep, 1);
}

static void *fork_below(void *arg)
{
	hd_branch first, second;

	hd_branch_fork(&first, run, &first);
	hd_branch_fork(&second, run, &second);
	OK(hd_executor_submit(s.executor, run, NULL, NULL));
	check_join(&second, &second);
	check_join(&first, &first);
	return arg;
}

static void below(void)
{
	run_between_two(fork_below, 3);
}

/* -- ends -------------------------------------------------------------------------------------- */

static void *fork_two(void *arg)
{
	hd_branch first, second;

	hd_branch_fork(&first, run, &first);
	hd_branch_fork(&second, run, &second);
	sem_post(&s.forked);
	check_join(&second, &second);
	check_join(&first, &first);
	hd_branch_fork(&first, run, &first);
	check_join(&first, &first);
	return arg;
}

static void cancel(void)
{
	open_it(2);
	OK(hd_executor_start_all(s.executor));
	OK(hd_executor_submit(s.executor, fork_two, NULL, NULL));
	CHECK_INT(sem_wait(&s.forked), 0);
	OK(hd_executor_shutdown(s.executor, true, true));
	close_it(3);
}

static void broken(void)
{
	open_it(1);
	run_task(fork_two);
	CHECK_INT(s.initializers, 2);
	CHECK_INT(hd_executor_submit(s.executor, run, NULL, NULL), HD_EBROKEN);
	close_it(3);
}

static void growing(void)
{
	open_it(2);
	run_task(fork_outer);
	CHECK_INT(s.initializers, 2);
	close_it(6);
}

static void *raise(void *arg)
{
	run(arg);
	return hd_raise(12, "%s", "words");
}

static void *fork_failing(void *arg)
{
	hd_branch branch;

	hd_branch_fork(&branch, raise, NULL);
	CHECK_INT(hd_branch_join(&branch, NULL), HD_EFAILED);
	CHECK_INT(hd_branch_exception(&branch).code, 12);
	CHECK(!strcmp(hd_branch_exception(&branch).message, "words"));
	hd_branch_destroy(&branch);
	return arg;
}

static void failure(void)
{
	run_between_two(fork_failing, 1);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"halves", halves},   {"meet", meet},	    {"asleep", asleep},
		{"below", below},     {"cancel", cancel},   {"broken", broken},
		{"growing", growing}, {"failure", failure}, {NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
