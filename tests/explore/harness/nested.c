/* SPDX-License-Identifier: MIT */
/* nested - tasks that submit and wait: a worker that waits works meanwhile, is woken for what it
 * waits for as well as for new work, and passes on what it does not take; and of what stands in
 * its deque each task runs once, wherever.
 *
 * case fork: a task submits two and waits for both, while another worker steals
 * case meet: the two wait for each other: one of them must be stolen
 * case leave: the same, and the task that submitted them ends at once
 * case by_hand: two tasks wait for a future, and the third that comes in settles it
 * case handed: what a task waits for settles while its worker is woken for another task
 * case timed: the same, where the time to wait ends
 * case set: a task waits for two others, of which one may be cancelled
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include <semaphore.h>
#include <stdatomic.h>

#include "executor_private.h"
#include "heddle/wait.h"

static struct {
	hd_executor *executor;
	atomic_int runs;
	hd_future *a, *b; /* what some tasks wait for, or submit */
	pthread_barrier_t pair;
	sem_t other;
} s;

/* Two workers, both started: so work that comes in later has to wake them. */
static void open_it(void)
{
	const hd_executor_options options = {.no_spinning = true};

	memset(&s, 0, sizeof s);
	CHECK_INT(pthread_barrier_init(&s.pair, NULL, 2), 0);
	CHECK_INT(sem_init(&s.other, 0, 0), 0);
	OK(hd_executor_new_threads(2, &options, &s.executor));
	OK(hd_executor_start_all(s.executor));
}

static void close_it(int runs)
{
	OK(hd_executor_free(&s.executor));
	pthread_barrier_destroy(&s.pair);
	sem_destroy(&s.other);
	CHECK_INT(s.runs, runs);
}

static hd_future *submit(hd_fn *fn, void *arg)
{
	hd_future *future;

	OK(hd_executor_submit(s.executor, fn, arg, &future));
	return future;
}

static void *get(hd_future *future)
{
	void *value;

	OK(hd_future_result(future, HD_FOREVER, &value));
	hd_future_unref(future);
	return value;
}

static void *run(void *arg)
{
	s.runs++;
	return arg;
}

static void *run_both(void *fn)
{
	hd_fn *leaf = *(hd_fn **)fn;
	hd_future *a = submit(leaf, &s.a), *b = submit(leaf, &s.b);

	CHECK(get(a) == &s.a);
	CHECK(get(b) == &s.b);
	return NULL;
}

static void fork_join(void)
{
	hd_fn *leaf = run;

	open_it();
	get(submit(run_both, &leaf));
	close_it(2);
}

static void *run_in_pair(void *arg)
{
	pthread_barrier_wait(&s.pair);
	return run(arg);
}

static void meet(void)
{
	hd_fn *leaf = run_in_pair;

	open_it();
	get(submit(run_both, &leaf));
	close_it(2);
}

static void *submit_both(void *unused)
{
	s.a = submit(run_in_pair, NULL);
	s.b = submit(run_in_pair, NULL);
	return unused;
}

static void leave(void)
{
	open_it();
	get(submit(submit_both, NULL));
	get(s.a);
	get(s.b);
	close_it(2);
}

/* -- waiting for what no worker runs ------------------------------------------------------- */

static void *settle(void *future)
{
	OK(hd_future_set_result(future, NULL, NULL));
	return run(NULL);
}

static void *wait_for(void *future)
{
	OK(hd_future_result(future, HD_FOREVER, NULL));
	return run(NULL);
}

static void by_hand(void)
{
	hd_future *a, *b;

	open_it();
	OK(hd_future_new(&s.a));
	a = submit(wait_for, s.a);
	b = submit(wait_for, s.a);
	get(submit(settle, s.a));
	get(a);
	get(b);
	hd_future_unref(s.a);
	close_it(3);
}

/* Goes on when the other task has run: on top of this one, or by another worker. */
static void *run_after_other(void *arg)
{
	CHECK_INT(sem_wait(&s.other), 0);
	return run(arg);
}

static void *run_other(void *arg)
{
	sem_post(&s.other);
	return run(arg);
}

static void *wait_then_other(void *future)
{
	OK(hd_future_result(future, HD_FOREVER, NULL));
	return run_after_other(NULL);
}

static void handed(void)
{
	hd_future *a, *b;
	pthread_t thread;

	open_it();
	OK(hd_future_new(&s.a));
	a = submit(wait_then_other, s.a);
	thread = start(settle, s.a);
	b = submit(run_other, NULL);
	get(a);
	get(b);
	join(thread);
	hd_future_unref(s.a);
	close_it(3);
}

static void *moment_then_other(void *future)
{
	CHECK_INT(hd_future_result(future, 0.001, NULL), HD_ETIMEDOUT);
	return run_after_other(NULL);
}

static void timed(void)
{
	hd_future *a, *b;

	open_it();
	OK(hd_future_new(&s.a));
	a = submit(moment_then_other, s.a);
	b = submit(run_other, NULL);
	get(a);
	get(b);
	hd_future_unref(s.a);
	close_it(2);
}

/* -- waiting for sets ---------------------------------------------------------------------- */

static void *wait_for_set(void *arg)
{
	hd_future *futures[] = {s.a, s.b};
	hd_wait_sets sets;

	OK(hd_wait(futures, 2, HD_FOREVER, HD_ALL_COMPLETED, &sets));
	CHECK_INT(sets.done_count, 2);
	hd_wait_sets_free(&sets);
	return run(arg);
}

static void *cancel_b(void *unused)
{
	hd_future_cancel(s.b);
	return unused;
}

static void set(void)
{
	hd_future *task;
	pthread_t thread;
	bool cancelled;

	open_it();
	s.a = submit(run, NULL);
	s.b = submit(run, NULL);
	task = submit(wait_for_set, NULL);
	thread = start(cancel_b, NULL);
	get(task);
	join(thread);
	cancelled = hd_future_cancelled(s.b);
	hd_future_unref(s.a);
	hd_future_unref(s.b);
	close_it(cancelled ? 2 : 3);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"fork", fork_join},  {"meet", meet},	  {"leave", leave},
		{"by_hand", by_hand}, {"handed", handed}, {"timed", timed},
		{"set", set},	      {NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
