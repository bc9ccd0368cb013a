/* SPDX-License-Identifier: MIT */
/* The contract of initializers and broken executors. */
#include "probe.h"

static hd_executor *with_initializer(int workers, hd_fn *initializer, void *arg)
{
	hd_executor_options options = {.initializer = initializer, .initarg = arg};
	hd_executor *ex;

	OK(hd_executor_new_threads(workers, &options, &ex));
	return ex;
}

static _Thread_local int initialized;

static void *init_count(void *count)
{
	initialized++;
	return task_count(count);
}

static void *hold_initialized(void *g)
{
	CHECK_INT(initialized, 1);
	task_hold(g);
	return PTR(initialized);
}

/* Catches: an initializer that runs once a pool, after the task, or before each task. */
static void once_in_each_worker(void)
{
	atomic_int count = 0;
	hd_executor *ex = with_initializer(4, init_count, &count);
	hd_future *f[12];
	gate g = GATE;

	CHECK_INT(count, 0);
	for (int i = 0; i < 12; i++)
		f[i] = submit(ex, hold_initialized, &g);
	gate_await(&g, 4);
	CHECK_INT(count, 4);
	gate_open(&g);
	for (int i = 0; i < 12; i++) {
		CHECK_INT(INT(value_of(f[i])), 1);
		hd_future_unref(f[i]);
	}
	OK(hd_executor_free(&ex));
	CHECK_INT(count, 4);
}

static void *hold_init(void *g)
{
	task_hold(g);
	return NULL;
}

/* Catches: a first task that does not wait for the initializer. */
static void before_the_first_task(void)
{
	gate g = GATE;
	hd_executor *ex = with_initializer(1, hold_init, &g);
	hd_future *f = submit(ex, task_same, NULL);

	gate_await(&g, 1);
	CHECK_INT(hd_future_state(f), HD_PENDING);
	gate_open(&g);
	value_of(f);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void *raise_and_go_on(void *arg)
{
	hd_raise(1, "not returned");
	return arg;
}

static void returning_is_success(void)
{
	hd_executor *ex = with_initializer(2, raise_and_go_on, PTR(17));
	hd_future *f = submit(ex, task_square, PTR(3));

	CHECK_INT(INT(value_of(f)), 9);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void *hold_and_fail(void *g)
{
	task_hold(g);
	return hd_raise(12, "no licence");
}

/* Waits until submit is refused, which follows the failure of the initializer. */
static void check_broken(hd_executor *ex)
{
	hd_future *f = (hd_future *)ex;

	CHECK_CODE(hd_executor_submit(ex, task_same, NULL, &f), HD_EBROKEN);
	CHECK_PTR(f, ex);
}

static void *wait_for_three(void *f)
{
	OK(hd_wait(f, 3, HD_FOREVER, HD_ALL_COMPLETED, NULL));
	return NULL;
}

static void *wait_for_one(void *f)
{
	return PTR(hd_future_result(f, HD_FOREVER, NULL));
}

/* Catches: submitters that wait for ever; pending futures that are forgotten; arguments
 * that are not dropped. */
static void failure_breaks(void)
{
	gate g = GATE;
	hd_executor *ex = with_initializer(1, hold_and_fail, &g);
	atomic_int calls = 0, count = 0;
	hd_task task = {.fn = task_count, .arg = &count, .drop = count_drop};
	hd_future *f[3];
	runner set, one;

	for (int i = 0; i < 3; i++) {
		OK(hd_executor_submit_task(ex, &task, &f[i]));
		OK(hd_future_add_done_callback(f[i], callback_count, &calls));
	}
	runner_start(&set, wait_for_three, f);
	runner_start(&one, wait_for_one, f[1]);
	runner_asleep(&set);
	runner_asleep(&one);
	gate_open(&g);
	runner_join(&set);
	CHECK_CODE((int)INT(runner_join(&one)), HD_EFAILED);
	for (int i = 0; i < 3; i++) {
		const char *message = failure_of(f[i], HD_EBROKEN).message;

		CHECK(strstr(message, hd_strerror(HD_EBROKEN)) == message);
		CHECK(strstr(message, "no licence") != NULL);
	}
	check_broken(ex);
	OK(hd_executor_shutdown(ex, true, false));
	OK(hd_executor_free(&ex));
	for (int i = 0; i < 3; i++)
		hd_future_unref(f[i]);
	CHECK_INT(calls, 3);
	CHECK_INT(count, 0);
	CHECK_INT(drops, 3);
}

static void failure_of_all_workers(void)
{
	for (int round = 0; round < probe_scaled(100); round++) {
		gate g = GATE;
		hd_executor *ex = with_initializer(3, hold_and_fail, &g);
		hd_future *f[10];

		for (int i = 0; i < 10; i++)
			f[i] = submit(ex, task_same, NULL);
		gate_open(&g);
		for (int i = 0; i < 10; i++) {
			failure_of(f[i], HD_EBROKEN);
			hd_future_unref(f[i]);
		}
		check_broken(ex);
		OK(hd_executor_free(&ex));
	}
}

static atomic_int init_number;

static void *fail_second_init(void *g)
{
	if (init_number++ == 0)
		return NULL;
	gate_wait(g);
	return hd_raise(12, "no licence");
}

/* The second worker cannot start: what the first one runs ends as it would, what is queued
 * fails. */
static void running_task_ends(void)
{
	gate g = GATE, fail = GATE;
	hd_executor *ex = with_initializer(2, fail_second_init, &fail);
	hd_future *running = submit(ex, task_hold, &g), *queued[2];

	gate_await(&g, 1);
	for (int i = 0; i < 2; i++)
		queued[i] = submit(ex, task_same, NULL);
	gate_open(&fail);
	for (int i = 0; i < 2; i++)
		failure_of(queued[i], HD_EBROKEN);
	check_broken(ex);
	CHECK_INT(hd_future_state(running), HD_RUNNING);
	gate_open(&g);
	value_of(running);
	OK(hd_executor_free(&ex));
	hd_future_unref(running);
	for (int i = 0; i < 2; i++)
		hd_future_unref(queued[i]);
}

static void map_on_broken(void)
{
	gate g = GATE;
	hd_executor *ex = with_initializer(1, hold_and_fail, &g);
	hd_input input = hd_range(0, 10);
	hd_map *map = (hd_map *)&g, *early;
	void *result;

	OK(hd_executor_map(ex, task_same, &input, 1, NULL, &early));
	gate_open(&g);
	CHECK_CODE(hd_map_next(early, &result), HD_EFAILED);
	CHECK_INT(hd_map_exception(early).code, HD_EBROKEN);
	CHECK_CODE(hd_map_next(early, &result), HD_END);
	hd_map_free(&early);
	CHECK_CODE(hd_executor_map(ex, task_same, &input, 1, NULL, &map), HD_EBROKEN);
	CHECK_PTR(map, &g);
	OK(hd_executor_free(&ex));
}

static void iterated_on_broken(void)
{
	gate g = GATE;
	hd_executor *ex = with_initializer(2, hold_and_fail, &g);
	hd_as_completed *it;
	hd_future *f[5], *out;

	for (int i = 0; i < 5; i++)
		f[i] = submit(ex, task_same, NULL);
	OK(hd_as_completed_new(f, 5, HD_FOREVER, &it));
	gate_open(&g);
	for (int i = 0; i < 5; i++) {
		OK(hd_as_completed_next(it, &out));
		failure_of(out, HD_EBROKEN);
	}
	CHECK_CODE(hd_as_completed_next(it, &out), HD_END);
	hd_as_completed_free(&it);
	for (int i = 0; i < 5; i++)
		hd_future_unref(f[i]);
	OK(hd_executor_free(&ex));
}

/* Broken says more than shut down, whichever came first. */
static void broken_before_shut_down(void)
{
	for (int first = 0; first < 2; first++) {
		gate g = GATE;
		hd_executor *ex = with_initializer(1, hold_and_fail, &g);
		hd_future *f = submit(ex, task_same, NULL);

		if (first)
			OK(hd_executor_shutdown(ex, false, false));
		gate_open(&g);
		failure_of(f, HD_EBROKEN);
		OK(hd_executor_shutdown(ex, true, false));
		CHECK_CODE(hd_executor_submit(ex, task_same, NULL, NULL), HD_EBROKEN);
		hd_future_unref(f);
		OK(hd_executor_free(&ex));
	}
}

static const probe_case cases[] = {
	CASE(once_in_each_worker, "once in each worker, with its argument"),
	CASE(before_the_first_task, "before the worker's first task"),
	CASE(returning_is_success, "what it returns does not matter, unless it raises"),
	CASE(failure_breaks, "its failure fails what is pending and what comes"),
	CASE(failure_of_all_workers, "all workers fail at once"),
	CASE(broken_before_shut_down, "broken says more than shut down"),
	CASE(running_task_ends, "a task that runs meanwhile ends as it would"),
	CASE(map_on_broken, "map on a broken executor"),
	CASE(iterated_on_broken, "as_completed ends on a broken executor"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
