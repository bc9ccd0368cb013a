/* SPDX-License-Identifier: MIT */
/* The contract of as_completed: each once, in finishing order, one deadline. */
#include "probe.h"

static hd_as_completed *iterate(hd_future *const *futures, size_t count, double timeout)
{
	hd_as_completed *it;

	OK(hd_as_completed_new(futures, count, timeout, &it));
	return it;
}

static hd_future *next(hd_as_completed *it)
{
	hd_future *f = NULL;

	OK(hd_as_completed_next(it, &f));
	return f;
}

static void check_end(hd_as_completed *it, int code)
{
	hd_future *f = (hd_future *)it;

	CHECK_CODE(hd_as_completed_next(it, &f), code);
	CHECK_PTR(f, it);
}

static void unref_all(hd_future **futures, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hd_future_unref(futures[i]);
}

/* Takes n futures; each must be one of the set, and none may come twice. */
static void take_set(hd_as_completed *it, hd_future *const *futures, int n)
{
	bool seen[16] = {false};

	for (int taken = 0; taken < n; taken++) {
		hd_future *f = next(it);
		int i = 0;

		while (i < n && futures[i] != f)
			i++;
		CHECK(i < n);
		CHECK(!seen[i]);
		seen[i] = true;
	}
}

static void no_futures(void)
{
	hd_as_completed *it = iterate(NULL, 0, HD_FOREVER);

	check_end(it, HD_END);
	check_end(it, HD_END);
	hd_as_completed_free(&it);
	CHECK_PTR(it, NULL);
	hd_as_completed_free(&it);
}

static void every_kind(void)
{
	hd_executor *ex = executor_of(2);
	hd_future *f[] = {future_in(HD_CANCELLED_AND_NOTIFIED), future_failed(1, "one"),
			  future_in(HD_FINISHED), submit(ex, task_square, PTR(6)),
			  submit(ex, task_fail, PTR(7))};
	hd_as_completed *it = iterate(f, 5, HD_FOREVER);

	take_set(it, f, 5);
	check_end(it, HD_END);
	hd_as_completed_free(&it);
	unref_all(f, 5);
	OK(hd_executor_free(&ex));
}

/* Catches: those already finished that are missed, or that come after the others. */
static void finished_first(void)
{
	hd_future *f[] = {future_in(HD_FINISHED), future_failed(1, "one"),
			  future_in(HD_PENDING)};
	hd_future *given[] = {f[2], f[0], f[1]};
	hd_as_completed *it = iterate(given, 3, HD_FOREVER);

	OK(hd_future_set_result(f[2], NULL, NULL));
	take_set(it, f, 2);
	CHECK_PTR(next(it), f[2]);
	check_end(it, HD_END);
	hd_as_completed_free(&it);
	unref_all(f, 3);
}

/* Catches: input order. */
static void finishing_order(void)
{
	enum { N = 6 };
	static const int order[N] = {4, 1, 5, 0, 3, 2};
	hd_future *f[N];
	hd_as_completed *it;

	for (int i = 0; i < N; i++)
		f[i] = future_in(HD_PENDING);
	it = iterate(f, N, HD_FOREVER);
	for (int i = 0; i < N; i += 2) {
		OK(hd_future_set_result(f[order[i]], NULL, NULL));
		OK(hd_future_set_exception(f[order[i + 1]], 1, NULL, NULL, NULL));
		CHECK_PTR(next(it), f[order[i]]);
		CHECK_PTR(next(it), f[order[i + 1]]);
	}
	check_end(it, HD_END);
	hd_as_completed_free(&it);
	unref_all(f, N);
}

static void duplicates(void)
{
	hd_future *f = future_in(HD_FINISHED), *p = future_in(HD_PENDING);
	hd_future *list[] = {f, p, f, p, p};
	hd_as_completed *it = iterate(list, 5, HD_FOREVER);

	CHECK_PTR(next(it), f);
	OK(hd_future_set_result(p, NULL, NULL));
	CHECK_PTR(next(it), p);
	check_end(it, HD_END);
	hd_as_completed_free(&it);
	hd_future_unref(f);
	hd_future_unref(p);
}

/* Catches: those already finished in another order than the one given. */
static void finished_in_given_order(void)
{
	hd_future *f[] = {future_failed(1, "one"), future_in(HD_FINISHED),
			  future_in(HD_CANCELLED_AND_NOTIFIED), future_in(HD_FINISHED),
			  future_failed(2, "two")};
	hd_as_completed *it = iterate(f, 5, 0);

	for (int i = 0; i < 5; i++)
		CHECK_PTR(next(it), f[i]);
	check_end(it, HD_END);
	hd_as_completed_free(&it);
	unref_all(f, 5);
}

/* Of each three neighbours one is done.  Those that settle while the first ones are given out
 * come after the rest of these.  Catches: a list that is taken over another one. */
static void half_finished(void)
{
	enum { N = 99 };
	hd_future *f[N];
	hd_as_completed *it;

	for (int i = 0; i < N; i++)
		f[i] = future_in(i % 3 ? HD_PENDING : HD_FINISHED);
	it = iterate(f, N, HD_FOREVER);
	CHECK_PTR(next(it), f[0]);
	for (int i = N; i-- > 0;)
		if (i % 3 == 1)
			OK(hd_future_set_result(f[i], NULL, NULL));
	for (int i = 3; i < N; i += 3)
		CHECK_PTR(next(it), f[i]);
	CHECK_PTR(next(it), f[N - 2]);
	for (int i = 2; i < N; i += 3)
		OK(hd_future_set_result(f[i], NULL, NULL));
	for (int i = N - 5; i >= 0; i -= 3)
		CHECK_PTR(next(it), f[i]);
	for (int i = 2; i < N; i += 3)
		CHECK_PTR(next(it), f[i]);
	check_end(it, HD_END);
	hd_as_completed_free(&it);
	unref_all(f, N);
}

enum { CROWD = 1000, TIMES = 3, APART = 16 };

/* Each of the crowd is given three times. */
static void iterate_over_crowd(hd_future *const *crowd)
{
	hd_future *f[TIMES * CROWD];
	hd_as_completed *it;

	for (int i = 0; i < CROWD; i++) {
		f[i] = f[TIMES * CROWD - 1 - i] = crowd[i];
		f[CROWD + i] = crowd[i * 7 % CROWD];
		if (i % 2)
			OK(hd_future_set_result(crowd[i], NULL, NULL));
	}
	it = iterate(f, (size_t)TIMES * CROWD, HD_FOREVER);
	for (int i = 0; i < CROWD; i += 2)
		OK(hd_future_set_result(crowd[i], NULL, NULL));
	for (int i = 1; i < CROWD; i += 2)
		CHECK_PTR(next(it), crowd[i]);
	for (int i = 0; i < CROWD; i += 2)
		CHECK_PTR(next(it), crowd[i]);
	check_end(it, HD_END);
	hd_as_completed_free(&it);
}

/* Futures made one after the other, as most are, and then some that lie apart.
 * Catches: two futures taken for one, and one taken for two. */
static void crowd(void)
{
	static hd_future *all[(APART + 1) * CROWD];
	hd_future *apart[CROWD];

	for (int i = 0; i < (APART + 1) * CROWD; i++)
		all[i] = future_in(HD_PENDING);
	for (int i = 0; i < CROWD; i++)
		apart[i] = all[CROWD + i * APART];
	iterate_over_crowd(all);
	iterate_over_crowd(apart);
	unref_all(all, (APART + 1) * CROWD);
}

static void null_future(void)
{
	hd_future *f = future_in(HD_FINISHED), *list[] = {f, NULL};
	hd_as_completed *it = (hd_as_completed *)list;

	CHECK_CODE(hd_as_completed_new(list, 2, 0, &it), HD_EINVAL);
	CHECK_PTR(it, list);
	hd_future_unref(f);
}

/* -- waiting ------------------------------------------------------------------------------- */

struct iteration {
	hd_as_completed *it;
	hd_future *got;
	runner runner;
};

static void *run_next(void *arg)
{
	struct iteration *i = arg;

	i->got = next(i->it);
	return NULL;
}

static void sleeping_wakes(void)
{
	for (int how = 0; how < 3; how++) {
		hd_future *f[] = {future_in(HD_PENDING), future_in(HD_RUNNING)};
		struct iteration i = {.it = iterate(f, 2, HD_FOREVER)};

		runner_start(&i.runner, run_next, &i);
		runner_asleep(&i.runner);
		CHECK(!i.runner.ended);
		if (how == 0)
			OK(hd_future_set_result(f[1], NULL, NULL));
		else if (how == 1)
			OK(hd_future_set_exception(f[1], 1, NULL, NULL, NULL));
		else
			OK(hd_future_set_result(f[0], NULL, NULL));
		runner_join(&i.runner);
		CHECK_PTR(i.got, f[how < 2]);
		hd_as_completed_free(&i.it);
		unref_all(f, 2);
	}
}

static void two_iterators(void)
{
	hd_future *f = future_in(HD_PENDING);
	struct iteration i[2];

	for (int k = 0; k < 2; k++) {
		i[k].it = iterate(&f, 1, HD_FOREVER);
		runner_start(&i[k].runner, run_next, &i[k]);
		runner_asleep(&i[k].runner);
	}
	OK(hd_future_set_result(f, NULL, NULL));
	for (int k = 0; k < 2; k++) {
		runner_join(&i[k].runner);
		CHECK_PTR(i[k].got, f);
		hd_as_completed_free(&i[k].it);
	}
	hd_future_unref(f);
}

static void of_several_executors(void)
{
	hd_executor *a = executor_of(1), *b = executor_of(1);
	hd_future *f[] = {submit(a, task_same, NULL), submit(b, task_fail, PTR(1)),
			  future_in(HD_PENDING)};
	hd_as_completed *it = iterate(f, 3, HD_FOREVER);

	take_set(it, f, 2);
	OK(hd_future_set_result(f[2], NULL, NULL));
	CHECK_PTR(next(it), f[2]);
	check_end(it, HD_END);
	hd_as_completed_free(&it);
	unref_all(f, 3);
	OK(hd_executor_free(&a));
	OK(hd_executor_free(&b));
}

/* -- cancellation --------------------------------------------------------------------------- */

static void cancelled_by_hand(void)
{
	hd_future *f[] = {future_in(HD_CANCELLED), future_in(HD_PENDING)};
	hd_as_completed *it = iterate(f, 2, HD_FOREVER);
	bool run;

	CHECK(hd_future_cancel(f[1]));
	OK(hd_future_set_running_or_notify_cancel(f[1], &run));
	CHECK_PTR(next(it), f[1]);
	OK(hd_future_set_running_or_notify_cancel(f[0], &run));
	CHECK_PTR(next(it), f[0]);
	check_end(it, HD_END);
	hd_as_completed_free(&it);
	unref_all(f, 2);
}

/* Catches: a cancelled future that is seen only when a worker pops it. */
static void cancelled_of_executor(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f[] = {submit(ex, task_same, NULL), submit(ex, task_same, NULL)};
	struct iteration i = {.it = NULL};

	CHECK(hd_future_cancel(f[0]));
	i.it = iterate(f, 2, HD_FOREVER);
	CHECK_PTR(next(i.it), f[0]);
	runner_start(&i.runner, run_next, &i);
	runner_asleep(&i.runner);
	CHECK(hd_future_cancel(f[1]));
	runner_join(&i.runner);
	CHECK_PTR(i.got, f[1]);
	check_end(i.it, HD_END);
	hd_as_completed_free(&i.it);
	gate_open(&g);
	unref_all(f, 2);
	OK(hd_executor_free(&ex));
}

/* -- timeouts ------------------------------------------------------------------------------- */

static void timeout_text(void)
{
	hd_future *f[] = {future_in(HD_CANCELLED_AND_NOTIFIED), future_in(HD_PENDING),
			  future_in(HD_RUNNING), future_in(HD_FINISHED)};
	hd_as_completed *it = iterate(f, 4, 0);

	CHECK_STR(hd_as_completed_error(it), "");
	next(it);
	next(it);
	CHECK_STR(hd_as_completed_error(it), "");
	check_end(it, HD_ETIMEDOUT);
	CHECK_STR(hd_as_completed_error(it), "2 (of 4) futures unfinished");
	hd_as_completed_free(&it);
	unref_all(f, 4);
}

static void timeout_text_counts_once(void)
{
	enum { N = 10, DONE = 4 };
	hd_future *f[2 * N];
	hd_as_completed *it;

	for (int i = 0; i < N; i++)
		f[i] = f[N + i] = future_in(i < DONE ? HD_FINISHED : HD_PENDING);
	it = iterate(f, (size_t)2 * N, 0);
	take_set(it, f, DONE);
	check_end(it, HD_ETIMEDOUT);
	CHECK_STR(hd_as_completed_error(it), "6 (of 10) futures unfinished");
	hd_as_completed_free(&it);
	unref_all(f, N);
}

static void timeout_lasts(void)
{
	hd_future *f[] = {future_in(HD_FINISHED), future_in(HD_PENDING)};
	double start = now();
	hd_as_completed *it = iterate(f, 2, 0.2);

	CHECK_PTR(next(it), f[0]);
	check_end(it, HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 0.2, 5);
	hd_as_completed_free(&it);
	unref_all(f, 2);
}

/* Catches: a deadline that counts for what is done already. */
static void timeout_and_finished(void)
{
	hd_future *f[] = {future_in(HD_FINISHED), future_in(HD_PENDING),
			  future_failed(1, "one"), future_in(HD_PENDING)};
	hd_as_completed *it = iterate(f, 4, 0);

	CHECK_PTR(next(it), f[0]);
	OK(hd_future_set_result(f[3], NULL, NULL));
	CHECK_PTR(next(it), f[2]);
	CHECK_PTR(next(it), f[3]);
	check_end(it, HD_ETIMEDOUT);
	CHECK_STR(hd_as_completed_error(it), "1 (of 4) futures unfinished");
	hd_as_completed_free(&it);
	unref_all(f, 4);
}

/* The sleep lets the deadline pass; it arranges no order.  Catches: a timeout for each item,
 * which would begin anew here and last a second more. */
static void one_deadline(void)
{
	hd_future *f[] = {future_in(HD_FINISHED), future_in(HD_PENDING)};
	hd_as_completed *it = iterate(f, 2, 1.0);
	double start;

	CHECK_PTR(next(it), f[0]);
	hd_sleep(1.05);
	start = now();
	check_end(it, HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 0, 0.8);
	hd_as_completed_free(&it);
	unref_all(f, 2);
}

/* A host takes the iteration in slices and looks after its signals between them. */
static void in_slices(void)
{
	hd_future *f[] = {future_in(HD_PENDING), future_in(HD_PENDING)}, *out = NULL;
	hd_as_completed *it = iterate(f, 2, 0.5);
	double start = now();

	CHECK_CODE(hd_as_completed_next_for(it, 0, &out), HD_ENOTREADY);
	CHECK_CODE(hd_as_completed_next_for(it, 0.1, &out), HD_ENOTREADY);
	CHECK_WITHIN(now() - start, 0.1, 5);
	CHECK_PTR(out, NULL);
	CHECK_STR(hd_as_completed_error(it), "");
	OK(hd_future_set_result(f[1], NULL, NULL));
	OK(hd_as_completed_next_for(it, 0.1, &out));
	CHECK_PTR(out, f[1]);
	while (hd_as_completed_next_for(it, 0.05, &out) == HD_ENOTREADY)
		CHECK_WITHIN(now() - start, 0, 20);
	CHECK_WITHIN(now() - start, 0.5, 20);
	CHECK_CODE(hd_as_completed_next_for(it, HD_FOREVER, &out), HD_ETIMEDOUT);
	CHECK_STR(hd_as_completed_error(it), "1 (of 2) futures unfinished");
	hd_as_completed_free(&it);
	unref_all(f, 2);
}

/* -- leaving early, references ---------------------------------------------------------------- */

/* Catches: a waiter that stays behind, found when its future settles or is freed (under
 * AddressSanitizer). */
static void left_early(void)
{
	hd_future *f[] = {future_in(HD_PENDING), future_in(HD_FINISHED),
			  future_in(HD_PENDING), future_in(HD_PENDING)};
	hd_as_completed *it = iterate(f, 4, HD_FOREVER);

	CHECK_PTR(next(it), f[1]);
	OK(hd_future_set_result(f[3], NULL, NULL));
	hd_as_completed_free(&it);
	CHECK_PTR(it, NULL);
	OK(hd_future_set_result(f[0], NULL, NULL));
	CHECK(hd_future_cancel(f[2]));
	unref_all(f, 4);
}

/* Catches: a reference kept, or given back, to a future that was done and not given out. */
static void left_with_finished(void)
{
	hd_future *f[3];
	hd_as_completed *it;

	for (int i = 0; i < 3; i++) {
		f[i] = future_in(HD_PENDING);
		OK(hd_future_set_result(f[i], PTR(1), count_free));
	}
	it = iterate(f, 3, HD_FOREVER);
	CHECK_PTR(next(it), f[0]);
	hd_as_completed_free(&it);
	CHECK_INT(frees, 0);
	unref_all(f, 3);
	CHECK_INT(frees, 3);
}

static void left_often(void)
{
	hd_future *f = future_in(HD_PENDING);
	double start = now();

	for (int i = 0; i < probe_scaled(20000); i++) {
		hd_as_completed *it = iterate(&f, 1, HD_FOREVER);

		hd_as_completed_free(&it);
	}
	OK(hd_future_set_result(f, NULL, NULL));
	CHECK_WITHIN(now() - start, 0, 20);
	hd_future_unref(f);
}

/* Catches: an iterator that keeps what it gave out. */
static void given_is_forgotten(void)
{
	hd_future *f[3];
	hd_as_completed *it;

	for (int i = 0; i < 3; i++) {
		f[i] = future_in(HD_PENDING);
		if (i < 2)
			OK(hd_future_set_result(f[i], PTR(1), count_free));
	}
	it = iterate(f, 3, HD_FOREVER);
	for (int i = 0; i < 3; i++) {
		if (i == 2)
			OK(hd_future_set_result(f[2], PTR(1), count_free));
		hd_future_unref(next(it));
		CHECK_INT(frees, i + 1);
	}
	check_end(it, HD_END);
	hd_as_completed_free(&it);
}

static const probe_case cases[] = {
	CASE(no_futures, "no futures: the end at once"),
	CASE(every_kind, "each once, whatever became of it"),
	CASE(finished_first, "those already finished come first"),
	CASE(finished_in_given_order, "and in the order given"),
	CASE(half_finished, "those that finish meanwhile come after these"),
	CASE(crowd, "1,000 neighbours and 1,000 apart, each given three times"),
	CASE(finishing_order, "then in finishing order"),
	CASE(duplicates, "duplicates come once"),
	CASE(null_future, "a NULL future is an error"),
	CASE(sleeping_wakes, "a sleeping iterator wakes for every kind of end"),
	CASE(two_iterators, "two iterators over one future both get it"),
	CASE(of_several_executors, "futures of two executors and of none"),
	CASE(cancelled_by_hand, "a bare cancelled future comes when notified"),
	CASE(cancelled_of_executor, "an executor's cancelled future comes at once"),
	CASE(timeout_text, "timeout 0: what is done, then 2 (of 4) futures unfinished"),
	CASE(timeout_text_counts_once, "duplicates count once in the text"),
	CASE(timeout_and_finished, "timeout 0 still gives what is done"),
	CASE(timeout_lasts, "a timeout lasts what it says"),
	CASE(one_deadline, "one deadline for the whole iteration"),
	CASE(left_early, "leaving early leaves no waiter behind"),
	CASE(left_with_finished, "nor a reference to what is done"),
	CASE(left_often, "20,000 iterators left early cost nothing later"),
	CASE(given_is_forgotten, "no reference is kept to what was given out"),
	CASE(in_slices, "the iteration in slices, under one deadline"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
