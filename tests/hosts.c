/* SPDX-License-Identifier: MIT */
/* What a host needs to sit on the library: a language binding, a framework, a test tool. */
#include "probe.h"

/* -- submit on a future of one's own ------------------------------------------------------------ */

static hd_future *submit_onto(hd_executor *ex, hd_future *mine, hd_fn *fn, void *arg)
{
	hd_task task = {.fn = fn, .arg = arg, .drop = count_drop, .future = mine};
	hd_future *f = NULL;

	OK(hd_executor_submit_task(ex, &task, &f));
	return f;
}

static void onto_my_future(void)
{
	hd_executor *ex = executor_of(1);
	hd_future *mine = future_in(HD_PENDING), *f;
	atomic_int calls = 0;
	int data;

	hd_future_set_user_data(mine, &data);
	OK(hd_future_add_done_callback(mine, callback_count, &calls));
	f = submit_onto(ex, mine, task_square, PTR(5));
	CHECK_PTR(f, mine);
	CHECK_INT(INT(value_of(mine)), 25);
	CHECK_PTR(hd_future_user_data(mine), &data);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
	CHECK_INT(calls, 1);
	CHECK_INT(drops, 0);
	hd_future_unref(mine);
}

static void *wait_for_25(void *f)
{
	CHECK_INT(INT(value_of(f)), 25);
	return NULL;
}

static void *wait_in_set(void *f)
{
	hd_future *both[] = {f};

	OK(hd_wait(both, 1, HD_FOREVER, HD_ALL_COMPLETED, NULL));
	return NULL;
}

/* Who waited before there was a task hears of its end. */
static void onto_awaited_future(void)
{
	hd_future *mine = future_in(HD_PENDING);
	hd_executor *ex = executor_of(2);
	runner r[3];

	runner_start(&r[0], wait_for_25, mine);
	runner_start(&r[1], wait_in_set, mine);
	runner_start(&r[2], wait_for_25, mine);
	for (int i = 0; i < 3; i++)
		runner_asleep(&r[i]);
	hd_future_unref(submit_onto(ex, mine, task_square, PTR(5)));
	for (int i = 0; i < 3; i++)
		runner_join(&r[i]);
	OK(hd_executor_free(&ex));
	hd_future_unref(mine);
}

/* Catches: a future that a refusing executor keeps. */
static void onto_refused(void)
{
	hd_executor *closed = executor_of(1), *open = executor_of(1);
	hd_future *mine[] = {future_in(HD_PENDING), future_in(HD_PENDING)}, *f;

	OK(hd_executor_shutdown(closed, true, false));
	for (int i = 0; i < 2; i++) {
		hd_task task = {.fn = task_same, .label = "x", .future = mine[i]};

		CHECK_CODE(hd_executor_submit_task(closed, &task, &f), HD_ESHUTDOWN);
		CHECK_INT(hd_future_state(mine[i]), HD_PENDING);
		CHECK_PTR(hd_future_label(mine[i]), NULL);
	}
	hd_future_unref(submit_onto(open, mine[0], task_square, PTR(4)));
	CHECK_INT(INT(value_of(mine[0])), 16);
	CHECK(hd_future_cancel(mine[1]));
	CHECK_INT(hd_future_state(mine[1]), HD_CANCELLED);
	for (int i = 0; i < 2; i++)
		hd_future_unref(mine[i]);
	OK(hd_executor_free(&closed));
	OK(hd_executor_free(&open));
}

static void onto_my_future_forgotten(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *mine = future_in(HD_PENDING);
	atomic_int count = 0;
	hd_task task = {.fn = task_count, .arg = &count, .future = mine};

	OK(hd_executor_submit_task(ex, &task, NULL));
	hd_future_unref(mine);
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_INT(count, 1);
}

/* Catches: a second task on one future; work for a future that is settled. */
static void onto_wrong_future(void)
{
	static const hd_state wrong[] = {HD_RUNNING, HD_CANCELLED,
					 HD_CANCELLED_AND_NOTIFIED, HD_FINISHED};
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f = (hd_future *)&g, *mine = future_in(HD_PENDING);
	hd_task task = {.fn = task_count, .arg = &frees, .drop = count_drop};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		task.future = future_in(wrong[i]);
		CHECK_CODE(hd_executor_submit_task(ex, &task, &f), HD_ESTATE);
		CHECK_INT(hd_future_state(task.future), wrong[i]);
		hd_future_unref(task.future);
	}
	hd_future_unref(submit_onto(ex, mine, task_same, NULL));
	task.future = mine;
	CHECK_CODE(hd_executor_submit_task(ex, &task, &f), HD_ESTATE);
	CHECK_PTR(f, &g);
	CHECK_INT(drops, 0);
	gate_open(&g);
	value_of(mine);
	CHECK_CODE(hd_executor_submit_task(ex, &task, &f), HD_ESTATE);
	hd_future_unref(mine);
	OK(hd_executor_free(&ex));
	CHECK_INT(frees, 0);
	CHECK_INT(drops, 0);
}

/* A host's future of an executor is notified as soon as it is cancelled, as any other. */
static void my_future_cancelled(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *mine = future_in(HD_PENDING);

	hd_future_unref(submit_onto(ex, mine, task_same, NULL));
	CHECK(hd_future_cancel(mine));
	CHECK_INT(hd_future_state(mine), HD_CANCELLED_AND_NOTIFIED);
	CHECK_INT(drops, 1);
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_INT(drops, 1);
	hd_future_unref(mine);
}

/* -- the drop function: exactly once for an argument that never ran -------------------------------- */

static atomic_int ran;

static void *run_arg(void *arg)
{
	(void)arg;
	ran++;
	return NULL;
}

static hd_future *submit_dropping(hd_executor *ex)
{
	hd_task task = {.fn = run_arg, .arg = PTR(1), .drop = count_drop};
	hd_future *f;

	OK(hd_executor_submit_task(ex, &task, &f));
	return f;
}

enum { TASKS = 10 };
static void dropped_by(void (*end)(hd_executor *ex, hd_future **f), int dropped)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f[TASKS];

	for (int i = 0; i < TASKS; i++)
		f[i] = submit_dropping(ex);
	end(ex, f);
	CHECK_INT(drops, dropped);
	gate_open(&g);
	OK(hd_executor_free(&ex));
	for (int i = 0; i < TASKS; i++)
		hd_future_unref(f[i]);
	CHECK_INT(drops, dropped);
	CHECK_INT(ran, TASKS - dropped);
}

static void end_cancel(hd_executor *ex, hd_future **f)
{
	(void)ex;
	for (int i = 0; i < TASKS; i += 2) {
		CHECK(hd_future_cancel(f[i]));
		CHECK(hd_future_cancel(f[i]));
		CHECK_INT(drops, i / 2 + 1);
	}
}

static void drop_by_cancel(void)
{
	dropped_by(end_cancel, TASKS / 2);
}

static void end_shutdown(hd_executor *ex, hd_future **f)
{
	CHECK(hd_future_cancel(f[3]));
	OK(hd_executor_shutdown(ex, false, true));
}

static void drop_by_shutdown(void)
{
	dropped_by(end_shutdown, TASKS);
}

static void end_set_result(hd_executor *ex, hd_future **f)
{
	(void)ex;
	OK(hd_future_set_result(f[1], PTR(5), count_free));
	OK(hd_future_set_exception(f[2], 5, "five", NULL, NULL));
	CHECK_CODE(hd_future_set_result(f[1], PTR(6), count_free), HD_ESTATE);
	CHECK(!hd_future_cancel(f[1]));
	CHECK_INT(INT(value_of(f[1])), 5);
	failure_of(f[2], 5);
}

/* Catches: a task that runs although its future was settled by hand. */
static void drop_by_set_result(void)
{
	dropped_by(end_set_result, 2);
	CHECK_INT(frees, 1);
}

static hd_future *being_settled;

static void note_state(void *state)
{
	*(hd_state *)state = hd_future_state(being_settled);
}

/* Its argument goes before it is settled, and so while it looks as if it ran. */
static void drop_while_settling(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_state state = HD_PENDING;
	hd_task task = {.fn = task_same, .arg = &state, .drop = note_state};

	OK(hd_executor_submit_task(ex, &task, &being_settled));
	OK(hd_future_set_result(being_settled, NULL, NULL));
	CHECK_INT(state, HD_RUNNING);
	hd_future_unref(being_settled);
	gate_open(&g);
	OK(hd_executor_free(&ex));
}

static void *hold_and_fail(void *g)
{
	task_hold(g);
	return hd_raise(1, "no");
}

static void drop_by_broken(void)
{
	gate g = GATE;
	hd_executor_options options = {.initializer = hold_and_fail, .initarg = &g};
	hd_executor *ex;
	hd_future *f[TASKS];

	OK(hd_executor_new_threads(1, &options, &ex));
	for (int i = 0; i < TASKS; i++)
		f[i] = submit_dropping(ex);
	gate_open(&g);
	for (int i = 0; i < TASKS; i++)
		failure_of(f[i], HD_EBROKEN);
	OK(hd_executor_free(&ex));
	CHECK_INT(drops, TASKS);
	for (int i = 0; i < TASKS; i++)
		hd_future_unref(f[i]);
	CHECK_INT(drops, TASKS);
	CHECK_INT(ran, 0);
}

static void drop_by_set_running(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f = submit_dropping(ex);
	bool run;

	CHECK(hd_future_cancel(f));
	CHECK_CODE(hd_future_set_running_or_notify_cancel(f, &run), HD_ESTATE);
	gate_open(&g);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
	CHECK_INT(drops, 1);
}

/* A worker that meets a task, and a canceller, race; each task ends in one way. */
static void run_or_drop(void)
{
	int cancelled = 0, tasks = probe_scaled(20000);
	hd_executor *ex = executor_of(2);

	for (int i = 0; i < tasks; i++) {
		hd_future *f = submit_dropping(ex);

		cancelled += hd_future_cancel(f);
		hd_future_unref(f);
	}
	OK(hd_executor_free(&ex));
	CHECK_INT(drops, cancelled);
	CHECK_INT(ran, tasks - cancelled);
}

static char dropped_text[40];

static void drop_text(void *text)
{
	drops++;
	snprintf(dropped_text, sizeof dropped_text, "%s", (char *)text);
}

static void drop_gets_the_copy(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	char text[40] = "in the copy";
	hd_task task = {
		.fn = run_arg, .arg = text, .arg_size = sizeof text, .drop = drop_text};
	hd_future *f;

	OK(hd_executor_submit_task(ex, &task, &f));
	strcpy(text, "overwritten");
	CHECK(hd_future_cancel(f));
	CHECK_STR(dropped_text, "in the copy");
	gate_open(&g);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
	CHECK_INT(drops, 1);
}

static void *shut_down_more(hd_future *f, void *ex)
{
	(void)f;
	OK(hd_executor_shutdown(ex, false, true));
	return NULL;
}

static hd_executor *dropping;

static void drop_calls_back_in(void *arg)
{
	(void)arg;
	drops++;
	CHECK_CODE(hd_executor_submit(dropping, run_arg, NULL, NULL), HD_ESHUTDOWN);
}

/* Drops and callbacks are user code: no lock is held, they may use the executor.
 * Catches: user code that runs under a lock. */
static void drop_without_lock(void)
{
	gate g = GATE;
	hd_task task = {.fn = run_arg, .drop = drop_calls_back_in};
	hd_future *f[3];

	dropping = executor_held(&g);
	for (int i = 0; i < 3; i++) {
		OK(hd_executor_submit_task(dropping, &task, &f[i]));
		OK(hd_future_add_done_callback(f[i], shut_down_more, dropping));
	}
	OK(hd_executor_shutdown(dropping, false, true));
	CHECK_INT(drops, 3);
	for (int i = 0; i < 3; i++)
		hd_future_unref(f[i]);
	gate_open(&g);
	OK(hd_executor_free(&dropping));
}

/* -- results and failures of the host's own kind ----------------------------------------------------- */

static void result_with_owner(void)
{
	hd_executor *ex = executor_of(1);
	hd_task task = {.fn = task_same, .arg = PTR(1), .free_result = count_free};
	hd_future *f;

	OK(hd_executor_submit_task(ex, &task, &f));
	OK(hd_executor_submit_task(ex, &task, NULL));
	OK(hd_executor_free(&ex));
	CHECK_INT(frees, 1);
	CHECK_INT(INT(value_of(f)), 1);
	hd_future_unref(f);
	CHECK_INT(frees, 2);
}

static void no_result_to_free(void)
{
	hd_executor *ex = executor_of(1);
	const hd_task task = {.fn = task_same, .free_result = count_free};
	hd_future *f;

	OK(hd_executor_submit_task(ex, &task, NULL));
	OK(hd_executor_submit_task(ex, &task, &f));
	CHECK_PTR(value_of(f), NULL);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
	CHECK_INT(frees, 0);
}

static void no_result_no_owner(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_task task = {.fn = task_fail, .arg = PTR(1), .free_result = count_free};
	hd_future *f[2];

	for (int i = 0; i < 2; i++)
		OK(hd_executor_submit_task(ex, &task, &f[i]));
	CHECK(hd_future_cancel(f[0]));
	gate_open(&g);
	OK(hd_executor_free(&ex));
	for (int i = 0; i < 2; i++)
		hd_future_unref(f[i]);
	CHECK_INT(frees, 0);
}

static void *raise_object(void *object)
{
	return hd_raise_data(77, object, count_drop, "an object of the host's");
}

static void failure_with_object(void)
{
	hd_executor *ex = executor_of(1);
	int object;
	hd_future *f = submit(ex, raise_object, &object);
	hd_error error = failure_of(f, 77);

	CHECK_PTR(error.data, &object);
	OK(hd_executor_free(&ex));
	CHECK_PTR(failure_of(f, 77).data, &object);
	CHECK_INT(drops, 0);
	hd_future_unref(f);
	CHECK_INT(drops, 1);
}

/* -- waits in slices, polls --------------------------------------------------------------------- */

/* A host looks after its signals between two slices. */
static void sliced_waits(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f = submit(ex, task_square, PTR(5));
	hd_pool *pool;
	hd_async_result *r;
	int slices = 0;

	OK(hd_pool_new(1, NULL, &pool));
	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, &r));
	while (slices < 10 && hd_future_result(f, 0.01, NULL) == HD_ETIMEDOUT)
		slices++;
	while (slices < 20 && hd_async_result_wait(r, 0.01) == HD_ETIMEDOUT)
		slices++;
	while (slices < 30) {
		hd_wait_sets sets;

		OK(hd_wait(&f, 1, 0.01, HD_ALL_COMPLETED, &sets));
		slices += sets.done_count == 0;
		hd_wait_sets_free(&sets);
	}
	CHECK_INT(slices, 30);
	gate_open(&g);
	while (hd_future_result(f, 0.01, NULL) == HD_ETIMEDOUT)
		slices++;
	CHECK_INT(INT(value_of(f)), 25);
	while (hd_async_result_wait(r, 0.01) == HD_ETIMEDOUT)
		slices++;
	hd_async_result_free(&r);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
	OK(hd_pool_free(&pool));
}

static void sliced_join(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_thread *t;

	CHECK_INT(hd_executor_threads(ex, &t, 1), 1);
	for (int i = 0; i < 5; i++)
		CHECK_CODE(hd_thread_join(t, 0.01, NULL), HD_ETIMEDOUT);
	OK(hd_executor_shutdown(ex, false, false));
	gate_open(&g);
	while (hd_thread_join(t, 0.01, NULL) == HD_ETIMEDOUT)
		continue;
	OK(hd_executor_free(&ex));
	OK(hd_thread_join(t, HD_FOREVER, NULL));
	CHECK(!hd_thread_alive(t));
	hd_thread_unref(t);
}

/* -- threads readable ----------------------------------------------------------------------------- */

static void threads_fill_at_most(void)
{
	gate g = GATE;
	hd_executor *ex = executor_of(4);
	hd_thread *threads[5] = {NULL, NULL, NULL, NULL, (hd_thread *)&g};

	for (int i = 0; i < 4; i++) {
		OK(hd_executor_submit(ex, task_hold, &g, NULL));
		gate_await(&g, i + 1);
	}
	CHECK_INT(hd_executor_threads(ex, threads, 2), 4);
	CHECK_PTR(threads[2], NULL);
	hd_thread_unref(threads[0]);
	hd_thread_unref(threads[1]);
	CHECK_INT(hd_executor_threads(ex, threads, 5), 4);
	CHECK_PTR(threads[4], &g);
	for (int i = 0; i < 4; i++) {
		CHECK(hd_thread_alive(threads[i]));
		for (int j = 0; j < i; j++) {
			CHECK(threads[i] != threads[j]);
			CHECK(hd_thread_ident(threads[i]) != hd_thread_ident(threads[j]));
		}
	}
	gate_open(&g);
	OK(hd_executor_free(&ex));
	for (int i = 0; i < 4; i++) {
		OK(hd_thread_join(threads[i], 0, NULL));
		hd_thread_unref(threads[i]);
	}
}

static void *join_own_worker(void *arg)
{
	(void)arg;
	return PTR(hd_thread_join(hd_thread_current(), HD_FOREVER, NULL));
}

static void worker_joins_itself(void)
{
	hd_executor *ex = executor_of(1);
	hd_future *f = submit(ex, join_own_worker, NULL);

	CHECK_CODE((int)INT(value_of(f)), HD_EDEADLOCK);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void *note_arg(hd_future *f, void *arg)
{
	CHECK_PTR(hd_future_user_data(f), &drops);
	*(int *)arg += 1;
	return NULL;
}

static void callback_user_data(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_task task = {.fn = task_same, .user_data = &drops};
	int a = 0, b = 0;
	hd_future *f;

	OK(hd_executor_submit_task(ex, &task, &f));
	OK(hd_future_add_done_callback(f, note_arg, &a));
	OK(hd_future_add_done_callback(f, note_arg, &b));
	OK(hd_future_add_done_callback(f, note_arg, &a));
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_INT(a, 2);
	CHECK_INT(b, 1);
	hd_future_unref(f);
}

static const probe_case cases[] = {
	CASE(onto_my_future, "submit on a future made by hand"),
	CASE(onto_awaited_future, "the same, while others wait for it"),
	CASE(onto_refused, "refused, such a future is its owner's again"),
	CASE(onto_my_future_forgotten, "the task keeps such a future alive"),
	CASE(onto_wrong_future, "not on one that is settled, runs, or has work"),
	CASE(my_future_cancelled, "such a future is cancelled and notified at once"),
	CASE(drop_by_cancel, "cancel drops the argument once"),
	CASE(drop_by_shutdown, "shutdown with cancel_futures drops each once"),
	CASE(drop_by_set_result, "settling a queued future by hand drops it"),
	CASE(drop_while_settling, "it looks as if it ran meanwhile"),
	CASE(drop_by_broken, "a broken executor drops each once"),
	CASE(drop_by_set_running, "a cancelled future cannot be set running"),
	CASE(run_or_drop, "20,000 tasks run or are dropped, never both"),
	CASE(drop_gets_the_copy, "a copied argument is dropped as the copy"),
	CASE(drop_without_lock, "drop and callbacks may use the executor"),
	CASE(result_with_owner, "free_result once, with or without future"),
	CASE(no_result_to_free, "no free_result for a task that returns NULL"),
	CASE(no_result_no_owner, "no free_result for a failure or a cancellation"),
	CASE(failure_with_object, "a host's exception travels and is dropped once"),
	CASE(sliced_waits, "waits can be cut into slices"),
	CASE(sliced_join, "so can a join, which outlives the executor"),
	CASE(threads_fill_at_most, "thread handles: all, distinct, at most so many"),
	CASE(worker_joins_itself, "a worker that joins itself is told so"),
	CASE(callback_user_data, "callbacks and futures carry user data"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
