/* SPDX-License-Identifier: MIT */
/* The fork rule: a child may use the library at once, with executors of its own; what needs
 * the parent's threads says HD_EFORKED; what was settled stays readable. */
#include "probe.h"

#include <sys/wait.h>

static pid_t parent;

/* LeakSanitizer does not find what lies on stacks of threads that stayed in the parent. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
	return getpid() != parent;
}

static gate hold = GATE;
static hd_executor *ex;
static hd_future *running, *queued, *settled, *failed, *cancelled;

/* An executor with a running, a queued, a settled, a failed and a cancelled task. */
static void set_up(void)
{
	ex = executor_of(2);
	settled = submit(ex, task_square, PTR(6));
	failed = submit(ex, task_fail, PTR(7));
	value_of(settled);
	failure_of(failed, 7);
	running = submit(ex, task_hold, &hold);
	OK(hd_executor_submit(ex, task_hold, &hold, NULL));
	gate_await(&hold, 2);
	queued = submit(ex, task_square, PTR(8));
	cancelled = submit(ex, task_same, NULL);
	CHECK(hd_future_cancel(cancelled));
}

/* The parent goes on as if nothing had been. */
static void parent_goes_on(void)
{
	hd_future *f;

	CHECK_INT(hd_future_state(running), HD_RUNNING);
	gate_open(&hold);
	value_of(running);
	CHECK_INT(INT(value_of(queued)), 64);
	f = submit(ex, task_square, PTR(9));
	CHECK_INT(INT(value_of(f)), 81);
	hd_future_unref(f);
	hd_future_unref(running);
	hd_future_unref(queued);
	hd_future_unref(settled);
	hd_future_unref(failed);
	hd_future_unref(cancelled);
	OK(hd_executor_free(&ex));
}

static void own_executor(void)
{
	hd_executor *own = executor_of(3);
	hd_input input = hd_range(0, 50);
	hd_pool *pool;
	hd_map *map;
	void *value;
	hd_future *f = submit(own, task_square, PTR(5));

	CHECK_INT(INT(value_of(f)), 25);
	hd_future_unref(f);
	OK(hd_executor_map(own, task_square, &input, 1, NULL, &map));
	for (int i = 0; i < 50; i++) {
		OK(hd_map_next(map, &value));
		CHECK_INT(INT(value), i * i);
	}
	hd_map_free(&map);
	OK(hd_executor_free(&own));
	OK(hd_pool_new(2, NULL, &pool));
	OK(hd_pool_apply(pool, task_square, PTR(4), &value, NULL));
	CHECK_INT(INT(value), 16);
	OK(hd_pool_free(&pool));
}

static void child_works(void)
{
	set_up();
	CHECK_INT(probe_fork(own_executor), 0);
	CHECK_INT(probe_fork(own_executor), 0);
	parent_goes_on();
}

static void read_settled(void)
{
	hd_future *all[] = {settled, failed, cancelled}, *out;
	hd_as_completed *it;
	hd_wait_sets sets;
	atomic_int calls = 0;

	CHECK_INT(INT(value_of(settled)), 36);
	CHECK_STR(failure_of(failed, 7).message, "failed with 7");
	CHECK_CODE(hd_future_result(cancelled, HD_FOREVER, NULL), HD_ECANCELLED);
	OK(hd_future_add_done_callback(settled, callback_count, &calls));
	CHECK_INT(calls, 1);
	OK(hd_wait(all, 3, HD_FOREVER, HD_ALL_COMPLETED, &sets));
	CHECK_INT(sets.done_count, 3);
	hd_wait_sets_free(&sets);
	OK(hd_as_completed_new(all, 3, HD_FOREVER, &it));
	for (int i = 0; i < 3; i++)
		OK(hd_as_completed_next(it, &out));
	CHECK_CODE(hd_as_completed_next(it, &out), HD_END);
	hd_as_completed_free(&it);
}

static void settled_readable(void)
{
	set_up();
	CHECK_INT(probe_fork(read_settled), 0);
	parent_goes_on();
}

/* Catches: a child that hangs on threads that it does not have. */
static void use_inherited(void)
{
	hd_future *f = (hd_future *)&hold, *both[] = {settled, queued};
	hd_input input = hd_range(0, 3);
	hd_as_completed *it;
	hd_error error;
	hd_map *map;

	CHECK_CODE(hd_executor_submit(ex, task_same, NULL, &f), HD_EFORKED);
	CHECK_CODE(hd_executor_submit(ex, task_same, NULL, NULL), HD_EFORKED);
	CHECK_CODE(hd_executor_submit_copy(ex, task_same, "x", 1, &f), HD_EFORKED);
	CHECK_CODE(hd_executor_map(ex, task_same, &input, 1, NULL, &map), HD_EFORKED);
	CHECK_PTR(f, &hold);
	CHECK_CODE(hd_future_result(running, HD_FOREVER, NULL), HD_EFORKED);
	CHECK_CODE(hd_future_result(queued, HD_FOREVER, NULL), HD_EFORKED);
	CHECK_CODE(hd_future_exception(queued, 5, &error), HD_EFORKED);
	CHECK_CODE(hd_wait(both, 2, HD_FOREVER, HD_ALL_COMPLETED, NULL), HD_EFORKED);
	OK(hd_as_completed_new(both, 2, HD_FOREVER, &it));
	OK(hd_as_completed_next(it, &f));
	CHECK_PTR(f, settled);
	CHECK_CODE(hd_as_completed_next(it, &f), HD_EFORKED);
	hd_as_completed_free(&it);
	CHECK_INT(hd_executor_threads(ex, NULL, 0), 0);
	OK(hd_executor_shutdown(ex, false, true));
	CHECK_CODE(hd_executor_shutdown(ex, true, false), HD_EFORKED);
	CHECK_CODE(hd_executor_free(&ex), HD_EFORKED);
	CHECK_PTR(ex, NULL);
	CHECK_INT(hd_future_state(queued), HD_PENDING);
	hd_future_unref(running);
	hd_future_unref(queued);
}

static void inherited_refuses(void)
{
	set_up();
	CHECK_INT(probe_fork(use_inherited), 0);
	parent_goes_on();
}

static void drop_inherited(void)
{
	hd_executor_drop(&ex);
	hd_shutdown_all();
	own_executor();
}

static void inherited_dropped(void)
{
	set_up();
	CHECK_INT(probe_fork(drop_inherited), 0);
	parent_goes_on();
}

static void leave_by_exit(void)
{
	hd_executor *own = executor_of(1);

	OK(hd_executor_submit(own, task_same, NULL, NULL));
	exit(7);
}

/* Catches: an exit handler that joins the parent's threads in the child. */
static void child_exits(void)
{
	set_up();
	CHECK_INT(probe_fork(leave_by_exit), 7);
	parent_goes_on();
}

static void *fork_in_task(void *arg)
{
	(void)arg;
	return PTR(probe_fork(leave_by_exit));
}

static void fork_from_task(void)
{
	hd_future *f;

	ex = executor_of(1);
	f = submit(ex, fork_in_task, NULL);
	CHECK_INT(INT(value_of(f)), 7);
	hd_future_unref(f);
	f = submit(ex, task_square, PTR(3));
	CHECK_INT(INT(value_of(f)), 9);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static atomic_int ran_in_child;

static void work_in_child(void)
{
	CHECK_PTR(hd_thread_current(), NULL);
	CHECK_STR(hd_thread_current_name(), "MainThread");
	own_executor();
	own_executor();
	CHECK_INT(ran_in_child, 0);
	CHECK_INT(hd_executor_shutdown(ex, true, false), HD_EFORKED);
}

static void *fork_before_others(void *arg)
{
	gate_arrive(&hold);
	gate_wait(&hold);
	CHECK_INT(probe_fork(work_in_child), 0);
	return arg;
}

/* Catches: a child that runs the parent's queue while it waits. */
static void fork_from_busy_worker(void)
{
	ex = executor_of(1);
	OK(hd_executor_submit(ex, fork_before_others, NULL, NULL));
	gate_await(&hold, 1);
	for (int i = 0; i < 10; i++)
		OK(hd_executor_submit(ex, task_count, &ran_in_child, NULL));
	gate_open(&hold);
	OK(hd_executor_free(&ex));
	CHECK_INT(ran_in_child, 10);
}

static void *return_in_child(void *status)
{
	pid_t child = fork();

	CHECK(child >= 0);
	if (!child) {
		alarm(20);
		return NULL;
	}
	CHECK(waitpid(child, status, 0) == child);
	return NULL;
}

/* Catches: a child whose only thread is a worker that waits for work. */
static void child_returns_from_task(void)
{
	int status = -1;
	hd_future *f;

	if (probe_sanitized())
		probe_skip("a sanitizer does not follow threads of a forked child");
	ex = executor_of(1);
	f = submit(ex, return_in_child, &status);
	value_of(f);
	hd_future_unref(f);
	CHECK(WIFEXITED(status));
	CHECK_INT(WEXITSTATUS(status), 0);
	OK(hd_executor_free(&ex));
}

static void fork_again(void)
{
	own_executor();
	CHECK_INT(probe_fork(own_executor), 0);
	own_executor();
}

static void grandchild(void)
{
	set_up();
	CHECK_INT(probe_fork(fork_again), 0);
	parent_goes_on();
}

static hd_future *by_hand;

static void *settle_by_hand(void *f)
{
	OK(hd_future_set_result(f, PTR(5), NULL));
	return NULL;
}

/* A future that belongs to nobody needs no thread of the parent's. */
static void use_by_hand(void)
{
	runner r;

	CHECK_CODE(hd_future_result(by_hand, 0, NULL), HD_ETIMEDOUT);
	CHECK_CODE(hd_future_result(by_hand, 0.05, NULL), HD_ETIMEDOUT);
	runner_start(&r, settle_by_hand, by_hand);
	CHECK_INT(INT(value_of(by_hand)), 5);
	runner_join(&r);
}

static void future_by_hand(void)
{
	set_up();
	by_hand = future_in(HD_PENDING);
	CHECK_INT(probe_fork(use_by_hand), 0);
	CHECK_INT(hd_future_state(by_hand), HD_PENDING);
	OK(hd_future_set_result(by_hand, PTR(6), NULL));
	CHECK_INT(INT(value_of(by_hand)), 6);
	hd_future_unref(by_hand);
	parent_goes_on();
}

static void submit_onto_by_hand(void)
{
	const hd_task task = {.fn = task_square, .arg = PTR(7), .future = by_hand};
	gate g = GATE;
	hd_executor *own = executor_held(&g);

	OK(hd_executor_submit_task(own, &task, NULL));
	CHECK_CODE(hd_future_result(by_hand, 0, NULL), HD_ETIMEDOUT);
	gate_open(&g);
	CHECK_INT(INT(value_of(by_hand)), 49);
	OK(hd_executor_free(&own));
}

/* Catches: a future of the parent's for which the child has work, and which it gives up. */
static void future_for_task(void)
{
	by_hand = future_in(HD_PENDING);
	CHECK_INT(probe_fork(submit_onto_by_hand), 0);
	hd_future_unref(by_hand);
}

static hd_thread *alive, *ended;

static void join_inherited(void)
{
	void *result = NULL;
	hd_thread *own;

	CHECK_CODE(hd_thread_join(alive, HD_FOREVER, NULL), HD_EFORKED);
	OK(hd_thread_join(ended, HD_FOREVER, &result));
	CHECK_INT(INT(result), 9);
	OK(hd_thread_start(task_square, PTR(5), NULL, &own));
	OK(hd_thread_join(own, HD_FOREVER, &result));
	CHECK_INT(INT(result), 25);
	hd_thread_unref(own);
}

static void threads(void)
{
	OK(hd_thread_start(task_hold, &hold, NULL, &alive));
	OK(hd_thread_start(task_square, PTR(3), NULL, &ended));
	OK(hd_thread_join(ended, HD_FOREVER, NULL));
	gate_await(&hold, 1);
	CHECK_INT(probe_fork(join_inherited), 0);
	gate_open(&hold);
	OK(hd_thread_join(alive, HD_FOREVER, NULL));
	hd_thread_unref(alive);
	hd_thread_unref(ended);
}

static hd_pool *pool;
static hd_async_result *pending;

static void use_inherited_pool(void)
{
	hd_async_result *r;
	int code;

	CHECK_CODE(hd_pool_apply(pool, task_same, NULL, NULL, NULL), HD_EFORKED);
	CHECK_CODE(hd_pool_apply_async(pool, task_same, NULL, NULL, &r), HD_EFORKED);
	CHECK_CODE(hd_pool_map(pool, task_same, hd_range(0, 3), 1, NULL, NULL),
		   HD_EFORKED);
	CHECK_CODE(hd_async_result_get(pending, HD_FOREVER, NULL), HD_EFORKED);
	hd_pool_close(pool);
	code = hd_pool_join(pool);
	CHECK(code == HD_OK || code == HD_EFORKED);
	own_executor();
}

static void inherited_pool(void)
{
	OK(hd_pool_new(2, NULL, &pool));
	OK(hd_pool_apply_async(pool, task_hold, &hold, NULL, &pending));
	gate_await(&hold, 1);
	CHECK_INT(probe_fork(use_inherited_pool), 0);
	gate_open(&hold);
	OK(hd_async_result_wait(pending, HD_FOREVER));
	OK(hd_pool_apply(pool, task_same, NULL, NULL, NULL));
	hd_async_result_free(&pending);
	OK(hd_pool_free(&pool));
}

static hd_future *promise;
static hd_trace *trace;

static void use_inherited_promise(void)
{
	CHECK_CODE(hd_future_result(promise, HD_FOREVER, NULL), HD_EFORKED);
	CHECK_CODE(hd_wait(&promise, 1, HD_FOREVER, HD_ALL_COMPLETED, NULL), HD_EFORKED);
	CHECK_CODE(hd_trace_write(trace, "/dev/null"), HD_EFORKED);
}

static void promises_and_traces(void)
{
	set_up();
	OK(hd_promise_all(&queued, 1, 0, &promise));
	OK(hd_trace_new(&trace));
	hd_trace_submit(trace, "row");
	CHECK_INT(probe_fork(use_inherited_promise), 0);
	OK(hd_trace_write(trace, "/dev/null"));
	hd_trace_free(&trace);
	parent_goes_on();
	value_of(promise);
	hd_future_unref(promise);
}

static atomic_bool stop;

static void *submit_until_stopped(void *arg)
{
	(void)arg;
	while (!stop) {
		hd_future *f = submit(ex, task_square, PTR(3));
		hd_cancel_token *token;

		OK(hd_cancel_token_new(&token));
		hd_cancel_token_unref(token);
		CHECK_INT(INT(value_of(f)), 9);
		hd_future_unref(f);
	}
	return NULL;
}

/* Every lock of the library is busy while the process forks.
 * Catches: a lock that a thread of the parent's holds for ever in the child. */
static void under_load(void)
{
	runner r[3];

	if (probe_sanitized())
		probe_skip(
			"a sanitizer's own allocator does not survive fork under load");
	ex = executor_of(2);
	for (int i = 0; i < 3; i++)
		runner_start(&r[i], submit_until_stopped, NULL);
	for (int i = 0; i < probe_scaled(30); i++)
		CHECK_INT(probe_fork(own_executor), 0);
	stop = true;
	for (int i = 0; i < 3; i++)
		runner_join(&r[i]);
	OK(hd_executor_free(&ex));
}

enum { LOTS = 64 };

/* Keeps the locks busy under which futures are watched. */
static void *call_back_until_stopped(void *arg)
{
	while (!stop) {
		hd_future *f[LOTS];
		atomic_int calls = 0;

		for (int i = 0; i < LOTS; i++) {
			f[i] = future_in(HD_PENDING);
			OK(hd_future_add_done_callback(f[i], callback_count, &calls));
		}
		for (int i = 0; i < LOTS; i++) {
			CHECK(hd_future_cancel(f[i]));
			hd_future_unref(f[i]);
		}
	}
	return arg;
}

static void call_back_in_child(void)
{
	atomic_int calls = 0;

	for (int i = 0; i < LOTS; i++) {
		hd_future *f = future_in(HD_PENDING);

		OK(hd_future_add_done_callback(f, callback_count, &calls));
		CHECK(hd_future_cancel(f));
		/* f keeps its place in memory, and so its lock: the next has another */
	}
	CHECK_INT(calls, LOTS);
}

static void *map_until_stopped(void *results)
{
	while (!stop)
		OK(hd_pool_map(pool, task_square, hd_range(0, 500), 1, results, NULL));
	return NULL;
}

static void *create_until_stopped(void *arg)
{
	while (!stop) {
		hd_executor *one = executor_of(1);

		OK(hd_executor_free(&one));
	}
	return arg;
}

/* In the parent, a thread that is not here submits to them under their locks. */
static void leave_pool_and_executor(void)
{
	CHECK_CODE(hd_pool_apply(pool, task_same, NULL, NULL, NULL), HD_EFORKED);
	hd_pool_close(pool);
	CHECK_CODE(hd_pool_join(pool), HD_EFORKED);
	hd_pool_drop(&pool);
	hd_executor_drop(&ex);
	call_back_in_child();
	own_executor();
	hd_shutdown_all();
}

/* Catches: a lock of an object, which the child finds held and waits for, or destroys. */
static void objects_under_load(void)
{
	void *results[500];
	runner r[4];

	if (probe_sanitized())
		probe_skip(
			"a sanitizer's own allocator does not survive fork under load");
	ex = executor_of(1);
	OK(hd_pool_new(2, NULL, &pool));
	runner_start(&r[0], map_until_stopped, results);
	runner_start(&r[1], call_back_until_stopped, NULL);
	runner_start(&r[2], submit_until_stopped, NULL);
	runner_start(&r[3], create_until_stopped, NULL);
	for (int i = 0; i < 60; i++)
		CHECK_INT(probe_fork(leave_pool_and_executor), 0);
	stop = true;
	for (int i = 0; i < 4; i++)
		runner_join(&r[i]);
	OK(hd_executor_free(&ex));
	OK(hd_pool_free(&pool));
}

static const probe_case cases[] = {
	CASE(child_works, "a child works with executors and pools of its own"),
	CASE(settled_readable, "settled futures are readable in the child"),
	CASE(inherited_refuses, "what needs the parent's threads says so"),
	CASE(inherited_dropped, "inherited executors may be dropped"),
	CASE(child_exits, "a child leaves by exit without hanging"),
	CASE(fork_from_task, "a task forks, and its child exits"),
	CASE(fork_from_busy_worker, "a task's child leaves the parent's queue alone"),
	CASE(child_returns_from_task, "a task forks, and its child returns: it ends"),
	CASE(grandchild, "a child of a child"),
	CASE(future_by_hand, "a future made by hand lives in both"),
	CASE(future_for_task, "and takes a task in the child"),
	CASE(threads, "inherited threads: ended are joined, others refuse"),
	CASE(inherited_pool, "an inherited ThreadPool refuses"),
	CASE(under_load, "30 forks while three threads submit"),
	CASE(objects_under_load, "60 forks while pools and futures are busy"),
	CASE(promises_and_traces, "pending promises and traces stay with the parent"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	parent = getpid();
	return probe_main(argc, argv, cases);
}
