/* SPDX-License-Identifier: MIT */
/* Cancellation tokens: asking a running task to stop. */
#include "probe.h"

static hd_cancel_token *new_token(void)
{
	hd_cancel_token *token;

	OK(hd_cancel_token_new(&token));
	return token;
}

static void ask(void)
{
	hd_cancel_token *token = new_token();

	CHECK(!hd_cancel_token_cancelled(token));
	hd_cancel_token_cancel(token);
	CHECK(hd_cancel_token_cancelled(token));
	hd_cancel_token_cancel(token);
	CHECK(hd_cancel_token_cancelled(token));
	hd_cancel_token_unref(token);
}

static void waiting(void)
{
	hd_cancel_token *token = new_token();
	double start = now();

	CHECK_CODE(hd_cancel_token_wait(token, 0), HD_ETIMEDOUT);
	CHECK_CODE(hd_cancel_token_wait(token, 0.2), HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 0.2, 5);
	hd_cancel_token_cancel(token);
	CHECK_CODE(hd_cancel_token_wait(token, 0), HD_ECANCELLED);
	CHECK_CODE(hd_cancel_token_wait(token, HD_FOREVER), HD_ECANCELLED);
	hd_cancel_token_unref(token);
}

static void *wait_for_token(void *token)
{
	CHECK_CODE(hd_cancel_token_wait(token, HD_FOREVER), HD_ECANCELLED);
	return NULL;
}

/* Catches: a token that wakes one of those that sleep on it. */
static void wakes_all(void)
{
	hd_cancel_token *token = new_token();
	runner r[4];

	for (int i = 0; i < 4; i++)
		runner_start(&r[i], wait_for_token, token);
	for (int i = 0; i < 4; i++)
		runner_asleep(&r[i]);
	hd_cancel_token_cancel(token);
	for (int i = 0; i < 4; i++)
		runner_join(&r[i]);
	hd_cancel_token_unref(token);
}

static hd_future *submit_with(hd_executor *ex, hd_fn *fn, void *arg,
			      hd_cancel_token *token)
{
	hd_future *f;

	OK(hd_executor_submit_task(ex, &(hd_task){.fn = fn, .arg = arg, .token = token},
				   &f));
	return f;
}

static void *stop_when_asked(void *g)
{
	gate_arrive(g);
	if (hd_cancel_token_wait(hd_cancel_token_current(), HD_FOREVER) == HD_ECANCELLED)
		return hd_raise(HD_ECANCELLED, "stopped when asked");
	return NULL;
}

static void *wait_a_little(void *count)
{
	gate *g = ((void **)count)[0];
	atomic_int *others = ((void **)count)[1];

	gate_arrive(g);
	gate_wait(g);
	CHECK_CODE(hd_cancel_token_wait(hd_cancel_token_current(), 0.05), HD_ETIMEDOUT);
	CHECK_INT(*others, 0);
	return NULL;
}

/* Catches: a task that is asked to stop and cannot hear it, since it runs another. */
static void waiting_runs_nothing(void)
{
	hd_executor *ex = executor_of(1);
	hd_cancel_token *token = new_token();
	atomic_int others = 0;
	gate g = GATE;
	void *both[] = {&g, &others};
	hd_future *f = submit_with(ex, wait_a_little, both, token);

	gate_await(&g, 1);
	OK(hd_executor_submit(ex, task_count, &others, NULL));
	gate_open(&g);
	value_of(f);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
	CHECK_INT(others, 1);
	hd_cancel_token_unref(token);
}

/* What runs cannot be cancelled; it can be asked. */
static void running_task_stops(void)
{
	hd_executor *ex = executor_of(2);
	hd_cancel_token *token = new_token();
	hd_future *f[2];
	gate g = GATE;

	for (int i = 0; i < 2; i++)
		f[i] = submit_with(ex, stop_when_asked, &g, token);
	gate_await(&g, 2);
	CHECK(!hd_future_cancel(f[0]));
	CHECK(!hd_cancel_token_cancelled(token));
	hd_cancel_token_cancel(token);
	for (int i = 0; i < 2; i++) {
		CHECK_STR(failure_of(f[i], HD_ECANCELLED).message, "stopped when asked");
		CHECK_INT(hd_future_state(f[i]), HD_FINISHED);
		hd_future_unref(f[i]);
	}
	hd_cancel_token_unref(token);
	OK(hd_executor_free(&ex));
}

static void *look(void *token)
{
	CHECK_PTR(hd_cancel_token_current(), token);
	return NULL;
}

/* Catches: a token that stays with the worker after its task. */
static void current(void)
{
	hd_executor *ex = executor_of(1);
	hd_cancel_token *a = new_token(), *b = new_token();
	hd_future *f[] = {submit_with(ex, look, a, a), submit_with(ex, look, NULL, NULL),
			  submit_with(ex, look, b, b), submit(ex, look, NULL)};

	CHECK_PTR(hd_cancel_token_current(), NULL);
	for (int i = 0; i < 4; i++) {
		value_of(f[i]);
		hd_future_unref(f[i]);
	}
	hd_cancel_token_unref(a);
	hd_cancel_token_unref(b);
	OK(hd_executor_free(&ex));
}

static void *check_asked(void *asked)
{
	CHECK_INT(hd_cancel_token_cancelled(hd_cancel_token_current()), INT(asked));
	return NULL;
}

/* Catches: a task that keeps no reference to its token. */
static void task_keeps_token(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_cancel_token *token = new_token();
	hd_future *f = submit_with(ex, check_asked, PTR(1), token);
	hd_future *dropped = submit_with(ex, check_asked, PTR(1), token);

	hd_cancel_token_cancel(token);
	hd_cancel_token_unref(token);
	CHECK(hd_future_cancel(dropped));
	gate_open(&g);
	value_of(f);
	hd_future_unref(f);
	hd_future_unref(dropped);
	OK(hd_executor_free(&ex));
}

static void asking_does_not_cancel(void)
{
	hd_executor *ex = executor_of(1);
	hd_cancel_token *token = new_token();
	hd_future *f;

	hd_cancel_token_cancel(token);
	f = submit_with(ex, check_asked, PTR(1), token);
	value_of(f);
	CHECK_INT(hd_future_state(f), HD_FINISHED);
	hd_future_unref(f);
	hd_cancel_token_unref(token);
	OK(hd_executor_free(&ex));
}

static void references(void)
{
	hd_cancel_token *token = new_token();

	CHECK_PTR(hd_cancel_token_ref(token), token);
	hd_cancel_token_unref(token);
	hd_cancel_token_cancel(token);
	CHECK(hd_cancel_token_cancelled(token));
	hd_cancel_token_unref(token);
}

static const probe_case cases[] = {
	CASE(ask, "asking is once and for ever"),
	CASE(waiting, "waiting for a token, with and without timeout"),
	CASE(wakes_all, "four sleepers on one token all wake"),
	CASE(waiting_runs_nothing, "who waits for a token runs no other task"),
	CASE(running_task_stops, "running tasks stop when asked"),
	CASE(current, "each task sees its own token, or none"),
	CASE(task_keeps_token, "a task keeps its token alive"),
	CASE(asking_does_not_cancel, "a token that was asked cancels nothing by itself"),
	CASE(references, "tokens are counted"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
