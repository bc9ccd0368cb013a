/* SPDX-License-Identifier: MIT */
/* The contract of wait: three modes, sets, timeouts, cancellations. */
#include "probe.h"

static const hd_return_when modes[] = {HD_FIRST_COMPLETED, HD_FIRST_EXCEPTION,
				       HD_ALL_COMPLETED};
enum { MODES = 3, MOST = 8 };

static bool holds(hd_future *const *set, size_t count, const hd_future *f)
{
	for (size_t i = 0; i < count; i++)
		if (set[i] == f)
			return true;
	return false;
}

/* One wait over count futures; the first done of them must be what is given as done. */
static void check_split(hd_future *const *futures, size_t count, size_t done,
			double timeout, hd_return_when when)
{
	hd_wait_sets sets;

	OK(hd_wait(futures, count, timeout, when, &sets));
	CHECK_INT(sets.timed_out, timeout >= 0);
	CHECK_INT(sets.done_count, done);
	CHECK_INT(sets.not_done_count, count - done);
	for (size_t i = 0; i < count; i++) {
		CHECK_INT(holds(sets.done, sets.done_count, futures[i]), i < done);
		CHECK_INT(holds(sets.not_done, sets.not_done_count, futures[i]),
			  i >= done);
	}
	hd_wait_sets_free(&sets);
}

static void unref_all(hd_future **futures, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hd_future_unref(futures[i]);
}

/* A wait in a thread of its own. */
struct waiting {
	hd_future **futures;
	size_t count;
	hd_return_when when;
	hd_wait_sets sets;
	runner runner;
};

static void *run_wait(void *arg)
{
	struct waiting *w = arg;

	OK(hd_wait(w->futures, w->count, HD_FOREVER, w->when, &w->sets));
	return NULL;
}

static void waiting_start(struct waiting *w, hd_future **futures, size_t count,
			  hd_return_when when)
{
	*w = (struct waiting){.futures = futures, .count = count, .when = when};
	runner_start(&w->runner, run_wait, w);
	runner_asleep(&w->runner);
}

static void waiting_join(struct waiting *w, size_t done)
{
	runner_join(&w->runner);
	CHECK_INT(w->sets.done_count, done);
	CHECK_INT(w->sets.not_done_count, w->count - done);
	hd_wait_sets_free(&w->sets);
}

/* It sleeps on: what was done to it did not end the wait. */
static void waiting_still(struct waiting *w)
{
	runner_asleep(&w->runner);
	CHECK(!w->runner.ended);
}

/* -- sets ----------------------------------------------------------------------------------- */

static void empty(void)
{
	for (int i = 0; i < MODES; i++) {
		hd_wait_sets sets;

		OK(hd_wait(NULL, 0, HD_FOREVER, modes[i], &sets));
		CHECK_INT(sets.done_count + sets.not_done_count, 0);
		hd_wait_sets_free(&sets);
		OK(hd_wait(NULL, 0, HD_FOREVER, modes[i], NULL));
	}
}

/* Catches: a future that is listed twice and waited for twice. */
static void duplicates(void)
{
	hd_executor *ex = executor_of(1);
	hd_future *f = submit(ex, task_square, PTR(2)), *p = future_in(HD_PENDING);
	hd_future *twice[] = {f, f, f}, *both[] = {f, p, f, p};
	hd_wait_sets sets;

	OK(hd_wait(twice, 3, HD_FOREVER, HD_ALL_COMPLETED, &sets));
	CHECK_INT(sets.done_count, 1);
	CHECK_PTR(sets.done[0], f);
	CHECK_INT(sets.not_done_count, 0);
	hd_wait_sets_free(&sets);
	OK(hd_wait(both, 4, 0, HD_ALL_COMPLETED, &sets));
	CHECK_INT(sets.done_count, 1);
	CHECK_INT(sets.not_done_count, 1);
	hd_wait_sets_free(&sets);
	hd_future_unref(f);
	hd_future_unref(p);
	OK(hd_executor_free(&ex));
}

static void without_sets(void)
{
	hd_future *f = future_in(HD_FINISHED), *p = future_in(HD_PENDING);
	hd_future *both[] = {f, p};

	OK(hd_wait(both, 2, HD_FOREVER, HD_FIRST_COMPLETED, NULL));
	OK(hd_wait(both, 2, 0, HD_ALL_COMPLETED, NULL));
	unref_all(both, 2);
}

static void invalid(void)
{
	hd_future *f = future_in(HD_FINISHED), *with_null[] = {f, NULL};
	hd_wait_sets sets = {NULL, NULL, 77, 78, false};

	CHECK_CODE(hd_wait(&f, 1, 0, (hd_return_when)7, &sets), HD_EINVAL);
	CHECK_CODE(hd_wait(with_null, 2, 0, HD_ALL_COMPLETED, &sets), HD_EINVAL);
	CHECK_INT(sets.done_count, 77);
	CHECK_INT(sets.not_done_count, 78);
	hd_future_unref(f);
}

/* -- FIRST_COMPLETED -------------------------------------------------------------------------- */

/* A bare future that is only CANCELLED is not done for wait. */
static void first_completed(void)
{
	gate g = GATE;
	hd_executor *ex = executor_of(2);
	hd_future *f[] = {submit(ex, task_square, PTR(6)), future_in(HD_CANCELLED),
			  submit(ex, task_hold, &g)};

	check_split(f, 3, 1, HD_FOREVER, HD_FIRST_COMPLETED);
	gate_open(&g);
	unref_all(f, 3);
	OK(hd_executor_free(&ex));
}

/* Catches: FIRST_COMPLETED that gives one of those that are done. */
static void first_completed_already(void)
{
	hd_future *f[] = {future_in(HD_CANCELLED_AND_NOTIFIED), future_in(HD_FINISHED),
			  future_failed(3, "three"), future_in(HD_RUNNING),
			  future_in(HD_PENDING)};

	check_split(f, 5, 3, HD_FOREVER, HD_FIRST_COMPLETED);
	unref_all(f, 5);
}

static void first_completed_wakes(void)
{
	for (int last = 0; last < 3; last++) {
		hd_future *f[] = {future_in(HD_PENDING), future_in(HD_PENDING),
				  future_in(HD_PENDING)};
		struct waiting w;

		waiting_start(&w, f, 3, HD_FIRST_COMPLETED);
		OK(hd_future_set_result(f[last], NULL, NULL));
		runner_join(&w.runner);
		CHECK_INT(w.sets.done_count, 1);
		CHECK_PTR(w.sets.done[0], f[last]);
		hd_wait_sets_free(&w.sets);
		unref_all(f, 3);
	}
}

/* -- FIRST_EXCEPTION -------------------------------------------------------------------------- */

static void *hold_and_fail(void *g)
{
	task_hold(g);
	return hd_raise(5, "five");
}

/* Catches: FIRST_EXCEPTION that a success ends. */
static void first_exception(void)
{
	gate fail = GATE, last = GATE;
	hd_executor *ex = executor_of(3);
	hd_future *f[] = {submit(ex, task_square, PTR(6)),
			  submit(ex, hold_and_fail, &fail), submit(ex, task_hold, &last)};
	struct waiting w;

	value_of(f[0]);
	waiting_start(&w, f, 3, HD_FIRST_EXCEPTION);
	CHECK(!w.runner.ended);
	gate_open(&fail);
	runner_join(&w.runner);
	CHECK_INT(w.sets.done_count, 2);
	CHECK(!holds(w.sets.done, 2, f[2]));
	hd_wait_sets_free(&w.sets);
	gate_open(&last);
	unref_all(f, 3);
	OK(hd_executor_free(&ex));
}

static void first_exception_already(void)
{
	hd_future *f[] = {future_failed(3, "three"), future_in(HD_FINISHED),
			  future_in(HD_CANCELLED_AND_NOTIFIED), future_in(HD_CANCELLED),
			  future_in(HD_RUNNING)};

	check_split(f, 5, 3, HD_FOREVER, HD_FIRST_EXCEPTION);
	unref_all(f, 5);
}

static void first_exception_one_failed(void)
{
	hd_future *f[] = {future_failed(3, "three"), future_in(HD_PENDING)};

	check_split(f, 2, 1, HD_FOREVER, HD_FIRST_EXCEPTION);
	unref_all(f, 2);
}

/* Catches: a failure that is overlooked because it came before the wait, or twice. */
static void first_exception_last(void)
{
	hd_future *f[] = {future_in(HD_PENDING), future_in(HD_FINISHED),
			  future_in(HD_CANCELLED_AND_NOTIFIED),
			  future_failed(3, "three")};
	hd_future *given[] = {f[0], f[1], f[2], f[3], f[3]};
	hd_wait_sets sets;

	OK(hd_wait(given, 5, HD_FOREVER, HD_FIRST_EXCEPTION, &sets));
	CHECK_INT(sets.done_count, 3);
	CHECK_INT(sets.not_done_count, 1);
	for (int i = 0; i < 3; i++)
		CHECK_PTR(sets.done[i], f[i + 1]);
	hd_wait_sets_free(&sets);
	unref_all(f, 4);
}

/* Catches: a cancellation that counts as a failure. */
static void first_exception_cancel(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f[] = {submit(ex, task_same, NULL), submit(ex, task_same, NULL)};
	struct waiting w;

	waiting_start(&w, f, 2, HD_FIRST_EXCEPTION);
	CHECK(hd_future_cancel(f[0]));
	waiting_still(&w);
	gate_open(&g);
	waiting_join(&w, 2);
	unref_all(f, 2);
	OK(hd_executor_free(&ex));
}

/* Catches: FIRST_EXCEPTION that ends with the first success, or never without failure. */
static void first_exception_none(void)
{
	hd_future *f[] = {future_in(HD_PENDING), future_in(HD_PENDING),
			  future_in(HD_PENDING)};
	struct waiting w;

	waiting_start(&w, f, 3, HD_FIRST_EXCEPTION);
	OK(hd_future_set_result(f[1], NULL, NULL));
	waiting_still(&w);
	OK(hd_future_set_result(f[0], NULL, NULL));
	waiting_still(&w);
	OK(hd_future_set_result(f[2], NULL, NULL));
	waiting_join(&w, 3);
	unref_all(f, 3);
}

/* -- ALL_COMPLETED ------------------------------------------------------------------------------ */

static void all_completed(void)
{
	hd_executor *ex = executor_of(2);
	hd_future *f[] = {future_in(HD_FINISHED), future_in(HD_CANCELLED_AND_NOTIFIED),
			  future_failed(1, "one"), submit(ex, task_fail, PTR(2)),
			  submit(ex, task_square, PTR(6))};

	check_split(f, 5, 5, HD_FOREVER, HD_ALL_COMPLETED);
	unref_all(f, 5);
	OK(hd_executor_free(&ex));
}

/* Catches: a wait that ends while the last one still runs. */
static void all_completed_waits(void)
{
	hd_future *f[] = {future_in(HD_RUNNING), future_in(HD_RUNNING),
			  future_in(HD_RUNNING)};
	struct waiting w;

	waiting_start(&w, f, 3, HD_ALL_COMPLETED);
	OK(hd_future_set_exception(f[2], 1, NULL, NULL, NULL));
	OK(hd_future_set_result(f[0], NULL, NULL));
	waiting_still(&w);
	OK(hd_future_set_result(f[1], NULL, NULL));
	waiting_join(&w, 3);
	unref_all(f, 3);
}

/* done is in finishing order, for those that this wait saw finish. */
static void done_in_order(void)
{
	hd_future *f[] = {future_in(HD_PENDING), future_in(HD_PENDING),
			  future_in(HD_PENDING)};
	static const int order[] = {2, 0, 1};
	struct waiting w;

	waiting_start(&w, f, 3, HD_ALL_COMPLETED);
	for (int i = 0; i < 3; i++)
		OK(hd_future_set_result(f[order[i]], NULL, NULL));
	runner_join(&w.runner);
	CHECK_INT(w.sets.done_count, 3);
	for (int i = 0; i < 3; i++)
		CHECK_PTR(w.sets.done[i], f[order[i]]);
	hd_wait_sets_free(&w.sets);
	unref_all(f, 3);
}

/* Catches: those done beforehand in another order than the one given, or after the others. */
static void done_before(void)
{
	hd_future *f[] = {future_in(HD_PENDING), future_failed(3, "three"),
			  future_in(HD_PENDING), future_in(HD_FINISHED),
			  future_in(HD_CANCELLED_AND_NOTIFIED)};
	static const int order[] = {1, 3, 4, 2, 0};
	struct waiting w;

	waiting_start(&w, f, 5, HD_ALL_COMPLETED);
	OK(hd_future_set_result(f[2], NULL, NULL));
	waiting_still(&w);
	OK(hd_future_set_result(f[0], NULL, NULL));
	runner_join(&w.runner);
	CHECK_INT(w.sets.done_count, 5);
	for (int i = 0; i < 5; i++)
		CHECK_PTR(w.sets.done[i], f[order[i]]);
	hd_wait_sets_free(&w.sets);
	unref_all(f, 5);
}

/* All are done beforehand, and each is given twice, the second time in another order. */
static void all_done_before(void)
{
	enum { N = 500 };
	hd_future *f[2 * N];
	hd_wait_sets sets;

	for (int i = 0; i < N; i++)
		f[i] = f[2 * N - 1 - i] = future_in(HD_FINISHED);
	for (int i = 0; i < MODES; i++) {
		OK(hd_wait(f, (size_t)2 * N, HD_FOREVER, modes[i], &sets));
		CHECK_INT(sets.not_done_count, 0);
		CHECK_INT(sets.done_count, N);
		for (int k = 0; k < N; k++)
			CHECK_PTR(sets.done[k], f[k]);
		hd_wait_sets_free(&sets);
	}
	unref_all(f, N);
}

/* One hundred tasks end at once while they are being waited for. */
static void all_at_once(void)
{
	enum { TASKS = 100 };
	hd_executor *ex = executor_of(8);

	for (int round = 0; round < probe_scaled(20); round++) {
		hd_future *f[TASKS];
		gate g = GATE;

		for (int i = 0; i < TASKS; i++)
			f[i] = submit(ex, task_hold, &g);
		gate_open(&g);
		check_split(f, TASKS, TASKS, HD_FOREVER, HD_ALL_COMPLETED);
		unref_all(f, TASKS);
	}
	OK(hd_executor_free(&ex));
}

/* -- timeouts ------------------------------------------------------------------------------- */

/* Catches: a timeout that is an error, that cancels, or that forgets what is done. */
static void timeout_partial(void)
{
	hd_future *f[] = {future_in(HD_CANCELLED_AND_NOTIFIED),
			  future_failed(1, "one"),
			  future_in(HD_FINISHED),
			  future_in(HD_RUNNING),
			  future_in(HD_PENDING),
			  future_in(HD_CANCELLED)};

	check_split(f, 6, 3, 0, HD_ALL_COMPLETED);
	check_split(f, 6, 3, 0.05, HD_ALL_COMPLETED);
	CHECK_INT(hd_future_state(f[3]), HD_RUNNING);
	CHECK_INT(hd_future_state(f[4]), HD_PENDING);
	unref_all(f, 6);
}

static void timeout_lasts(void)
{
	hd_future *f = future_in(HD_PENDING);

	for (int i = 0; i < MODES; i++) {
		double start = now();

		check_split(&f, 1, 0, 0.2, modes[i]);
		CHECK_WITHIN(now() - start, 0.2, 5);
	}
	hd_future_unref(f);
}

/* The time is up only when what was waited for had not come. */
static void timed_out(void)
{
	hd_future *f[] = {future_in(HD_FINISHED), future_in(HD_PENDING)};
	hd_wait_sets sets;

	OK(hd_wait(f, 2, 0, HD_FIRST_COMPLETED, &sets));
	CHECK(!sets.timed_out);
	hd_wait_sets_free(&sets);
	OK(hd_wait(f, 2, 0, HD_ALL_COMPLETED, &sets));
	CHECK(sets.timed_out);
	hd_wait_sets_free(&sets);
	OK(hd_wait(f, 1, 0, HD_ALL_COMPLETED, &sets));
	CHECK(!sets.timed_out);
	hd_wait_sets_free(&sets);
	unref_all(f, 2);
}

/* Catches: a waiter that stays behind on a stack that is gone (under AddressSanitizer), or
 * that costs more with every wait. */
static void timeout_leaves_nothing(void)
{
	hd_future *f[] = {future_in(HD_PENDING), future_in(HD_PENDING)};
	double start = now();

	for (int i = 0; i < probe_scaled(20000); i++)
		check_split(f, 2, 0, 0, HD_ALL_COMPLETED);
	OK(hd_future_set_result(f[0], NULL, NULL));
	CHECK(hd_future_cancel(f[1]));
	CHECK_WITHIN(now() - start, 0, 20);
	unref_all(f, 2);
}

/* -- cancellation --------------------------------------------------------------------------- */

/* Catches: a cancelled future of an executor that wait sees only when a worker pops it. */
static void cancelled_of_executor(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f = submit(ex, task_same, NULL);

	CHECK(hd_future_cancel(f));
	CHECK_INT(hd_future_state(f), HD_CANCELLED_AND_NOTIFIED);
	for (int i = 0; i < MODES; i++)
		check_split(&f, 1, 1, HD_FOREVER, modes[i]);
	gate_open(&g);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

/* Catches: a cancellation that wakes result() and leaves wait asleep. */
static void cancelled_while_waiting(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f = submit(ex, task_same, NULL);
	struct waiting w;

	waiting_start(&w, &f, 1, HD_ALL_COMPLETED);
	CHECK(hd_future_cancel(f));
	waiting_join(&w, 1);
	gate_open(&g);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

/* Catches: a bare future whose first step, CANCELLED, already ends a wait. */
static void cancelled_by_hand(void)
{
	hd_future *f = future_in(HD_PENDING);
	struct waiting w;
	bool run = true;

	waiting_start(&w, &f, 1, HD_FIRST_COMPLETED);
	CHECK(hd_future_cancel(f));
	waiting_still(&w);
	OK(hd_future_set_running_or_notify_cancel(f, &run));
	CHECK(!run);
	waiting_join(&w, 1);
	hd_future_unref(f);
}

/* -- several ---------------------------------------------------------------------------------- */

static void of_several_executors(void)
{
	gate g = GATE;
	hd_executor *a = executor_of(1), *b = executor_of(2), *serial;
	hd_future *f[4];
	struct waiting w;

	OK(hd_executor_new_serial(NULL, &serial));
	f[0] = submit(a, task_hold, &g);
	f[1] = submit(b, task_hold, &g);
	f[2] = submit(serial, task_same, NULL);
	f[3] = future_in(HD_PENDING);
	waiting_start(&w, f, 4, HD_ALL_COMPLETED);
	gate_open(&g);
	value_of(f[0]);
	value_of(f[1]);
	waiting_still(&w);
	OK(hd_future_set_result(f[3], NULL, NULL));
	waiting_join(&w, 4);
	unref_all(f, 4);
	OK(hd_executor_free(&a));
	OK(hd_executor_free(&b));
	OK(hd_executor_free(&serial));
}

/* Catches: a wait for all that wakes one of several waiters. */
static void several_waiters(void)
{
	hd_future *f[] = {future_in(HD_PENDING), future_in(HD_PENDING)};
	struct waiting w[6];

	for (int i = 0; i < 6; i++)
		waiting_start(&w[i], f, 2, modes[i % MODES]);
	OK(hd_future_set_result(f[0], NULL, NULL));
	for (int i = 0; i < 6; i += MODES)
		runner_join(&w[i].runner);
	OK(hd_future_set_result(f[1], NULL, NULL));
	for (int i = 0; i < 6; i++) {
		if (i % MODES)
			runner_join(&w[i].runner);
		hd_wait_sets_free(&w[i].sets);
	}
	unref_all(f, 2);
}

/* The sets hold what the caller holds: its references are enough, and all that there are. */
static void holds_no_reference(void)
{
	hd_future *f = future_in(HD_PENDING);
	hd_wait_sets sets;

	OK(hd_future_set_result(f, PTR(1), count_free));
	OK(hd_wait(&f, 1, HD_FOREVER, HD_ALL_COMPLETED, &sets));
	hd_future_unref(f);
	CHECK_INT(frees, 1);
	hd_wait_sets_free(&sets);
}

static const probe_case cases[] = {
	CASE(empty, "the empty set returns at once"),
	CASE(duplicates, "duplicates count once"),
	CASE(without_sets, "the sets may be left out"),
	CASE(invalid, "an unknown mode and a NULL future are errors"),
	CASE(first_completed, "FIRST_COMPLETED, and a bare CANCELLED is not done"),
	CASE(first_completed_already, "FIRST_COMPLETED gives all that are done"),
	CASE(first_completed_wakes, "FIRST_COMPLETED wakes for each of three"),
	CASE(first_exception, "FIRST_EXCEPTION ends with the failure"),
	CASE(first_exception_already, "FIRST_EXCEPTION with all five states"),
	CASE(first_exception_one_failed, "FIRST_EXCEPTION when one has failed before"),
	CASE(first_exception_last, "and when it stands last, and twice"),
	CASE(first_exception_cancel, "a cancellation is not an exception"),
	CASE(first_exception_none, "without failure FIRST_EXCEPTION is ALL_COMPLETED"),
	CASE(all_completed, "ALL_COMPLETED with every kind of end"),
	CASE(all_completed_waits, "ALL_COMPLETED waits for the last"),
	CASE(done_in_order, "done is in finishing order"),
	CASE(done_before, "those done beforehand come first, in the order given"),
	CASE(all_done_before, "500 done beforehand, each given twice"),
	CASE(all_at_once, "100 tasks end at once"),
	CASE(timeout_partial, "a timeout gives what is done and cancels nothing"),
	CASE(timeout_lasts, "a timeout lasts what it says in each mode"),
	CASE(timeout_leaves_nothing, "20,000 timeouts leave no waiter behind"),
	CASE(cancelled_of_executor, "an executor's cancelled future is done at once"),
	CASE(cancelled_while_waiting, "a cancellation ends a wait that sleeps"),
	CASE(cancelled_by_hand, "a bare future keeps the two steps"),
	CASE(of_several_executors, "futures of three executors and of none"),
	CASE(several_waiters, "six waits for the same futures all end"),
	CASE(holds_no_reference, "the sets keep no reference"),
	CASE(timed_out, "the sets say whether the time was up"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
