/* SPDX-License-Identifier: MIT */
/* settle - a future by hand is settled once, whoever tries: there is one winner, what it wrote is what
 * everybody reads, each callback runs once, who waits is woken, and the value is freed once.
 *
 * case by_hand: a value, a failure and a cancellation, while a fourth thread waits
 * case callbacks: callbacks are added while the future settles
 * case notified: a cancellation is notified while somebody waits for the set
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include <stdatomic.h>

#include "heddle/wait.h"

static struct {
	hd_future *future;
	atomic_int winners, calls, runs, frees;
} s;

static void reset(int references)
{
	memset(&s, 0, sizeof s);
	OK(hd_future_new(&s.future));
	while (--references)
		hd_future_ref(s.future);
}

static void free_value(void *value)
{
	atomic_fetch_add(&s.frees, 1);
	free(value);
}

static void *set_value(void *unused)
{
	int *value = malloc(sizeof *value);
	int code;

	CHECK(value);
	*value = 42;
	code = hd_future_set_result(s.future, value, free_value);
	CHECK(code == 0 || code == HD_ESTATE);
	if (code)
		free(value);
	else
		s.winners++;
	hd_future_unref(s.future);
	return unused;
}

static void *set_failure(void *unused)
{
	int code = hd_future_set_exception(s.future, 7, "seven", NULL, NULL);

	CHECK(code == 0 || code == HD_ESTATE);
	s.winners += !code;
	hd_future_unref(s.future);
	return unused;
}

static void *cancel(void *unused)
{
	if (hd_future_cancel(s.future)) {
		s.winners++;
		CHECK(hd_future_cancelled(s.future));
	}
	hd_future_unref(s.future);
	return unused;
}

/* It is done, and is what its state says. */
static int check_outcome(hd_future *future)
{
	void *value = NULL;
	hd_error error;
	int code = hd_future_result(future, 0, &value);

	if (code == 0)
		CHECK_INT(*(int *)value, 42);
	else if (code == HD_ECANCELLED)
		CHECK(hd_future_cancelled(future));
	else
		CHECK_INT(code, HD_EFAILED);
	if (code != HD_EFAILED)
		return code;
	OK(hd_future_exception(future, 0, &error));
	CHECK_INT(error.code, 7);
	CHECK_INT(strcmp(error.message, "seven"), 0);
	return code;
}

static void *called(hd_future *future, void *calls)
{
	check_outcome(future);
	atomic_fetch_add((atomic_int *)calls, 1);
	return NULL;
}

static void by_hand(void)
{
	pthread_t a, b, c;
	int first, code;

	reset(4);
	a = start(set_value, NULL);
	b = start(set_failure, NULL);
	c = start(cancel, NULL);
	first = hd_future_result(s.future, HD_FOREVER, NULL);
	code = check_outcome(s.future);
	CHECK_INT(first, code);
	join(a);
	join(b);
	join(c);
	CHECK_INT(s.winners, 1);
	code = check_outcome(s.future);
	CHECK_INT(first, code);
	hd_future_unref(s.future);
	CHECK_INT(s.frees, code == 0);
}

static void *add_callback(void *unused)
{
	OK(hd_future_add_done_callback(s.future, called, &s.calls));
	hd_future_unref(s.future);
	return unused;
}

static void callbacks(void)
{
	pthread_t a, b, c;

	reset(4);
	a = start(set_value, NULL);
	b = start(cancel, NULL);
	c = start(add_callback, NULL);
	OK(hd_future_add_done_callback(s.future, called, &s.calls));
	join(a);
	join(b);
	join(c);
	CHECK_INT(s.winners, 1);
	CHECK_INT(s.calls, 2);
	hd_future_unref(s.future);
}

static void *begin_by_hand(void *unused)
{
	bool runs = false;
	int code = hd_future_set_running_or_notify_cancel(s.future, &runs);

	CHECK(code == 0);
	if (runs)
		OK(hd_future_set_result(s.future, NULL, NULL));
	s.runs += runs;
	hd_future_unref(s.future);
	return unused;
}

/* Waits as for a set of futures: until it is finished, or its cancellation notified. */
static void wait_for_set(void)
{
	hd_wait_sets sets;

	OK(hd_wait(&s.future, 1, HD_FOREVER, HD_ALL_COMPLETED, &sets));
	CHECK_INT(sets.done_count, 1);
	hd_wait_sets_free(&sets);
	CHECK(hd_future_state(s.future) >= HD_CANCELLED_AND_NOTIFIED);
}

static void notified(void)
{
	pthread_t a, b;

	reset(3);
	a = start(begin_by_hand, NULL);
	b = start(cancel, NULL);
	wait_for_set();
	join(a);
	join(b);
	CHECK_INT(s.winners + s.runs, 1);
	CHECK_INT(hd_future_state(s.future),
		  s.runs ? HD_FINISHED : HD_CANCELLED_AND_NOTIFIED);
	hd_future_unref(s.future);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"by_hand", by_hand},
		{"callbacks", callbacks},
		{"notified", notified},
		{NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
