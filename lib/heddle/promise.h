/* SPDX-License-Identifier: MIT */
/* promise - JavaScript's combinators: many futures become one.
 *
 *	hd_future *all;
 *	void *values;
 *	if (hd_promise_all(futures, n, 0, &all) == 0) {
 *		if (hd_future_result(all, HD_FOREVER, &values) == 0)
 *			use(((void **)values)[0]);
 *		hd_future_unref(all);
 *	}
 *
 * (ECMAScript, 27.2.4 and 27.2.5.4.)  A cancelled input counts as rejected with the code
 * HD_ECANCELLED.  Losers are not cancelled unless flags say HD_CANCEL_LOSERS; then they are
 * cancelled too when the promise itself is.  A promise that is cancelled is seen by wait at
 * once.
 *
 * Errors:   HD_ENOMEM; HD_EINVAL: a NULL input, or flags that do not exist.
 * Threads:  the new future settles in the thread that settles the input which decides.
 * Memory:   the new future is a reference of the caller's; its result, where it is an array,
 *           belongs to it.  The inputs are referenced until they are settled, and as long
 *           as a result of theirs is the promise's.
 * Time:     nothing here blocks.
 * Fork:     a promise that is pending at a fork is HD_EFORKED to those who wait in the child.
 */
#ifndef HEDDLE_PROMISE_H
#define HEDDLE_PROMISE_H

#include "heddle/error.h"
#include "heddle/future.h"

#ifdef __cplusplus
extern "C" {
#endif

enum hd_promise_flags { HD_CANCEL_LOSERS = 1 };

typedef enum hd_settled_status { HD_FULFILLED, HD_REJECTED } hd_settled_status;

/* One row of all_settled. */
typedef struct hd_settled {
	hd_settled_status status;
	void *value;	 /* if fulfilled */
	hd_error reason; /* if rejected */
} hd_settled;

/* The reasons of any, in input order: the data of an exception with code HD_EAGGREGATE. */
typedef struct hd_aggregate {
	size_t count;
	hd_error reasons[];
} hd_aggregate;

/* Fulfilled with a void *[count], in input order, when all are; rejected with the first
 * rejection in time.  No input: fulfilled at once, with an empty array. */
HD_API HD_MUST_CHECK int hd_promise_all(hd_future *const *futures, size_t count,
					unsigned flags, hd_future **promise);

/* Fulfilled with an hd_settled[count] when all are settled. */
HD_API HD_MUST_CHECK int hd_promise_all_settled(hd_future *const *futures, size_t count,
						hd_future **promise);

/* Fulfilled with the first value in time; rejected with HD_EAGGREGATE when all are
 * rejected, or at once when there is none. */
HD_API HD_MUST_CHECK int hd_promise_any(hd_future *const *futures, size_t count,
					unsigned flags, hd_future **promise);

/* Settles as the first that settles; pending for ever when there is none. */
HD_API HD_MUST_CHECK int hd_promise_race(hd_future *const *futures, size_t count,
					 unsigned flags, hd_future **promise);

/* What to do with a value, or with a reason; returns as a task does. */
typedef void *hd_on_fulfilled(void *value, void *arg);
typedef void *hd_on_rejected(const hd_error *reason, void *arg);

/* A new future with what the handler returns or raises.  A NULL handler passes the value or
 * the reason on.  The handler runs where the future settles, or at once if it has. */
HD_API HD_MUST_CHECK int hd_promise_then(hd_future *future, hd_on_fulfilled *on_fulfilled,
					 hd_on_rejected *on_rejected, void *arg,
					 hd_future **promise);

#ifdef __cplusplus
}
#endif
#endif
