/* SPDX-License-Identifier: MIT */
/* Waiting inside tasks and callbacks for other tasks of the same executor. */
#include "probe.h"

#include <time.h>

static hd_executor *ex;

static void *wait_for_square(void *n)
{
	hd_future *f = submit(ex, task_square, n);
	void *value = value_of(f);

	hd_future_unref(f);
	return value;
}

/* Catches: a worker that sleeps while what it waits for is queued (CPython deadlocks). */
static void result_in_task(void)
{
	CHECK_INT(INT(run_in_task(&ex, 1, wait_for_square, PTR(9))), 81);
}

static void *fib(void *n)
{
	hd_future *f;
	intptr_t a, b;

	if (INT(n) < 2)
		return n;
	f = submit(ex, fib, PTR(INT(n) - 1));
	b = INT(fib(PTR(INT(n) - 2)));
	a = INT(value_of(f));
	hd_future_unref(f);
	return PTR(a + b);
}

static void fork_join(void)
{
	for (int workers = 1; workers <= 4; workers++)
		CHECK_INT(INT(run_in_task(&ex, workers, fib, PTR(15))), 610);
}

static void *go_down(void *depth)
{
	hd_future *f, *me = hd_future_current();
	intptr_t below;

	if (!INT(depth))
		return PTR(0);
	f = submit(ex, go_down, PTR(INT(depth) - 1));
	below = INT(value_of(f));
	CHECK_PTR(hd_future_current(), me);
	hd_future_unref(f);
	return PTR(below + 1);
}

static void deep(void)
{
	CHECK_INT(INT(run_in_task(&ex, 1, go_down, PTR(300))), 300);
	CHECK_INT(INT(run_in_task(&ex, 2, go_down, PTR(300))), 300);
}

static void *go_down_by_the_first(void *depth)
{
	hd_future *first, *second;
	intptr_t below;

	if (!INT(depth))
		return PTR(0);
	first = submit(ex, go_down_by_the_first, PTR(INT(depth) - 1));
	second = submit(ex, task_same, NULL);
	below = INT(value_of(first));
	value_of(second);
	hd_future_unref(first);
	hd_future_unref(second);
	return PTR(below + 1);
}

/* What each waits for is not the newest.  Catches: a stack so deep that nothing runs on it any
 * more, not even what it waits for. */
static void deep_out_of_turn(void)
{
	CHECK_INT(INT(run_in_task(&ex, 1, go_down_by_the_first, PTR(400))), 400);
	CHECK_INT(INT(run_in_task(&ex, 2, go_down_by_the_first, PTR(400))), 400);
}

enum { N = 20 };

static void *every_kind_of_wait(void *arg)
{
	hd_future *f[N], *out, *all;
	hd_input input = hd_range(0, N);
	hd_as_completed *it;
	hd_error error;
	hd_map *map;
	void *value;

	for (int i = 0; i < N; i++)
		f[i] = submit(ex, task_square, PTR(i));
	OK(hd_wait(f, N, HD_FOREVER, HD_ALL_COMPLETED, NULL));
	for (int i = 0; i < N; i++) {
		hd_future_unref(f[i]);
		f[i] = submit(ex, task_square, PTR(i));
	}
	OK(hd_as_completed_new(f, N, HD_FOREVER, &it));
	for (int i = 0; i < N; i++)
		OK(hd_as_completed_next(it, &out));
	hd_as_completed_free(&it);
	for (int i = 0; i < N; i++) {
		hd_future_unref(f[i]);
		f[i] = submit(ex, task_square, PTR(i));
	}
	OK(hd_promise_all(f, N, 0, &all));
	OK(hd_future_exception(all, HD_FOREVER, &error));
	CHECK_INT(error.code, 0);
	hd_future_unref(all);
	for (int i = 0; i < N; i++)
		hd_future_unref(f[i]);
	OK(hd_executor_map(ex, task_square, &input, 1, NULL, &map));
	for (int i = 0; i < N; i++) {
		OK(hd_map_next(map, &value));
		CHECK_INT(INT(value), i * i);
	}
	hd_map_free(&map);
	return arg;
}

static void every_wait(void)
{
	CHECK_INT(INT(run_in_task(&ex, 1, every_kind_of_wait, PTR(5))), 5);
	CHECK_INT(INT(run_in_task(&ex, 3, every_kind_of_wait, PTR(5))), 5);
}

/* -- waiting for oneself ------------------------------------------------------------------------ */

static void *wait_for_me(void *arg)
{
	hd_future *me = hd_future_current(), *out;
	hd_as_completed *it;
	hd_error error;

	CHECK_CODE(hd_future_result(me, HD_FOREVER, NULL), HD_EDEADLOCK);
	CHECK_CODE(hd_future_exception(me, HD_FOREVER, &error), HD_EDEADLOCK);
	CHECK_CODE(hd_wait(&me, 1, HD_FOREVER, HD_ALL_COMPLETED, NULL), HD_EDEADLOCK);
	OK(hd_as_completed_new(&me, 1, HD_FOREVER, &it));
	CHECK_CODE(hd_as_completed_next(it, &out), HD_EDEADLOCK);
	hd_as_completed_free(&it);
	return arg;
}

static void for_itself(void)
{
	CHECK_INT(INT(run_in_task(&ex, 1, wait_for_me, PTR(5))), 5);
	CHECK_INT(INT(run_in_task(&ex, 2, wait_for_me, PTR(5))), 5);
}

static void *wait_for_outer(void *outer)
{
	return PTR(hd_future_result(outer, HD_FOREVER, NULL));
}

static void *wait_for_waiter(void *arg)
{
	hd_future *f = submit(ex, wait_for_outer, hd_future_current());
	intptr_t code = INT(value_of(f));

	(void)arg;
	hd_future_unref(f);
	return PTR(code);
}

/* The inner task runs on the stack of the outer one, and waits for it. */
static void for_the_one_below(void)
{
	CHECK_CODE((int)INT(run_in_task(&ex, 1, wait_for_waiter, NULL)), HD_EDEADLOCK);
}

static void *settle_later(void *f)
{
	OK(hd_future_set_result(f, NULL, NULL));
	return NULL;
}

/* Catches: a wait that gives up because one of its futures is out of reach. */
static void *wait_for_me_or_another(void *arg)
{
	hd_future *both[] = {hd_future_current(), future_in(HD_PENDING)};
	hd_wait_sets sets;

	OK(hd_executor_submit(ex, settle_later, both[1], NULL));
	OK(hd_wait(both, 2, HD_FOREVER, HD_FIRST_COMPLETED, &sets));
	CHECK_INT(sets.done_count, 1);
	CHECK_PTR(sets.done[0], both[1]);
	hd_wait_sets_free(&sets);
	CHECK_CODE(hd_wait(both, 2, HD_FOREVER, HD_ALL_COMPLETED, NULL), HD_EDEADLOCK);
	hd_future_unref(both[1]);
	return arg;
}

static void for_itself_or_another(void)
{
	CHECK_INT(INT(run_in_task(&ex, 1, wait_for_me_or_another, PTR(5))), 5);
	CHECK_INT(INT(run_in_task(&ex, 2, wait_for_me_or_another, PTR(5))), 5);
}

/* -- waiting for what comes from outside ----------------------------------------------------------- */

static hd_future *by_hand;
static gate waiting = GATE;

static void *wait_by_hand(void *timeout)
{
	gate_arrive(&waiting);
	return PTR(hd_future_result(by_hand, INT(timeout) ? 0.2 : HD_FOREVER, NULL));
}

static void *settle_by_hand(void *arg)
{
	OK(hd_future_set_result(by_hand, NULL, NULL));
	return arg;
}

static int worker_tid;

static void *note_tid_and_wait(void *arg)
{
	worker_tid = gettid();
	return wait_by_hand(arg);
}

/* The only worker sleeps in a wait when the task that ends it comes.
 * Catches: a waiting worker that new work does not wake. */
static void new_work_wakes_waiter(void)
{
	hd_future *f, *settle;

	ex = executor_of(1);
	by_hand = future_in(HD_PENDING);
	f = submit(ex, note_tid_and_wait, NULL);
	gate_await(&waiting, 1);
	thread_asleep(worker_tid);
	settle = submit(ex, settle_by_hand, NULL);
	CHECK_CODE((int)INT(value_of(f)), HD_OK);
	value_of(settle);
	hd_future_unref(f);
	hd_future_unref(settle);
	hd_future_unref(by_hand);
	OK(hd_executor_free(&ex));
}

static gate bottom = GATE, begun = GATE;
static hd_future *contested;

static void *hold_contested(void *arg)
{
	gate_arrive(&begun);
	gate_wait(&begun);
	return arg;
}

/* Waits on a stack too deep for strangers: so the contested task runs where it stands. */
static void *go_down_and_contest(void *depth)
{
	hd_future *f;
	void *value;

	if (!INT(depth)) {
		gate_wait(&bottom);
		return value_of(contested);
	}
	f = submit(ex, go_down_and_contest, PTR(INT(depth) - 1));
	value = value_of(f);
	hd_future_unref(f);
	return value;
}

static void *submit_contested(void *arg)
{
	contested = submit(ex, hold_contested, arg);
	gate_open(&bottom);
	gate_await(&begun, 1);
	worker_tid = gettid();
	gate_arrive(&waiting);
	return value_of(contested);
}

/* Catches: a wait whose worker finds the task on top of its own queue, begun by another
 * worker, and takes that for the end of it. */
static void begun_elsewhere(void)
{
	hd_future *deep_one, *f;

	ex = executor_of(2);
	deep_one = submit(ex, go_down_and_contest, PTR(300));
	f = submit(ex, submit_contested, PTR(5));
	gate_await(&waiting, 1);
	thread_asleep(worker_tid);
	gate_open(&begun);
	CHECK_INT(INT(value_of(f)), 5);
	CHECK_INT(INT(value_of(deep_one)), 5);
	hd_future_unref(f);
	hd_future_unref(deep_one);
	hd_future_unref(contested);
	OK(hd_executor_free(&ex));
}

static void all_workers_wait(void)
{
	hd_future *f[3], *settle;

	ex = executor_of(3);
	by_hand = future_in(HD_PENDING);
	for (int i = 0; i < 3; i++)
		f[i] = submit(ex, wait_by_hand, NULL);
	gate_await(&waiting, 3);
	settle = submit(ex, settle_by_hand, NULL);
	for (int i = 0; i < 3; i++) {
		CHECK_CODE((int)INT(value_of(f[i])), HD_OK);
		hd_future_unref(f[i]);
	}
	value_of(settle);
	hd_future_unref(settle);
	hd_future_unref(by_hand);
	OK(hd_executor_free(&ex));
}

static void queued_work_meanwhile(void)
{
	atomic_int count = 0;
	hd_future *f;

	ex = executor_of(1);
	by_hand = future_in(HD_PENDING);
	f = submit(ex, wait_by_hand, NULL);
	for (int i = 0; i < 100; i++)
		OK(hd_executor_submit(ex, task_count, &count, NULL));
	OK(hd_executor_submit(ex, settle_by_hand, NULL, NULL));
	CHECK_CODE((int)INT(value_of(f)), HD_OK);
	CHECK_INT(count, 100);
	hd_future_unref(f);
	hd_future_unref(by_hand);
	OK(hd_executor_free(&ex));
}

static void timeout_in_task(void)
{
	double start = now();

	by_hand = future_in(HD_PENDING);
	CHECK_CODE((int)INT(run_in_task(&ex, 2, wait_by_hand, PTR(1))), HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 0.2, 5);
	hd_future_unref(by_hand);
}

enum { CROWD = 20000 };

static uintptr_t stack_top, stack_used;

/* One thread only. */
static void note_stack(void)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	if (!stack_top)
		stack_top = here;
	if (here < stack_top && stack_top - here > stack_used)
		stack_used = stack_top - here;
}

static void *wait_in_crowd(void *count)
{
	note_stack();
	CHECK_CODE(hd_future_result(by_hand, HD_FOREVER, NULL), HD_OK);
	atomic_fetch_add((atomic_int *)count, 1);
	return NULL;
}

/* Each waits, and runs the next meanwhile: on one stack, if nobody stops it.
 * Catches: a stack that grows with the queue. */
static void crowd_waits(void)
{
	int crowd = probe_scaled(CROWD);
	atomic_int count = 0;

	ex = executor_of(1);
	by_hand = future_in(HD_PENDING);
	OK(hd_executor_submit(ex, note_tid_and_wait, NULL, NULL));
	gate_await(&waiting, 1);
	for (int i = 0; i < crowd; i++)
		OK(hd_executor_submit(ex, wait_in_crowd, &count, NULL));
	thread_asleep(worker_tid);
	settle_by_hand(NULL);
	OK(hd_executor_free(&ex));
	CHECK_INT(count, crowd);
	CHECK_WITHIN(stack_used, 1, 1 << 20);
	hd_future_unref(by_hand);
}

static journal meanwhile = JOURNAL;

static void *note_number(void *n)
{
	journal_add(&meanwhile, "%d", (int)INT(n));
	return INT(n) == 3 ? settle_by_hand(NULL) : NULL;
}

static void *submit_three_and_wait(void *arg)
{
	for (int i = 1; i <= 3; i++)
		OK(hd_executor_submit(ex, note_number, PTR(i), NULL));
	OK(hd_future_result(by_hand, HD_FOREVER, NULL));
	return arg;
}

/* Catches: a waiting worker that turns the order round. */
static void oldest_meanwhile(void)
{
	by_hand = future_in(HD_PENDING);
	run_in_task(&ex, 1, submit_three_and_wait, NULL);
	CHECK_JOURNAL(&meanwhile, "1 2 3");
	hd_future_unref(by_hand);
}

static gate afterwards = GATE;

static void *wait_and_block(void *arg)
{
	worker_tid = gettid();
	gate_arrive(&waiting);
	OK(hd_future_result(by_hand, HD_FOREVER, NULL));
	gate_arrive(&afterwards);
	gate_wait(&afterwards);
	return arg;
}

static void *open_afterwards(void *arg)
{
	gate_open(&afterwards);
	return arg;
}

/* Catches: a worker that goes on from its wait as the one who looks for work, and does not. */
static void blocked_after_wait(void)
{
	gate both = GATE;

	ex = executor_of(2);
	by_hand = future_in(HD_PENDING);
	for (int i = 0; i < 2; i++)
		OK(hd_executor_submit(ex, task_hold, &both, NULL));
	gate_await(&both, 2);
	gate_open(&both);
	OK(hd_executor_submit(ex, wait_and_block, NULL, NULL));
	gate_await(&waiting, 1);
	thread_asleep(worker_tid);
	settle_by_hand(NULL);
	gate_await(&afterwards, 1);
	OK(hd_executor_submit(ex, open_afterwards, NULL, NULL));
	gate_wait(&afterwards);
	OK(hd_executor_free(&ex));
	hd_future_unref(by_hand);
}

static void *poll_by_hand(void *count)
{
	hd_future *both[] = {by_hand};

	gate_arrive(&waiting);
	gate_wait(&waiting);
	CHECK_CODE(hd_future_result(by_hand, 0, NULL), HD_ETIMEDOUT);
	OK(hd_wait(both, 1, 0, HD_ALL_COMPLETED, NULL));
	CHECK_INT(*(atomic_int *)count, 0);
	return NULL;
}

/* Catches: a look that takes as long as the next task in the queue. */
static void polling_runs_nothing(void)
{
	atomic_int count = 0;

	ex = executor_of(1);
	by_hand = future_in(HD_PENDING);
	OK(hd_executor_submit(ex, poll_by_hand, &count, NULL));
	gate_await(&waiting, 1);
	OK(hd_executor_submit(ex, task_count, &count, NULL));
	gate_open(&waiting);
	OK(hd_executor_free(&ex));
	CHECK_INT(count, 1);
	hd_future_unref(by_hand);
}

static void *wait_and_measure(void *arg)
{
	struct timespec before, after;

	(void)arg;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
	CHECK_CODE(hd_future_result(by_hand, 1.0, NULL), HD_ETIMEDOUT);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
	return PTR((after.tv_sec - before.tv_sec) * 1000 +
		   (after.tv_nsec - before.tv_nsec) / 1000000);
}

/* Catches: a nested wait that yields for ever: of a second it would burn most. */
static void waiting_sleeps(void)
{
	by_hand = future_in(HD_PENDING);
	CHECK_WITHIN(INT(run_in_task(&ex, 2, wait_and_measure, NULL)), 0, 300);
	hd_future_unref(by_hand);
}

static void *wait_elsewhere(void *other)
{
	hd_future *f = submit(other, task_square, PTR(4));
	void *value = value_of(f);

	hd_future_unref(f);
	return value;
}

static void for_another_executor(void)
{
	hd_executor *other = executor_of(1);

	CHECK_INT(INT(run_in_task(&ex, 1, wait_elsewhere, other)), 16);
	OK(hd_executor_free(&other));
}

/* -- what belongs to the outer task --------------------------------------------------------------- */

static void *inner_raises(void *arg)
{
	hd_raise(2, "left lying");
	CHECK_PTR(hd_cancel_token_current(), NULL);
	return arg ? hd_raise(3, "inner") : NULL;
}

static void *raise_around_wait(void *token)
{
	hd_future *f[] = {submit(ex, inner_raises, NULL),
			  submit(ex, inner_raises, PTR(1))};
	void *raised = hd_raise(7, "outer");

	CHECK_PTR(hd_cancel_token_current(), token);
	value_of(f[0]);
	CHECK_STR(failure_of(f[1], 3).message, "inner");
	CHECK_PTR(hd_cancel_token_current(), token);
	hd_future_unref(f[0]);
	hd_future_unref(f[1]);
	return raised;
}

/* Catches: a task that runs inside another's wait and takes its token or its failure. */
static void outer_is_untouched(void)
{
	hd_task task = {.fn = raise_around_wait};
	hd_future *f;

	ex = executor_of(1);
	OK(hd_cancel_token_new(&task.token));
	task.arg = task.token;
	OK(hd_executor_submit_task(ex, &task, &f));
	CHECK_STR(failure_of(f, 7).message, "outer");
	hd_future_unref(f);
	hd_cancel_token_unref(task.token);
	OK(hd_executor_free(&ex));
}

static void *wait_in_callback(hd_future *f, void *g)
{
	(void)f;
	CHECK_INT(INT(wait_for_square(PTR(5))), 25);
	gate_open(g);
	return NULL;
}

static void in_callback(void)
{
	gate hold = GATE, called = GATE;
	hd_future *f;

	ex = executor_of(1);
	f = submit(ex, task_hold, &hold);
	OK(hd_future_add_done_callback(f, wait_in_callback, &called));
	gate_open(&hold);
	gate_wait(&called);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

/* -- pools ---------------------------------------------------------------------------------- */

static hd_pool *pool;

static void *map_inside(void *depth)
{
	void *results[4];
	intptr_t sum = 1;

	if (!INT(depth))
		return PTR(1);
	OK(hd_pool_map(pool, map_inside, hd_range(INT(depth) - 1, INT(depth)), 1, results,
		       NULL));
	sum += INT(results[0]);
	OK(hd_pool_apply(pool, task_same, PTR(1), results, NULL));
	return PTR(sum + INT(results[0]));
}

static void pool_in_pool(void)
{
	for (int workers = 1; workers < 4; workers++) {
		void *result;

		OK(hd_pool_new(workers, NULL, &pool));
		OK(hd_pool_apply(pool, map_inside, PTR(10), &result, NULL));
		CHECK_INT(INT(result), 21);
		OK(hd_pool_free(&pool));
	}
}

static void *imap_inside(void *arg)
{
	hd_imap *it;
	void *out;
	intptr_t sum = 0;

	OK(hd_pool_imap_unordered(pool, task_square, hd_range(0, 10), 1, &it));
	while (hd_imap_next(it, HD_FOREVER, &out) == HD_OK)
		sum += INT(out);
	hd_imap_free(&it);
	(void)arg;
	return PTR(sum);
}

static void imap_in_pool(void)
{
	void *result;

	OK(hd_pool_new(1, NULL, &pool));
	OK(hd_pool_apply(pool, imap_inside, NULL, &result, NULL));
	CHECK_INT(INT(result), 285);
	OK(hd_pool_free(&pool));
}

static gate submitted = GATE;

static void *wait_through_shutdown(void *arg)
{
	hd_future *f = submit(ex, task_square, PTR(6));
	void *value;

	(void)arg;
	gate_arrive(&submitted);
	gate_wait(&submitted);
	value = value_of(f);
	hd_future_unref(f);
	return value;
}

static void shutdown_while_waiting(void)
{
	hd_future *f;

	ex = executor_of(1);
	f = submit(ex, wait_through_shutdown, NULL);
	gate_await(&submitted, 1);
	OK(hd_executor_shutdown(ex, false, false));
	gate_open(&submitted);
	CHECK_INT(INT(value_of(f)), 36);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static const probe_case cases[] = {
	CASE(result_in_task, "a task waits for a queued one on one worker"),
	CASE(fork_join, "fib by tasks that wait for tasks"),
	CASE(deep, "300 waits one inside the other"),
	CASE(deep_out_of_turn, "400 waits for what was not submitted last"),
	CASE(begun_elsewhere, "the task on top of the own queue runs elsewhere"),
	CASE(every_wait, "wait, as_completed, exception, promises, map in a task"),
	CASE(for_itself, "a task that waits for itself is told so"),
	CASE(for_the_one_below, "so is one that waits for the task below it"),
	CASE(for_itself_or_another, "one of two is enough, if the other is the task"),
	CASE(new_work_wakes_waiter, "new work wakes a worker that sleeps in a wait"),
	CASE(all_workers_wait, "all workers wait; one of them runs what ends it"),
	CASE(queued_work_meanwhile, "a waiting worker runs queued tasks"),
	CASE(crowd_waits, "20,000 tasks wait for one future on one worker"),
	CASE(oldest_meanwhile, "a waiting worker runs the oldest first"),
	CASE(blocked_after_wait, "a worker that blocks after its wait blocks nobody"),
	CASE(polling_runs_nothing, "timeout 0 in a task looks, and runs nothing"),
	CASE(timeout_in_task, "a timeout inside a task"),
	CASE(waiting_sleeps, "a worker that waits sleeps in the end"),
	CASE(for_another_executor, "a task waits for another executor"),
	CASE(outer_is_untouched, "token and failure of the outer task stay its own"),
	CASE(in_callback, "a callback waits for a queued task"),
	CASE(pool_in_pool, "map and apply inside a pool's task"),
	CASE(imap_in_pool, "imap inside a pool's task"),
	CASE(shutdown_while_waiting, "a task waits through a shutdown"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
