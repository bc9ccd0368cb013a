/* SPDX-License-Identifier: MIT */
#include "promise_private.h"

#include "settle.h"

struct hd_settlement hd_settlement_of(hd_future *input)
{
	struct hd_settlement settlement = {0};
	int code = hd_future_exception(input, 0, &settlement.reason);

	if (code)
		settlement.reason = (hd_error){code, hd_strerror(code), NULL};
	else if (!settlement.reason.code)
		settlement.fulfilled = !hd_future_result(input, 0, &settlement.value);
	return settlement;
}

void *hd_promise_notify(hd_future *promise, void *unused)
{
	bool run;
	int code;

	(void)unused;
	if (hd_future_cancelled(promise)) {
		code = hd_future_set_running_or_notify_cancel(promise, &run);
		(void)code; /* HD_ESTATE: it was notified already */
	}
	return NULL;
}

void hd_promise_reject(hd_future *promise, const hd_error *reason,
		       void (*drop)(void *data))
{
	int code = hd_future_set_exception(promise, reason->code, reason->message,
					   reason->data, drop);

	if (code && drop)
		drop(reason->data);
	if (code == HD_ENOMEM)
		code = hd_future_set_exception(promise, HD_ENOMEM, NULL, NULL, NULL);
	if (code == HD_ENOMEM && hd_future_cancel(promise))
		hd_promise_notify(promise, NULL);
}

void hd_promise_fulfil(hd_future *promise, void *value, void (*free_value)(void *value))
{
	hd_error no_memory = {HD_ENOMEM, NULL, NULL};
	int code = hd_future_set_result(promise, value, free_value);

	if (code && free_value)
		free_value(value);
	if (code == HD_ENOMEM)
		hd_promise_reject(promise, &no_memory, NULL);
}

void hd_promise_pass_on(hd_future *promise, hd_future *input)
{
	hd_error cancelled = {HD_ECANCELLED, NULL, NULL};

	if (hd_future_cancelled(input))
		hd_promise_reject(promise, &cancelled, NULL);
	else
		hd_task_settle_as(promise, input);
}
