/* SPDX-License-Identifier: MIT */
/* The contract of promises: all, all_settled, any, race, then. */
#include "probe.h"

enum { N = 3 };

static void make_pending(hd_future **f)
{
	for (int i = 0; i < N; i++)
		f[i] = future_in(HD_PENDING);
}

/* A promise holds its inputs until they are settled: none may stay pending for ever. */
static void unref_all(hd_future **f)
{
	for (int i = 0; i < N; i++) {
		hd_future_cancel(f[i]);
		hd_future_unref(f[i]);
	}
}

static void fulfil(hd_future *f, int value)
{
	OK(hd_future_set_result(f, PTR(value), NULL));
}

static void reject(hd_future *f, int code)
{
	char message[40];

	snprintf(message, sizeof message, "reason %d", code);
	OK(hd_future_set_exception(f, code, message, NULL, NULL));
}

static void check_pending(hd_future *promise)
{
	CHECK(!hd_future_done(promise));
	CHECK_CODE(hd_future_result(promise, 0, NULL), HD_ETIMEDOUT);
}

/* -- all ------------------------------------------------------------------------------------ */

/* Catches: values in settling order. */
static void all_values(void)
{
	hd_future *f[N], *promise;
	void **values;

	make_pending(f);
	OK(hd_promise_all(f, N, 0, &promise));
	for (int i = N; i-- > 0;) {
		check_pending(promise);
		fulfil(f[i], 10 * i);
	}
	values = value_of(promise);
	for (int i = 0; i < N; i++)
		CHECK_INT(INT(values[i]), 10 * i);
	hd_future_unref(promise);
	unref_all(f);
}

/* Catches: a wait for the others after a rejection; the first in input order instead of in
 * time. */
static void all_rejects(void)
{
	hd_future *f[N], *promise;

	make_pending(f);
	OK(hd_promise_all(f, N, 0, &promise));
	fulfil(f[1], 1);
	reject(f[2], 22);
	CHECK_STR(failure_of(promise, 22).message, "reason 22");
	reject(f[0], 20);
	CHECK_INT(failure_of(promise, 22).code, 22);
	hd_future_unref(promise);
	unref_all(f);
}

static void all_empty(void)
{
	hd_future *promise;

	OK(hd_promise_all(NULL, 0, 0, &promise));
	CHECK(hd_future_done(promise));
	value_of(promise);
	hd_future_unref(promise);
}

static void all_settled_before(void)
{
	hd_future *f[] = {future_in(HD_FINISHED), future_in(HD_FINISHED)}, *promise;
	void **values;

	OK(hd_promise_all(f, 2, 0, &promise));
	CHECK(hd_future_done(promise));
	values = value_of(promise);
	CHECK_INT(INT(values[0]), 42);
	CHECK_INT(INT(values[1]), 42);
	hd_future_unref(promise);
	hd_future_unref(f[0]);
	hd_future_unref(f[1]);
}

static void all_cancelled_input(void)
{
	hd_future *f[N], *promise;

	make_pending(f);
	OK(hd_promise_all(f, N, 0, &promise));
	CHECK(hd_future_cancel(f[1]));
	failure_of(promise, HD_ECANCELLED);
	hd_future_unref(promise);
	unref_all(f);
}

static void all_twice_the_same(void)
{
	hd_future *f = future_in(HD_PENDING), *twice[] = {f, f}, *promise;
	void **values;

	OK(hd_promise_all(twice, 2, 0, &promise));
	check_pending(promise);
	fulfil(f, 3);
	values = value_of(promise);
	CHECK_INT(INT(values[0]) + INT(values[1]), 6);
	hd_future_unref(promise);
	hd_future_unref(f);
}

/* -- losers --------------------------------------------------------------------------------- */

typedef int combinator(hd_future *const *, size_t, unsigned, hd_future **);

/* decide settles f[1] so that the promise is decided by it. */
static void check_losers(combinator *combine, void (*decide)(hd_future *f, int n))
{
	for (unsigned flags = 0; flags <= HD_CANCEL_LOSERS; flags++) {
		hd_future *f[N], *promise;

		make_pending(f);
		OK(combine(f, N, flags, &promise));
		decide(f[1], 5);
		CHECK(hd_future_done(promise));
		CHECK_INT(hd_future_cancelled(f[0]), flags);
		CHECK_INT(hd_future_cancelled(f[2]), flags);
		CHECK(!hd_future_cancelled(f[1]));
		hd_future_unref(promise);
		unref_all(f);
	}
}

static void losers(void)
{
	check_losers(hd_promise_all, reject);
	check_losers(hd_promise_any, fulfil);
	check_losers(hd_promise_race, fulfil);
	check_losers(hd_promise_race, reject);
}

/* Losers that wait in an executor's queue are taken back. */
static void losers_in_queue(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f[] = {submit(ex, task_count, &frees), future_in(HD_PENDING)},
		  *promise;

	OK(hd_promise_race(f, 2, HD_CANCEL_LOSERS, &promise));
	fulfil(f[1], 7);
	CHECK_INT(INT(value_of(promise)), 7);
	CHECK_INT(hd_future_state(f[0]), HD_CANCELLED_AND_NOTIFIED);
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_INT(frees, 0);
	hd_future_unref(promise);
	hd_future_unref(f[0]);
	hd_future_unref(f[1]);
}

/* -- all_settled ------------------------------------------------------------------------------ */

/* Catches: rejections that are dropped; a cancellation that never settles it. */
static void all_settled(void)
{
	hd_future *f[N], *promise;
	hd_settled *rows;

	make_pending(f);
	OK(hd_promise_all_settled(f, N, &promise));
	reject(f[1], 21);
	check_pending(promise);
	CHECK(hd_future_cancel(f[2]));
	check_pending(promise);
	fulfil(f[0], 10);
	rows = value_of(promise);
	CHECK_INT(rows[0].status, HD_FULFILLED);
	CHECK_INT(INT(rows[0].value), 10);
	CHECK_INT(rows[0].reason.code, 0);
	CHECK_INT(rows[1].status, HD_REJECTED);
	CHECK_INT(rows[1].reason.code, 21);
	CHECK_STR(rows[1].reason.message, "reason 21");
	CHECK_INT(rows[2].status, HD_REJECTED);
	CHECK_INT(rows[2].reason.code, HD_ECANCELLED);
	hd_future_unref(promise);
	unref_all(f);
}

static void all_settled_empty(void)
{
	hd_future *promise;

	OK(hd_promise_all_settled(NULL, 0, &promise));
	CHECK(hd_future_done(promise));
	value_of(promise);
	hd_future_unref(promise);
}

/* The rows stay readable when the inputs are let go of. */
static void reasons_outlive_inputs(void)
{
	hd_future *f[N], *settled, *any;
	hd_aggregate *aggregate;
	hd_settled *rows;

	make_pending(f);
	OK(hd_promise_all_settled(f, N, &settled));
	OK(hd_promise_any(f, N, 0, &any));
	for (int i = 0; i < N; i++) {
		reject(f[i], 20 + i);
		hd_future_unref(f[i]);
	}
	rows = value_of(settled);
	CHECK_STR(rows[1].reason.message, "reason 21");
	aggregate = failure_of(any, HD_EAGGREGATE).data;
	CHECK_STR(aggregate->reasons[2].message, "reason 22");
	hd_future_unref(settled);
	hd_future_unref(any);
}

/* -- any ------------------------------------------------------------------------------------ */

static void any_first_value(void)
{
	hd_future *f[N], *promise;

	make_pending(f);
	OK(hd_promise_any(f, N, 0, &promise));
	reject(f[0], 20);
	check_pending(promise);
	fulfil(f[2], 12);
	fulfil(f[1], 11);
	CHECK_INT(INT(value_of(promise)), 12);
	hd_future_unref(promise);
	unref_all(f);
}

static void any_all_rejected(void)
{
	hd_future *f[N], *promise;
	hd_aggregate *aggregate;
	hd_error error;

	make_pending(f);
	OK(hd_promise_any(f, N, 0, &promise));
	reject(f[2], 22);
	reject(f[0], 20);
	check_pending(promise);
	CHECK(hd_future_cancel(f[1]));
	error = failure_of(promise, HD_EAGGREGATE);
	aggregate = error.data;
	CHECK_STR(error.message, hd_strerror(HD_EAGGREGATE));
	CHECK_INT(aggregate->count, N);
	CHECK_INT(aggregate->reasons[0].code, 20);
	CHECK_INT(aggregate->reasons[1].code, HD_ECANCELLED);
	CHECK_INT(aggregate->reasons[2].code, 22);
	CHECK_STR(aggregate->reasons[2].message, "reason 22");
	hd_future_unref(promise);
	unref_all(f);
}

static void any_empty(void)
{
	hd_future *promise;
	hd_aggregate *aggregate;

	OK(hd_promise_any(NULL, 0, 0, &promise));
	CHECK(hd_future_done(promise));
	aggregate = failure_of(promise, HD_EAGGREGATE).data;
	CHECK_INT(aggregate->count, 0);
	hd_future_unref(promise);
}

/* -- race ----------------------------------------------------------------------------------- */

static void race_first(void)
{
	for (int how = 0; how < 3; how++) {
		hd_future *f[N], *promise;

		make_pending(f);
		OK(hd_promise_race(f, N, 0, &promise));
		check_pending(promise);
		if (how == 0)
			fulfil(f[1], 5);
		else if (how == 1)
			reject(f[1], 5);
		else
			CHECK(hd_future_cancel(f[1]));
		fulfil(f[0], 6);
		if (how == 0)
			CHECK_INT(INT(value_of(promise)), 5);
		else
			failure_of(promise, how == 1 ? 5 : HD_ECANCELLED);
		hd_future_unref(promise);
		unref_all(f);
	}
}

static void race_empty(void)
{
	hd_future *promise;

	OK(hd_promise_race(NULL, 0, 0, &promise));
	check_pending(promise);
	CHECK_INT(hd_future_state(promise), HD_PENDING);
	hd_future_unref(promise);
}

/* -- then ----------------------------------------------------------------------------------- */

static void *add(void *value, void *arg)
{
	return PTR(INT(value) + INT(arg));
}

static void *raise_it(void *value, void *arg)
{
	return hd_raise((int)INT(arg), "then %d", (int)INT(value));
}

static void *recover(const hd_error *reason, void *arg)
{
	return PTR(reason->code + INT(arg));
}

static void *raise_again(const hd_error *reason, void *arg)
{
	(void)arg;
	return hd_raise(reason->code + 1, "again: %s", reason->message);
}

static void then_value(void)
{
	hd_future *f = future_in(HD_PENDING), *early, *late;

	OK(hd_promise_then(f, add, NULL, PTR(1), &early));
	check_pending(early);
	fulfil(f, 41);
	CHECK_INT(INT(value_of(early)), 42);
	OK(hd_promise_then(f, add, recover, PTR(2), &late));
	CHECK(hd_future_done(late));
	CHECK_INT(INT(value_of(late)), 43);
	hd_future_unref(early);
	hd_future_unref(late);
	hd_future_unref(f);
}

static void then_raises(void)
{
	hd_future *f = future_in(HD_FINISHED), *promise;

	OK(hd_promise_then(f, raise_it, recover, PTR(6), &promise));
	CHECK_STR(failure_of(promise, 6).message, "then 42");
	hd_future_unref(promise);
	hd_future_unref(f);
}

static void then_reason(void)
{
	hd_future *f = future_failed(30, "thirty"), *value, *reason;

	OK(hd_promise_then(f, add, recover, PTR(1), &value));
	CHECK_INT(INT(value_of(value)), 31);
	OK(hd_promise_then(f, add, raise_again, NULL, &reason));
	CHECK_STR(failure_of(reason, 31).message, "again: thirty");
	hd_future_unref(value);
	hd_future_unref(reason);
	hd_future_unref(f);
}

static void then_passes_on(void)
{
	hd_future *good = future_in(HD_FINISHED), *bad = future_failed(30, "thirty");
	hd_future *a, *b;

	OK(hd_promise_then(good, NULL, recover, NULL, &a));
	OK(hd_promise_then(bad, add, NULL, NULL, &b));
	CHECK_INT(INT(value_of(a)), 42);
	CHECK_STR(failure_of(b, 30).message, "thirty");
	hd_future_unref(a);
	hd_future_unref(b);
	hd_future_unref(good);
	hd_future_unref(bad);
}

static void then_cancelled(void)
{
	hd_future *f = future_in(HD_PENDING), *promise;

	OK(hd_promise_then(f, add, recover, NULL, &promise));
	CHECK(hd_future_cancel(f));
	CHECK_INT(INT(value_of(promise)), HD_ECANCELLED);
	hd_future_unref(promise);
	hd_future_unref(f);
}

static void then_chain(void)
{
	enum { LINKS = 500 };
	hd_future *root = future_in(HD_PENDING), *last = hd_future_ref(root);

	for (int i = 0; i < LINKS; i++) {
		hd_future *next;

		OK(hd_promise_then(last, add, NULL, PTR(1), &next));
		hd_future_unref(last);
		last = next;
	}
	fulfil(root, 0);
	CHECK_INT(INT(value_of(last)), LINKS);
	hd_future_unref(last);
	hd_future_unref(root);
}

static void *copy_it(void *value, void *arg)
{
	(void)arg;
	return hd_return_copy(value, strlen(value) + 1);
}

static void then_copies(void)
{
	hd_future *f = future_in(HD_PENDING), *promise;
	char text[] = "text";

	OK(hd_promise_then(f, copy_it, NULL, NULL, &promise));
	OK(hd_future_set_result(f, text, NULL));
	text[0] = 'T';
	CHECK_STR(value_of(promise), "text");
	hd_future_unref(promise);
	hd_future_unref(f);
}

/* -- all together ----------------------------------------------------------------------------- */

/* Catches: counters that are not atomic. */
static void over_executors(void)
{
	enum { MANY = 100 };
	hd_executor *ex = executor_of(4);

	for (int round = 0; round < probe_scaled(50); round++) {
		hd_future *f[MANY], *all, *settled, *sum;
		void **values;

		for (int i = 0; i < MANY; i++)
			f[i] = submit(ex, task_square, PTR(i));
		OK(hd_promise_all(f, MANY, 0, &all));
		OK(hd_promise_all_settled(f, MANY, &settled));
		OK(hd_promise_then(f[9], add, NULL, PTR(1), &sum));
		for (int i = 0; i < MANY; i++)
			hd_future_unref(f[i]);
		values = value_of(all);
		for (int i = 0; i < MANY; i++)
			CHECK_INT(INT(values[i]), i * i);
		CHECK_INT(INT(((hd_settled *)value_of(settled))[7].value), 49);
		CHECK_INT(INT(value_of(sum)), 82);
		hd_future_unref(all);
		hd_future_unref(settled);
		hd_future_unref(sum);
	}
	OK(hd_executor_free(&ex));
}

static void of_promises(void)
{
	hd_future *f[N], *a, *b, *both[2], *all;
	void **values;

	make_pending(f);
	OK(hd_promise_race(f, N, 0, &a));
	OK(hd_promise_any(f, N, 0, &b));
	both[0] = a;
	both[1] = b;
	OK(hd_promise_all(both, 2, 0, &all));
	fulfil(f[2], 9);
	values = value_of(all);
	CHECK_INT(INT(values[0]) + INT(values[1]), 18);
	hd_future_unref(all);
	hd_future_unref(a);
	hd_future_unref(b);
	unref_all(f);
}

/* A promise that nobody wants any more, and one that was cancelled itself. */
static void unwanted(void)
{
	hd_future *f[N], *p[5];

	make_pending(f);
	for (int cancel = 0; cancel < 2; cancel++) {
		OK(hd_promise_all(f, N, 0, &p[0]));
		OK(hd_promise_all_settled(f, N, &p[1]));
		OK(hd_promise_any(f, N, 0, &p[2]));
		OK(hd_promise_race(f, N, 0, &p[3]));
		OK(hd_promise_then(f[0], add, recover, NULL, &p[4]));
		for (int i = 0; i < 5; i++) {
			if (cancel)
				CHECK(hd_future_cancel(p[i]));
			hd_future_unref(p[i]);
		}
	}
	fulfil(f[0], 1);
	reject(f[1], 1);
	CHECK(hd_future_cancel(f[2]));
	unref_all(f);
}

static void wrong_arguments(void)
{
	hd_future *f = future_in(HD_FINISHED), *with_null[] = {f, NULL}, *promise = f;

	CHECK_CODE(hd_promise_all(with_null, 2, 0, &promise), HD_EINVAL);
	CHECK_CODE(hd_promise_all_settled(with_null, 2, &promise), HD_EINVAL);
	CHECK_CODE(hd_promise_any(with_null, 2, 0, &promise), HD_EINVAL);
	CHECK_CODE(hd_promise_race(with_null, 2, 0, &promise), HD_EINVAL);
	CHECK_CODE(hd_promise_all(&f, 1, 2, &promise), HD_EINVAL);
	CHECK_CODE(hd_promise_then(NULL, add, recover, NULL, &promise), HD_EINVAL);
	CHECK_PTR(promise, f);
	hd_future_unref(f);
}

/* Cancelling the promise settles it for wait too, and cancels the inputs if asked to. */
static void cancelled_itself(void)
{
	for (unsigned flags = 0; flags <= HD_CANCEL_LOSERS; flags++) {
		hd_future *f[N], *promise;

		make_pending(f);
		OK(hd_promise_all(f, N, flags, &promise));
		CHECK(hd_future_cancel(promise));
		OK(hd_wait(&promise, 1, HD_FOREVER, HD_ALL_COMPLETED, NULL));
		CHECK_INT(hd_future_state(promise), HD_CANCELLED_AND_NOTIFIED);
		for (int i = 0; i < N; i++)
			CHECK_INT(hd_future_cancelled(f[i]), flags);
		hd_future_unref(promise);
		unref_all(f);
	}
}

static atomic_int handled;

static void *count_value(void *value, void *arg)
{
	(void)arg;
	handled++;
	return value;
}

/* Catches: a handler that runs for a promise that nobody waits for any more. */
static void then_cancelled_before(void)
{
	hd_future *f = future_in(HD_PENDING), *promise;

	OK(hd_promise_then(f, count_value, NULL, NULL, &promise));
	CHECK(hd_future_cancel(promise));
	OK(hd_future_set_result(f, NULL, NULL));
	CHECK_INT(handled, 0);
	hd_future_unref(promise);
	hd_future_unref(f);
}

static void *raise_object(void *object, void *arg)
{
	(void)arg;
	return hd_raise_data(6, object, count_drop, "with an object");
}

/* Catches: an object that is dropped by the handler's end, and by the promise's. */
static void then_raises_data(void)
{
	hd_future *f = future_in(HD_FINISHED), *promise;
	hd_error error;

	OK(hd_promise_then(f, raise_object, NULL, NULL, &promise));
	error = failure_of(promise, 6);
	CHECK_STR(error.message, "with an object");
	CHECK_INT(INT(error.data), 42);
	CHECK_INT(drops, 0);
	hd_future_unref(promise);
	CHECK_INT(drops, 1);
	hd_future_unref(f);
}

static void *cancel_and_copy(void *value, void *promise)
{
	(void)value;
	CHECK(hd_future_cancel(*(hd_future **)promise));
	return hd_return_copy("too late", 9);
}

/* Catches (AddressSanitizer): a result that the promise does not want any more. */
static void then_cancelled_inside(void)
{
	hd_future *f = future_in(HD_PENDING), *promise;

	OK(hd_promise_then(f, cancel_and_copy, NULL, &promise, &promise));
	OK(hd_future_set_result(f, NULL, NULL));
	CHECK_INT(hd_future_state(promise), HD_CANCELLED_AND_NOTIFIED);
	hd_future_unref(promise);
	hd_future_unref(f);
}

/* The promise holds the inputs until they are settled. */
static void inputs_let_go(void)
{
	hd_executor *ex = executor_of(1);
	hd_future *f[2], *promise;
	void **values;
	gate g = GATE;

	f[0] = submit(ex, task_hold, &g);
	f[1] = submit(ex, task_square, PTR(5));
	OK(hd_promise_all(f, 2, 0, &promise));
	hd_future_unref(f[0]);
	hd_future_unref(f[1]);
	gate_open(&g);
	values = value_of(promise);
	CHECK_INT(INT(values[1]), 25);
	hd_future_unref(promise);
	OK(hd_executor_free(&ex));
}

static const probe_case cases[] = {
	CASE(all_values, "all: values in input order"),
	CASE(all_rejects, "all: rejected with the first rejection in time"),
	CASE(all_empty, "all of nothing is fulfilled"),
	CASE(all_settled_before, "all of what is settled is settled"),
	CASE(all_cancelled_input, "all: a cancelled input rejects"),
	CASE(all_twice_the_same, "all: the same future twice"),
	CASE(losers, "losers are cancelled only when asked for"),
	CASE(losers_in_queue, "losers in a queue are taken back"),
	CASE(all_settled, "all_settled: status, value or reason of each"),
	CASE(all_settled_empty, "all_settled of nothing is fulfilled"),
	CASE(reasons_outlive_inputs, "reasons outlive the inputs"),
	CASE(any_first_value, "any: the first value"),
	CASE(any_all_rejected, "any: all reasons in input order"),
	CASE(any_empty, "any of nothing is rejected at once"),
	CASE(race_first, "race: as the first that settles"),
	CASE(race_empty, "race of nothing stays pending"),
	CASE(then_value, "then: a value, before and after"),
	CASE(then_raises, "then: the handler raises"),
	CASE(then_reason, "then: a reason is handled, or raised again"),
	CASE(then_passes_on, "then without handler passes on"),
	CASE(then_cancelled, "then: a cancellation is a reason"),
	CASE(then_chain, "a chain of 500"),
	CASE(then_copies, "then: a copied result belongs to the promise"),
	CASE(over_executors, "promises over 100 tasks on four workers"),
	CASE(of_promises, "promises of promises"),
	CASE(unwanted, "promises that nobody wants, or that were cancelled"),
	CASE(then_cancelled_before, "then: no handler for a cancelled promise"),
	CASE(then_raises_data, "then: a host's object is dropped once"),
	CASE(then_cancelled_inside, "then: cancelled by its own handler"),
	CASE(inputs_let_go, "the inputs may be let go of"),
	CASE(wrong_arguments, "a NULL input and unknown flags are errors"),
	CASE(cancelled_itself, "a cancelled promise, with and without its inputs"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
