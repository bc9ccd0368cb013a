/* SPDX-License-Identifier: MIT */
/* then: one future, and what to do with its value or its reason. */
#include "promise_private.h"

#include "future.h"

#include <stdlib.h>

#include "failure.h"

struct then {
	hd_future *input, *promise; /* references */
	hd_on_fulfilled *on_fulfilled;
	hd_on_rejected *on_rejected;
	void *arg;
	struct hd_settlement result;
};

static void then_free(struct then *then)
{
	hd_future_unref(then->input);
	hd_future_unref(then->promise);
	free(then);
}

/* The handler in the shape of a task, so that it may raise, or return a copy. */
static void *then_handler(void *arg)
{
	struct then *then = arg;

	if (then->result.fulfilled)
		return then->on_fulfilled(then->result.value, then->arg);
	return then->on_rejected(&then->result.reason, then->arg);
}

static void then_run(struct then *then)
{
	struct hd_outcome outcome;
	hd_error reason;
	void (*drop)(void *data) = NULL;

	hd_call(then_handler, then, &outcome);
	if (!outcome.code) {
		hd_promise_fulfil(then->promise, outcome.result,
				  outcome.owned ? free : NULL);
		return;
	}
	reason = hd_failure_error(outcome.code, outcome.failure);
	if (outcome.failure) {
		drop = outcome.failure->drop;
		outcome.failure->drop = NULL; /* the promise has it from here on */
	}
	hd_promise_reject(then->promise, &reason, drop);
	hd_failure_free(outcome.failure);
}

/* A callback of the input.  A promise that was cancelled meanwhile needs no handler. */
static void *then_settled(hd_future *input, void *arg)
{
	struct then *then = arg;

	then->result = hd_settlement_of(input);
	if (!hd_future_done(then->promise)) {
		if (then->result.fulfilled ? !then->on_fulfilled : !then->on_rejected)
			hd_promise_pass_on(then->promise, input);
		else
			then_run(then);
	}
	then_free(then);
	return NULL;
}

int hd_promise_then(hd_future *future, hd_on_fulfilled *on_fulfilled,
		    hd_on_rejected *on_rejected, void *arg, hd_future **promise)
{
	struct then *then;
	hd_future *made;
	int code;

	if (!future)
		return HD_EINVAL;
	then = malloc(sizeof *then);
	if (!then)
		return HD_ENOMEM;
	code = hd_future_new_local(&made);
	if (code)
		goto free_then;
	code = hd_future_add_done_callback(made, hd_promise_notify, NULL);
	if (code)
		goto unref_made;
	*then = (struct then){
		.input = hd_future_ref(future),
		.promise = hd_future_ref(made),
		.on_fulfilled = on_fulfilled,
		.on_rejected = on_rejected,
		.arg = arg,
	};
	code = hd_future_add_done_callback(future, then_settled, then);
	if (code) {
		hd_future_cancel(made); /* takes its callback off it again */
		then_free(then);
		hd_future_unref(made);
		return code;
	}
	*promise = made;
	return HD_OK;
unref_made:
	hd_future_unref(made);
free_then:
	free(then);
	return code;
}
