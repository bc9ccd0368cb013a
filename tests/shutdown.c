/* SPDX-License-Identifier: MIT */
/* The contract of shutdown, free, drop and exit: nothing is lost, nobody waits for himself. */
#include "probe.h"

/* -- after shutdown -------------------------------------------------------------------------- */

/* Catches: work that is taken in and never run. */
static void refuses_work(void)
{
	hd_executor *ex = executor_of(2);
	hd_future *f = (hd_future *)&ex;
	hd_task task = {.fn = task_same, .arg = PTR(1), .drop = count_drop};

	OK(hd_executor_shutdown(ex, true, false));
	CHECK_CODE(hd_executor_submit(ex, task_same, NULL, &f), HD_ESHUTDOWN);
	CHECK_CODE(hd_executor_submit(ex, task_same, NULL, NULL), HD_ESHUTDOWN);
	CHECK_CODE(hd_executor_submit_copy(ex, task_same, "x", 1, &f), HD_ESHUTDOWN);
	CHECK_CODE(hd_executor_submit_task(ex, &task, &f), HD_ESHUTDOWN);
	CHECK_PTR(f, &ex);
	CHECK_INT(drops, 0);
	CHECK_STR(hd_strerror(HD_ESHUTDOWN),
		  "cannot schedule new futures after shutdown");
	OK(hd_executor_free(&ex));
}

static void refuses_while_working(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);

	OK(hd_executor_shutdown(ex, false, false));
	CHECK_CODE(hd_executor_submit(ex, task_same, NULL, NULL), HD_ESHUTDOWN);
	gate_open(&g);
	OK(hd_executor_free(&ex));
}

static void again(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f = submit(ex, task_same, NULL);

	OK(hd_executor_shutdown(ex, false, false));
	OK(hd_executor_shutdown(ex, false, false));
	CHECK_INT(hd_future_state(f), HD_PENDING);
	OK(hd_executor_shutdown(ex, false, true));
	CHECK_INT(hd_future_state(f), HD_CANCELLED_AND_NOTIFIED);
	gate_open(&g);
	OK(hd_executor_shutdown(ex, true, false));
	OK(hd_executor_shutdown(ex, true, true));
	OK(hd_executor_shutdown(ex, false, false));
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void of_unused(void)
{
	hd_executor *ex = executor_of(2);

	OK(hd_executor_shutdown(ex, true, true));
	CHECK_INT(hd_executor_threads(ex, NULL, 0), 0);
	OK(hd_executor_free(&ex));
}

/* -- what was accepted ------------------------------------------------------------------------- */

/* Catches: queued work that is dropped. */
static void queued_work_runs(void)
{
	enum { TASKS = 50 };
	gate g = GATE;
	hd_executor *ex = executor_of(4);
	hd_future *f[TASKS];
	atomic_int count = 0;

	for (int i = 0; i < 4; i++)
		OK(hd_executor_submit(ex, task_hold, &g, NULL));
	gate_await(&g, 4);
	for (int i = 0; i < TASKS; i++)
		f[i] = submit(ex, task_count, &count);
	OK(hd_executor_shutdown(ex, false, false));
	gate_open(&g);
	OK(hd_executor_shutdown(ex, true, false));
	CHECK_INT(count, TASKS);
	for (int i = 0; i < TASKS; i++) {
		OK(hd_future_result(f[i], 0, NULL));
		hd_future_unref(f[i]);
	}
	OK(hd_executor_free(&ex));
}

static void *shutdown_waiting(void *ex)
{
	OK(hd_executor_shutdown(ex, true, false));
	return NULL;
}

static struct {
	gate hold;
	atomic_bool ended;
} last = {GATE, false};

static void *hold_then_end(void *arg)
{
	task_hold(&last.hold);
	last.ended = true;
	return arg;
}

/* Catches: a wait that returns while the last task still runs. */
static void waits_for_running(void)
{
	hd_executor *ex = executor_of(2);
	hd_thread *threads[2];
	runner r;

	OK(hd_executor_submit(ex, hold_then_end, NULL, NULL));
	gate_await(&last.hold, 1);
	CHECK_INT(hd_executor_threads(ex, threads, 2), 1);
	runner_start(&r, shutdown_waiting, ex);
	runner_asleep(&r);
	CHECK(!r.ended);
	gate_open(&last.hold);
	runner_join(&r);
	CHECK(last.ended);
	CHECK(!hd_thread_alive(threads[0]));
	hd_thread_unref(threads[0]);
	OK(hd_executor_free(&ex));
}

static void does_not_wait(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);

	OK(hd_executor_shutdown(ex, false, false));
	CHECK(!gate_is_open(&g));
	gate_open(&g);
	OK(hd_executor_free(&ex));
}

/* Catches: a shutdown that wakes one of several who wait for it. */
static void by_many(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	runner r[4];

	for (int i = 0; i < 4; i++)
		runner_start(&r[i], shutdown_waiting, ex);
	for (int i = 0; i < 4; i++)
		runner_asleep(&r[i]);
	gate_open(&g);
	for (int i = 0; i < 4; i++)
		runner_join(&r[i]);
	OK(hd_executor_free(&ex));
}

/* Workers are asleep when shutdown comes.  Catches: a shutdown that wakes one of them. */
static void wakes_idle_workers(void)
{
	for (int round = 0; round < probe_scaled(50); round++) {
		hd_executor_options options = {.no_spinning = round % 2};
		hd_executor *ex;
		gate g = GATE;

		OK(hd_executor_new_threads(4, &options, &ex));
		for (int i = 0; i < 4; i++)
			OK(hd_executor_submit(ex, task_hold, &g, NULL));
		gate_await(&g, 4);
		gate_open(&g);
		OK(hd_executor_shutdown(ex, true, false));
		OK(hd_executor_free(&ex));
	}
}

/* -- cancel_futures ------------------------------------------------------------------------------ */

static void *wait_for_all(void *arg)
{
	hd_future **f = arg;

	OK(hd_wait(f, 20, HD_FOREVER, HD_ALL_COMPLETED, NULL));
	return NULL;
}

static void *wait_for_result(void *f)
{
	return PTR(hd_future_result(f, HD_FOREVER, NULL));
}

/* Catches: cancelled futures that nobody hears of; arguments dropped never or twice. */
static void cancel_futures(void)
{
	enum { TASKS = 20 };
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f[TASKS];
	atomic_int calls = 0, count = 0;
	hd_task task = {.fn = task_count, .arg = &count, .drop = count_drop};
	runner set, one;

	for (int i = 0; i < TASKS; i++) {
		OK(hd_executor_submit_task(ex, &task, &f[i]));
		OK(hd_future_add_done_callback(f[i], callback_count, &calls));
	}
	runner_start(&set, wait_for_all, f);
	runner_start(&one, wait_for_result, f[7]);
	runner_asleep(&set);
	runner_asleep(&one);
	OK(hd_executor_shutdown(ex, false, true));
	runner_join(&set);
	CHECK_CODE((int)INT(runner_join(&one)), HD_ECANCELLED);
	CHECK_INT(calls, TASKS);
	CHECK_INT(drops, TASKS);
	for (int i = 0; i < TASKS; i++) {
		CHECK_INT(hd_future_state(f[i]), HD_CANCELLED_AND_NOTIFIED);
		hd_future_unref(f[i]);
	}
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_INT(count, 0);
	CHECK_INT(drops, TASKS);
}

static void *cancel_and_wait(void *ex)
{
	OK(hd_executor_shutdown(ex, true, true));
	return NULL;
}

/* What runs ends, what waits is cancelled, whoever shuts down waits for what runs. */
static void cancel_futures_and_wait(void)
{
	gate g = GATE;
	hd_executor *ex = executor_of(2);
	hd_future *running[2], *queued[10];
	runner r;

	for (int i = 0; i < 2; i++)
		running[i] = submit(ex, task_hold, &g);
	gate_await(&g, 2);
	for (int i = 0; i < 10; i++)
		queued[i] = submit(ex, task_same, NULL);
	runner_start(&r, cancel_and_wait, ex);
	for (int i = 0; i < 10; i++) {
		CHECK_CODE(hd_future_result(queued[i], HD_FOREVER, NULL), HD_ECANCELLED);
		hd_future_unref(queued[i]);
	}
	CHECK(!r.ended);
	gate_open(&g);
	runner_join(&r);
	for (int i = 0; i < 2; i++) {
		OK(hd_future_result(running[i], 0, NULL));
		hd_future_unref(running[i]);
	}
	OK(hd_executor_free(&ex));
}

/* A future cancelled just before shutdown (a hang in CPython's process pool). */
static void cancelled_just_before(void)
{
	for (int i = 0; i < probe_scaled(200); i++) {
		hd_executor *ex = executor_of(1);
		hd_future *f = submit(ex, task_same, NULL);

		value_of(f);
		hd_future_unref(f);
		f = submit(ex, task_same, NULL);
		hd_future_cancel(f);
		OK(hd_executor_shutdown(ex, true, false));
		CHECK(hd_future_done(f));
		hd_future_unref(f);
		OK(hd_executor_free(&ex));
	}
}

static void *shutdown_in_callback(hd_future *f, void *ex)
{
	(void)f;
	CHECK_CODE(hd_executor_submit(ex, task_same, NULL, NULL), HD_ESHUTDOWN);
	OK(hd_executor_shutdown(ex, false, true));
	return NULL;
}

static void cancel_callbacks_shut_down(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f[5];

	for (int i = 0; i < 5; i++) {
		f[i] = submit(ex, task_same, NULL);
		OK(hd_future_add_done_callback(f[i], shutdown_in_callback, ex));
	}
	OK(hd_executor_shutdown(ex, false, true));
	for (int i = 0; i < 5; i++) {
		CHECK(hd_future_cancelled(f[i]));
		hd_future_unref(f[i]);
	}
	gate_open(&g);
	OK(hd_executor_free(&ex));
}

/* -- from inside ------------------------------------------------------------------------------- */

static hd_executor *inside;

static void *shut_down_inside(void *arg)
{
	hd_executor *handle = inside;

	CHECK_CODE(hd_executor_shutdown(inside, true, false), HD_EDEADLOCK);
	CHECK_CODE(hd_executor_shutdown(inside, true, true), HD_EDEADLOCK);
	CHECK_CODE(hd_executor_free(&handle), HD_EDEADLOCK);
	CHECK_PTR(handle, inside);
	OK(hd_executor_submit(inside, task_same, NULL, NULL));
	return arg;
}

/* Catches: destroy from a worker that deadlocks, or that frees what it stands on. */
static void from_task(void)
{
	hd_future *f;

	inside = executor_of(2);
	f = submit(inside, shut_down_inside, PTR(1));
	CHECK_INT(INT(value_of(f)), 1);
	hd_future_unref(f);
	OK(hd_executor_submit(inside, task_same, NULL, NULL));
	OK(hd_executor_free(&inside));
}

static void *callback_inside(hd_future *f, void *g)
{
	(void)f;
	shut_down_inside(NULL);
	gate_open(g);
	return NULL;
}

static void from_callback(void)
{
	gate hold = GATE, called = GATE;
	hd_future *f;

	inside = executor_of(1);
	f = submit(inside, task_hold, &hold);
	OK(hd_future_add_done_callback(f, callback_inside, &called));
	gate_open(&hold);
	gate_wait(&called);
	hd_future_unref(f);
	OK(hd_executor_free(&inside));
}

static void *shut_down_without_waiting(void *arg)
{
	(void)arg;
	OK(hd_executor_shutdown(inside, false, false));
	CHECK_CODE(hd_executor_submit(inside, task_same, NULL, NULL), HD_ESHUTDOWN);
	return PTR(5);
}

static void from_task_without_waiting(void)
{
	hd_future *f;

	inside = executor_of(2);
	f = submit(inside, shut_down_without_waiting, NULL);
	CHECK_INT(INT(value_of(f)), 5);
	hd_future_unref(f);
	OK(hd_executor_free(&inside));
}

static void *shut_down_other(void *ex)
{
	OK(hd_executor_shutdown(ex, true, false));
	return PTR(5);
}

static void from_task_of_another(void)
{
	hd_executor *a = executor_of(1), *b = executor_of(1);
	atomic_int count = 0;
	hd_future *f;

	for (int i = 0; i < 10; i++)
		OK(hd_executor_submit(b, task_count, &count, NULL));
	f = submit(a, shut_down_other, b);
	CHECK_INT(INT(value_of(f)), 5);
	CHECK_INT(count, 10);
	hd_future_unref(f);
	OK(hd_executor_free(&a));
	OK(hd_executor_free(&b));
}

static void *drop_inside(void *g)
{
	hd_executor_drop(&inside);
	CHECK_PTR(inside, NULL);
	gate_open(g);
	return NULL;
}

static void drop_from_task(void)
{
	gate g = GATE, dropped = GATE;
	hd_future *f, *queued;

	inside = executor_held(&g);
	f = submit(inside, drop_inside, &dropped);
	queued = submit(inside, task_square, PTR(3));
	gate_open(&g);
	gate_wait(&dropped);
	value_of(f);
	CHECK_INT(INT(value_of(queued)), 9);
	hd_future_unref(f);
	hd_future_unref(queued);
}

/* -- free, drop, threads ------------------------------------------------------------------------- */

/* Catches: destroy that drops queued work. */
static void free_finishes_work(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	atomic_int count = 0;

	for (int i = 0; i < 500; i++)
		OK(hd_executor_submit(ex, task_count, &count, NULL));
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_INT(count, 500);
}

static void drop_finishes_work(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f[50];

	for (int i = 0; i < 50; i++)
		f[i] = submit(ex, task_square, PTR(i));
	hd_executor_drop(&ex);
	gate_open(&g);
	for (int i = 0; i < 50; i++) {
		CHECK_INT(INT(value_of(f[i])), i * i);
		hd_future_unref(f[i]);
	}
}

static void end_of(hd_executor *ex, int how)
{
	if (how == 0)
		OK(hd_executor_shutdown(ex, true, false));
	else if (how == 1)
		OK(hd_executor_shutdown(ex, false, false));
	else
		hd_executor_drop(&ex);
}

/* Threads end after every kind of end, and their handles outlive it. */
static void threads_end(void)
{
	for (int how = 0; how < 3; how++) {
		hd_executor *ex = executor_of(3);
		hd_thread *threads[3];
		gate g = GATE;

		for (int i = 0; i < 3; i++) {
			OK(hd_executor_submit(ex, task_hold, &g, NULL));
			gate_await(&g, i + 1);
		}
		CHECK_INT(hd_executor_threads(ex, threads, 3), 3);
		gate_open(&g);
		end_of(ex, how);
		for (int i = 0; i < 3; i++) {
			OK(hd_thread_join(threads[i], HD_FOREVER, NULL));
			CHECK(!hd_thread_alive(threads[i]));
			OK(hd_thread_join(threads[i], 0, NULL));
		}
		if (how < 2)
			OK(hd_executor_free(&ex));
		for (int i = 0; i < 3; i++) {
			OK(hd_thread_join(threads[i], 0, NULL));
			hd_thread_unref(threads[i]);
		}
	}
}

/* Results that were computed before the executor went can be read after it. */
static void map_after_drop(void)
{
	for (int how = 0; how < 3; how++) {
		hd_executor *ex = executor_of(5);
		hd_input input = hd_range(-5, 5);
		hd_map *map;
		void *result;

		OK(hd_executor_map(ex, task_square, &input, 1, NULL, &map));
		end_of(ex, how);
		for (int i = -5; i < 5; i++) {
			OK(hd_map_next(map, &result));
			CHECK_INT(INT(result), i * i);
		}
		CHECK_CODE(hd_map_next(map, &result), HD_END);
		hd_map_free(&map);
		if (how < 2)
			OK(hd_executor_free(&ex));
	}
}

static void more_work_than_workers(void)
{
	for (int i = 0; i < probe_scaled(200); i++) {
		hd_executor *ex = executor_of(5);
		hd_input input = hd_range(0, 6);

		OK(hd_executor_map(ex, task_same, &input, 1, NULL, NULL));
		OK(hd_executor_shutdown(ex, true, false));
		OK(hd_executor_free(&ex));
	}
}

/* -- everything at once --------------------------------------------------------------------------- */

static void shutdown_all(void)
{
	hd_executor *a = executor_of(2), *b = executor_of(1), *serial;
	atomic_int count = 0;
	hd_pool *pool;

	OK(hd_executor_new_serial(NULL, &serial));
	OK(hd_pool_new(2, NULL, &pool));
	for (int i = 0; i < 100; i++) {
		OK(hd_executor_submit(a, task_count, &count, NULL));
		OK(hd_executor_submit(b, task_count, &count, NULL));
		OK(hd_pool_apply_async(pool, task_count, &count, NULL, NULL));
	}
	hd_shutdown_all();
	CHECK_INT(count, 300);
	CHECK_CODE(hd_executor_submit(a, task_same, NULL, NULL), HD_ESHUTDOWN);
	CHECK_CODE(hd_executor_submit(b, task_same, NULL, NULL), HD_ESHUTDOWN);
	CHECK_CODE(hd_pool_apply_async(pool, task_same, NULL, NULL, NULL), HD_EPOOLSTATE);
	hd_shutdown_all();
	OK(hd_executor_free(&a));
	OK(hd_executor_free(&b));
	OK(hd_executor_free(&serial));
	OK(hd_pool_free(&pool));
}

static void *all_from_inside(void *other)
{
	hd_shutdown_all();
	CHECK_CODE(hd_executor_submit(other, task_same, NULL, NULL), HD_ESHUTDOWN);
	return PTR(5);
}

static void shutdown_all_from_task(void)
{
	hd_executor *other = executor_of(1);
	hd_future *f;

	OK(hd_executor_submit(other, task_same, NULL, NULL));
	inside = executor_of(1);
	f = submit(inside, all_from_inside, other);
	CHECK_INT(INT(value_of(f)), 5);
	hd_future_unref(f);
	OK(hd_executor_free(&inside));
	OK(hd_executor_free(&other));
}

static hd_future *submitted[3];

static void *submit_three_and_hold(void *g)
{
	for (int i = 0; i < 3; i++)
		submitted[i] = submit(inside, task_same, NULL);
	return task_hold(g);
}

/* Catches: tasks that stand in a worker's own queue, and run though they were cancelled. */
static void cancel_futures_of_task(void)
{
	gate g = GATE;

	inside = executor_of(1);
	OK(hd_executor_submit(inside, submit_three_and_hold, &g, NULL));
	gate_await(&g, 1);
	OK(hd_executor_shutdown(inside, false, true));
	for (int i = 0; i < 3; i++)
		CHECK_INT(hd_future_state(submitted[i]), HD_CANCELLED_AND_NOTIFIED);
	gate_open(&g);
	OK(hd_executor_free(&inside));
	for (int i = 0; i < 3; i++)
		hd_future_unref(submitted[i]);
}

static gate late = GATE;
static hd_executor *made_late;
static atomic_int late_work;

static void *make_another(void *arg)
{
	gate_arrive(&late);
	gate_wait(&late);
	made_late = executor_of(1);
	for (int i = 0; i < 50; i++)
		OK(hd_executor_submit(made_late, task_count, &late_work, NULL));
	return arg;
}

static void *all_outside(void *arg)
{
	hd_shutdown_all();
	CHECK_INT(late_work, 50);
	CHECK_CODE(hd_executor_submit(made_late, task_same, NULL, NULL), HD_ESHUTDOWN);
	return arg;
}

/* Catches: an executor that a task makes while all are being shut down, and that is missed. */
static void shutdown_all_finds_new(void)
{
	hd_executor *ex = executor_of(1);
	runner r;

	OK(hd_executor_submit(ex, make_another, NULL, NULL));
	gate_await(&late, 1);
	runner_start(&r, all_outside, NULL);
	runner_asleep(&r);
	gate_open(&late);
	runner_join(&r);
	OK(hd_executor_free(&ex));
	OK(hd_executor_free(&made_late));
}

static void *all_and_open(void *g)
{
	hd_shutdown_all();
	gate_open(g);
	return NULL;
}

/* Catches: a task that waits for the other workers of its own executor. */
static void shutdown_all_beside_task(void)
{
	gate g = GATE;

	inside = executor_of(2);
	OK(hd_executor_submit(inside, task_hold, &g, NULL));
	gate_await(&g, 1);
	OK(hd_executor_submit(inside, all_and_open, &g, NULL));
	gate_wait(&g);
	OK(hd_executor_free(&inside));
}

static void *all_and_exit(void *arg)
{
	hd_shutdown_all();
	CHECK_CODE(hd_executor_submit(inside, task_same, NULL, NULL), HD_ESHUTDOWN);
	return arg;
}

/* Leaves main without waiting: at exit it is called again, and waits for this one too. */
static void shutdown_all_twice(void)
{
	inside = executor_of(1);
	OK(hd_executor_submit(inside, all_and_exit, NULL, NULL));
	hd_shutdown_all();
	hd_shutdown_all();
	OK(hd_executor_free(&inside));
}

/* -- at exit: what these print is checked from outside ---------------------------------------------- */

static gate exit_gate = GATE;
static hd_executor *at_exit;

static void *print_apple(void *arg)
{
	(void)arg;
	gate_wait(&exit_gate);
	puts("apple");
	fflush(stdout);
	return NULL;
}

/* Leaves main with a task that cannot have ended: the gate opens as the last thing. */
static void leave_with_apple(void (*end)(void))
{
	at_exit = executor_of(2);
	for (int i = 0; i < 3; i++)
		OK(hd_executor_submit(at_exit, print_apple, NULL, NULL));
	end();
	gate_open(&exit_gate);
}

static void end_not(void)
{
}

static void end_without_waiting(void)
{
	OK(hd_executor_shutdown(at_exit, false, false));
}

static void end_by_drop(void)
{
	hd_executor_drop(&at_exit);
}

static void end_cancelling(void)
{
	OK(hd_executor_shutdown(at_exit, false, true));
}

static void exit_finishes_work(void)
{
	leave_with_apple(end_not);
}

static void exit_after_shutdown(void)
{
	leave_with_apple(end_without_waiting);
}

static void exit_after_drop(void)
{
	leave_with_apple(end_by_drop);
}

static void exit_after_cancel(void)
{
	leave_with_apple(end_cancelling);
}

static void exit_with_pool(void)
{
	static hd_pool *pool; /* still held when the process ends */

	OK(hd_pool_new(1, NULL, &pool));
	for (int i = 0; i < 3; i++)
		OK(hd_pool_apply_async(pool, print_apple, NULL, NULL, NULL));
	gate_open(&exit_gate);
}

/* Whatever order exit handlers run in: work is refused, or it is accepted and then it runs. */
static void submit_at_exit(void)
{
	int code = hd_executor_submit(at_exit, print_apple, NULL, NULL);

	if (code) {
		puts(hd_error_name(code));
		fflush(stdout);
	}
}

static void exit_handler_submits(void)
{
	CHECK_INT(atexit(submit_at_exit), 0);
	gate_open(&exit_gate);
	at_exit = executor_of(2);
	OK(hd_executor_submit(at_exit, task_same, NULL, NULL));
}

static const probe_case cases[] = {
	CASE(refuses_work, "every kind of submit is refused after shutdown"),
	CASE(refuses_while_working, "refused while old work still runs"),
	CASE(again, "shutdown may be called again, with other arguments"),
	CASE(of_unused, "shutdown of an executor that never worked"),
	CASE(queued_work_runs, "queued work still runs"),
	CASE(waits_for_running, "wait returns after the last task and its thread"),
	CASE(does_not_wait, "without wait it returns at once"),
	CASE(by_many, "four threads wait for the same shutdown"),
	CASE(wakes_idle_workers, "sleeping workers wake and end"),
	CASE(cancel_futures, "cancel_futures: cancelled, notified, dropped"),
	CASE(cancel_futures_and_wait, "cancel_futures and wait: what runs ends"),
	CASE(cancelled_just_before, "a future cancelled just before shutdown"),
	CASE(cancel_callbacks_shut_down, "callbacks of cancelled futures may shut down"),
	CASE(from_task, "a task that waits for its own executor is told so"),
	CASE(from_callback, "so is a callback"),
	CASE(from_task_without_waiting, "a task may shut down without waiting"),
	CASE(from_task_of_another, "a task may shut down another executor"),
	CASE(drop_from_task, "a task may drop its executor; work goes on"),
	CASE(free_finishes_work, "free runs what is queued"),
	CASE(drop_finishes_work, "drop runs what is queued"),
	CASE(threads_end, "threads end, and can be joined after the executor"),
	CASE(map_after_drop, "a map is read after the executor"),
	CASE(more_work_than_workers, "shutdown at once after map"),
	CASE(shutdown_all, "shutdown_all ends executors and pools"),
	CASE(shutdown_all_from_task, "shutdown_all from a task spares its executor"),
	CASE(cancel_futures_of_task, "cancel_futures reaches what a task submitted"),
	CASE(shutdown_all_finds_new, "shutdown_all finds what is made meanwhile"),
	CASE(shutdown_all_beside_task,
	     "nor does it wait for that executor's other tasks"),
	CASE(shutdown_all_twice, "shutdown_all in a task, outside, and at exit"),
	CASE(exit_finishes_work, "exit: accepted work is finished"),
	CASE(exit_after_shutdown, "exit after shutdown without wait"),
	CASE(exit_after_drop, "exit after drop"),
	CASE(exit_after_cancel, "exit after cancelling: only what ran"),
	CASE(exit_with_pool, "exit with an open ThreadPool"),
	CASE(exit_handler_submits, "an exit handler submits: refused, or run"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
