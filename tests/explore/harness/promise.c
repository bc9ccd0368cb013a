/* SPDX-License-Identifier: MIT */
/* promise - all, any and race while their inputs settle in different threads: the promise
 * settles once, with what decided it, its callbacks run once, and everything is freed.
 *
 * case all: both inputs are fulfilled
 * case all_or_failure: one is rejected
 * case any: both are rejected
 * case any_value: one is fulfilled
 * case race: a value and a failure
 * case all_settled: a value and a cancellation
 * case losers: the promise is cancelled, and its inputs with it, while one settles
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include <stdatomic.h>

#include "heddle/promise.h"
#include "heddle/thread.h"

static int values[2] = {40, 41};

static struct {
	hd_future *inputs[2], *promise;
	atomic_int calls, frees;
} s;

static void free_value(void *value)
{
	CHECK(value == &values[0] || value == &values[1]);
	atomic_fetch_add(&s.frees, 1);
}

/* Input i settles, and the reference goes. */
static void fulfil(int i)
{
	int code = hd_future_set_result(s.inputs[i], &values[i], free_value);

	CHECK(code == 0 || code == HD_ESTATE);
	s.frees += code == HD_ESTATE; /* it stayed here */
	hd_future_unref(s.inputs[i]);
}

static void reject(int i)
{
	int code = hd_future_set_exception(s.inputs[i], 7 + i, "seven", NULL, NULL);

	CHECK(code == 0 || code == HD_ESTATE);
	hd_future_unref(s.inputs[i]);
}

static void *fulfil_0(void *unused)
{
	fulfil(0);
	return unused;
}

static void *fulfil_1(void *unused)
{
	fulfil(1);
	return unused;
}

static void *reject_0(void *unused)
{
	reject(0);
	return unused;
}

static void *reject_1(void *unused)
{
	reject(1);
	return unused;
}

static void *cancel_1(void *unused)
{
	hd_future_cancel(s.inputs[1]);
	hd_future_unref(s.inputs[1]);
	return unused;
}

static void *called(hd_future *promise, void *unused)
{
	CHECK(promise == s.promise && hd_future_done(promise));
	s.calls++;
	return unused;
}

static void reset(void)
{
	memset(&s, 0, sizeof s);
	OK(hd_future_new(&s.inputs[0]));
	OK(hd_future_new(&s.inputs[1]));
}

/* Settles the inputs in two threads, while this one waits for the promise and looks at it. */
static void settle(hd_fn *first, hd_fn *second, void check(int code, void *result))
{
	pthread_t a = start(first, NULL), b = start(second, NULL);
	void *result = NULL;
	int code;

	OK(hd_future_add_done_callback(s.promise, called, NULL));
	code = hd_future_result(s.promise, HD_FOREVER, &result);
	check(code, result);
	join(a);
	join(b);
	check(hd_future_result(s.promise, 0, &result), result);
}

/* All threads have ended.  Lets go of the promise: now every value that was given is free. */
static void end(int given)
{
	CHECK_INT(s.calls, 1);
	hd_future_unref(s.promise);
	CHECK_INT(s.frees, given);
}

/* Why the promise failed. */
static hd_error reason(void)
{
	hd_error error;

	OK(hd_future_exception(s.promise, 0, &error));
	return error;
}

static void check_both(int code, void *result)
{
	CHECK_INT(code, 0);
	CHECK(((void **)result)[0] == &values[0] && ((void **)result)[1] == &values[1]);
}

static void all(void)
{
	reset();
	OK(hd_promise_all(s.inputs, 2, 0, &s.promise));
	settle(fulfil_0, fulfil_1, check_both);
	end(2);
}

static void check_rejected(int code, void *result)
{
	(void)result;
	CHECK_INT(code, HD_EFAILED);
	CHECK_INT(reason().code, 8);
}

static void all_or_failure(void)
{
	reset();
	OK(hd_promise_all(s.inputs, 2, HD_CANCEL_LOSERS, &s.promise));
	settle(fulfil_0, reject_1, check_rejected);
	end(1);
}

static void check_reasons(int code, void *result)
{
	hd_error error = reason();
	hd_aggregate *reasons = error.data;

	(void)result;
	CHECK_INT(code, HD_EFAILED);
	CHECK_INT(error.code, HD_EAGGREGATE);
	CHECK_INT(reasons->count, 2);
	CHECK_INT(reasons->reasons[0].code, 7);
	CHECK_INT(reasons->reasons[1].code, 8);
}

static void any(void)
{
	reset();
	OK(hd_promise_any(s.inputs, 2, 0, &s.promise));
	settle(reject_0, reject_1, check_reasons);
	end(0);
}

static void check_value(int code, void *result)
{
	CHECK_INT(code, 0);
	CHECK(result == &values[0]);
}

static void any_value(void)
{
	reset();
	OK(hd_promise_any(s.inputs, 2, 0, &s.promise));
	settle(fulfil_0, reject_1, check_value);
	end(1);
}

static void check_either(int code, void *result)
{
	if (code)
		check_rejected(code, result);
	else
		check_value(code, result);
}

static void race(void)
{
	reset();
	OK(hd_promise_race(s.inputs, 2, HD_CANCEL_LOSERS, &s.promise));
	settle(fulfil_0, reject_1, check_either);
	end(1);
}

static void check_rows(int code, void *result)
{
	hd_settled *rows = result;

	CHECK_INT(code, 0);
	CHECK(rows[0].status == HD_FULFILLED && rows[0].value == &values[0]);
	CHECK(rows[1].status == HD_REJECTED && rows[1].reason.code == HD_ECANCELLED);
}

static void all_settled(void)
{
	reset();
	OK(hd_promise_all_settled(s.inputs, 2, &s.promise));
	settle(fulfil_0, cancel_1, check_rows);
	end(1);
}

static void *cancel_promise(void *unused)
{
	hd_future_cancel(s.promise);
	return unused;
}

static void check_any_end(int code, void *result)
{
	CHECK(code == 0 || code == HD_ECANCELLED || code == HD_EFAILED);
	CHECK(code != 0 || result == &values[0]);
}

static void losers(void)
{
	hd_future *other;
	pthread_t a;

	reset();
	other = hd_future_ref(s.inputs[1]);
	OK(hd_promise_race(s.inputs, 2, HD_CANCEL_LOSERS, &s.promise));
	a = start(cancel_promise, NULL);
	settle(fulfil_0, cancel_1, check_any_end);
	join(a);
	CHECK(hd_future_cancelled(other));
	hd_future_unref(other);
	end(1);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"all", all},	    {"all_or_failure", all_or_failure},
		{"any", any},	    {"any_value", any_value},
		{"race", race},	    {"all_settled", all_settled},
		{"losers", losers}, {NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
