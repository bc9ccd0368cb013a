/* SPDX-License-Identifier: MIT */
/* promise_private - what an input brought, and how a promise is settled with it.
 *
 * A promise may be cancelled at
 * any moment by whoever holds it: settling it then changes nothing, and is no error.
 */
#ifndef HEDDLE_PROMISE_PRIVATE_H
#define HEDDLE_PROMISE_PRIVATE_H

#include <stdbool.h>

#include "heddle/promise.h"

/* What became of an input. */
struct hd_settlement {
	bool fulfilled;
	void *value;
	hd_error reason;
};

/* Requires that the input is done. */
struct hd_settlement hd_settlement_of(hd_future *input);

/* Fulfils the promise; value is freed if it cannot be handed over. */
void hd_promise_fulfil(hd_future *promise, void *value, void (*free_value)(void *value));

/* Fails the promise; data is dropped if it cannot be handed over.  Without memory for the
 * words, or for anything, the promise still ends: with HD_ENOMEM, or cancelled. */
void hd_promise_reject(hd_future *promise, const hd_error *reason,
		       void (*drop)(void *data));

/* Settles the promise as an input was settled: it keeps the input, whose value or reason may
 * be the input's own.  Requires that the input is done. */
void hd_promise_pass_on(hd_future *promise, hd_future *input);

/* A callback of each promise.  Lets wait and as_completed see at once that it was cancelled:
 * nobody else is going to run it, and tell them. */
hd_callback hd_promise_notify;

#endif
