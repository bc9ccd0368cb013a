/* SPDX-License-Identifier: MIT */
/* run - a task between the worker that runs it, its owner, and the last handle: it runs or is
 * cancelled, never both; its result is whole for whoever sees that it is there; its argument is
 * dropped if it never ran, its result freed once.
 *
 * case taken: a worker begins the task, one thread cancels it, another one waits
 * case watched: the same, and a callback is added
 * case forgotten: a worker runs the task while the last handles go
 * case adopted: a future made by hand is submitted while another thread cancels it
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include <stdatomic.h>

#include "heddle/wait.h"
#include "settle.h"
#include "task.h"

static struct {
	hd_future *future;
	atomic_int runs, cancels, drops, frees, calls;
} s;

static void *forty_two(void *arg)
{
	int *value = malloc(sizeof *value);

	CHECK(value);
	s.runs++;
	*value = *(int *)arg;
	return value;
}

static void free_value(void *value)
{
	s.frees++;
	free(value);
}

static void drop(void *arg)
{
	CHECK_INT(*(int *)arg, 42);
	s.drops++;
}

/* What a worker does with a task that it took: see run in lib/worker.c. */
static void *work(void *task)
{
	if (hd_task_begin(task)) {
		hd_task_call(task, NULL);
		hd_task_finish(task);
	} else {
		hd_task_unref(task);
	}
	return NULL;
}

static void *cancel(void *unused)
{
	s.cancels += hd_future_cancel(s.future);
	hd_future_unref(s.future);
	return unused;
}

/* A task as submit makes it: one reference for the worker, and two more. */
static void submit(int *arg)
{
	const hd_task options = {.arg = arg, .drop = drop, .free_result = free_value};

	memset(&s, 0, sizeof s);
	s.future =
		hd_task_new(forty_two, arg, HD_PENDING | HD_SUBMITTED | 3 * HD_ONE_REF);
	CHECK(s.future);
	OK(hd_task_equip(s.future, &options, NULL));
	*arg = 42;
}

/* It is done: gives the code of its result. */
static int check_outcome(hd_future *future)
{
	void *value = NULL;
	int code = hd_future_result(future, 0, &value);

	if (code == 0)
		CHECK_INT(*(int *)value, 42);
	else
		CHECK_INT(code, HD_ECANCELLED);
	return code;
}

/* Waits as for a set of futures: an executor's is notified when it is cancelled. */
static int wait_for_set(void)
{
	hd_wait_sets sets;

	OK(hd_wait(&s.future, 1, HD_FOREVER, HD_ALL_COMPLETED, &sets));
	CHECK_INT(sets.done_count, 1);
	hd_wait_sets_free(&sets);
	return check_outcome(s.future);
}

/* All threads have ended, and the future is gone. */
static void check_counts(int code)
{
	CHECK_INT(s.runs, code == 0);
	CHECK_INT(s.cancels, code == HD_ECANCELLED);
	CHECK_INT(s.drops, s.cancels);
	CHECK_INT(s.frees, s.runs);
}

static void taken(void)
{
	pthread_t a, b;
	int arg, code;

	submit(&arg);
	a = start(work, s.future);
	b = start(cancel, NULL);
	code = wait_for_set();
	hd_future_unref(s.future);
	join(a);
	join(b);
	check_counts(code);
}

static void *called(hd_future *future, void *unused)
{
	check_outcome(future);
	s.calls++;
	return unused;
}

static void watched(void)
{
	pthread_t a, b;
	int arg, code;

	submit(&arg);
	a = start(work, s.future);
	b = start(cancel, NULL);
	OK(hd_future_add_done_callback(s.future, called, NULL));
	code = hd_future_result(s.future, HD_FOREVER, NULL);
	CHECK_INT(check_outcome(s.future), code);
	hd_future_unref(s.future);
	join(a);
	join(b);
	check_counts(code);
	CHECK_INT(s.calls, 1);
}

static void forgotten(void)
{
	pthread_t a, b;
	int arg;

	submit(&arg);
	a = start(work, s.future);
	b = start(cancel, NULL);
	hd_future_unref(s.future);
	join(a);
	join(b);
	check_counts(s.runs ? 0 : HD_ECANCELLED);
}

/* As submit_onto in lib/executor.c. */
static bool adopt(int *arg)
{
	const hd_task options = {.drop = drop, .free_result = free_value};

	if (!hd_task_adopt(s.future))
		return false;
	*arg = 42;
	s.future->fn = forty_two;
	s.future->arg = arg;
	OK(hd_task_equip(s.future, &options, NULL));
	hd_task_publish(s.future);
	return true;
}

static void adopted(void)
{
	pthread_t a, b = 0;
	bool submitted;
	int arg, code;

	memset(&s, 0, sizeof s);
	OK(hd_future_new(&s.future));
	hd_future_ref(s.future);
	a = start(cancel, NULL);
	submitted = adopt(&arg);
	if (submitted)
		b = start(work, s.future);
	code = hd_future_result(s.future, HD_FOREVER, NULL);
	CHECK_INT(check_outcome(s.future), code);
	hd_future_unref(s.future);
	join(a);
	if (submitted)
		join(b);
	CHECK_INT(s.runs + s.cancels, 1);
	CHECK_INT(s.drops, submitted && s.cancels);
	CHECK_INT(s.frees, s.runs);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"taken", taken},     {"watched", watched}, {"forgotten", forgotten},
		{"adopted", adopted}, {NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
