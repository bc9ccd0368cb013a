/* SPDX-License-Identifier: MIT */
/* future - a result that arrives once.
 *
 * A future is born pending and settles exactly once: a value, a failure or a
 * cancellation.  After that it never changes.
 *
 *	hd_future *f;
 *	void *value;
 *	if (hd_executor_submit(ex, work, arg, &f) == 0) {
 *		if (hd_future_result(f, 1.5, &value) == HD_ETIMEDOUT)
 *			hd_future_cancel(f);
 *		hd_future_unref(f);
 *	}
 *
 *	PENDING -> RUNNING -> FINISHED
 *	   `----> CANCELLED -> CANCELLED_AND_NOTIFIED
 *
 * On completion things happen in this order: the state, then those who wait for sets
 * (wait, as_completed), then those who wait for the result, then the callbacks, in the
 * order they were added, with no lock held.
 *
 * A future of an executor goes straight to CANCELLED_AND_NOTIFIED when it is cancelled.
 * One made by hand stays CANCELLED, which result() and callbacks see and wait() does
 * not, until whoever runs it calls hd_future_set_running_or_notify_cancel.
 *
 * Errors:   0 or an HD_E code; what failed in the task is in the future, never here.
 * Threads:  any function, from any thread that holds a reference.
 * Memory:   each holder owns one reference and gives it back with unref.  A result is the
 *           task's pointer: its owner is who the task says, unless the future was told how
 *           to free it (hd_return_copy, hd_task.free_result).
 * Time:     timeouts are seconds; negative waits for ever, 0 polls.
 */
#ifndef HEDDLE_FUTURE_H
#define HEDDLE_FUTURE_H

#include <stdbool.h>

#include "heddle/clock.h"
#include "heddle/error.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hd_future hd_future;

typedef enum hd_state {
	HD_PENDING,
	HD_RUNNING,
	HD_CANCELLED,
	HD_CANCELLED_AND_NOTIFIED,
	HD_FINISHED
} hd_state;

/* A future to be settled by hand.  HD_ENOMEM. */
HD_API HD_MUST_CHECK int hd_future_new(hd_future **future);

HD_API hd_future *hd_future_ref(hd_future *future);
HD_API void hd_future_unref(hd_future *future);

/* -- looking ------------------------------------------------------------------------- */

HD_API hd_state hd_future_state(const hd_future *future);
HD_API const char *hd_state_name(hd_state state);
HD_API bool hd_future_running(const hd_future *future);
HD_API bool hd_future_cancelled(const hd_future *future);

/* FINISHED, CANCELLED or CANCELLED_AND_NOTIFIED. */
HD_API bool hd_future_done(const hd_future *future);

/* -- waiting ------------------------------------------------------------------------- */

/* Waits for the value.  0: *result (may be NULL) is the value; HD_EFAILED: the task failed;
 * HD_ECANCELLED; HD_ETIMEDOUT; HD_EDEADLOCK: the task waits for itself, or for a task that
 * stands below it on this very stack; HD_EFORKED.  On a worker it runs queued tasks of
 * the same executor meanwhile, and may be late by the length of one. */
HD_API HD_MUST_CHECK int hd_future_result(hd_future *future, double timeout,
					  void **result);

/* Waits for the end.  0: *error says why it failed, or has code 0 if it did not;
 * otherwise as hd_future_result. */
HD_API HD_MUST_CHECK int hd_future_exception(hd_future *future, double timeout,
					     hd_error *error);

/* -- cancelling, calling back ----------------------------------------------------------- */

/* Cancels what has not started: true, also when it was cancelled before.  False when it
 * runs or has finished.  Callbacks run in the caller before this returns. */
HD_API bool hd_future_cancel(hd_future *future);

/* A callback fails as a task does, with `return hd_raise(...)`; otherwise it returns NULL. */
typedef void *hd_callback(hd_future *future, void *arg);

/* Calls callback(future, arg) once when the future is done, in the thread that completes
 * or cancels it; at once, in the caller, if it is done already.  It may submit, cancel and
 * add callbacks; it keeps the future alive while it runs.  A future whose last reference goes
 * before it is done never calls.  HD_ENOMEM: not added. */
HD_API HD_MUST_CHECK int hd_future_add_done_callback(hd_future *future,
						     hd_callback *callback, void *arg);

/* Where the failure of a callback is reported; the next callbacks run all the same.  NULL
 * brings back the default, one line on stderr.  For the whole process; set it early. */
typedef void hd_callback_hook(hd_future *future, const hd_error *error, void *arg);
HD_API void hd_set_callback_hook(hd_callback_hook *hook, void *arg);

/* -- settling by hand -------------------------------------------------------------------- */

/* Says that work begins.  0 and *run true: PENDING became RUNNING.  0 and *run false:
 * CANCELLED became CANCELLED_AND_NOTIFIED, there is nothing to run.  Otherwise HD_ESTATE. */
HD_API HD_MUST_CHECK int hd_future_set_running_or_notify_cancel(hd_future *future,
								bool *run);

/* Settles with a value, from PENDING or RUNNING; otherwise HD_ESTATE.  While a worker runs
 * the future's task, the worker alone settles it: HD_ESTATE for everybody else.
 * free_result, if not NULL, is called on result, if that is not NULL, when the last reference
 * goes.  HD_ESTATE leaves the result with the caller. */
HD_API HD_MUST_CHECK int hd_future_set_result(hd_future *future, void *result,
					      void (*free_result)(void *result));

/* Settles with a failure, in the same states.  message is copied (NULL: the text of code);
 * data and its drop (both may be NULL) are for hosts that carry exceptions of their own. */
HD_API HD_MUST_CHECK int hd_future_set_exception(hd_future *future, int code,
						 const char *message, void *data,
						 void (*drop)(void *data));

/* -- for hosts ---------------------------------------------------------------------------- */

/* One pointer that the library keeps and never reads.  Not synchronised: set it before the
 * future is shared. */
HD_API void hd_future_set_user_data(hd_future *future, void *data);
HD_API void *hd_future_user_data(const hd_future *future);

/* The label given at submit, or NULL; alive as long as the reference. */
HD_API const char *hd_future_label(const hd_future *future);

/* The future of the task that the calling thread is running, borrowed; NULL outside. */
HD_API hd_future *hd_future_current(void);

#ifdef __cplusplus
}
#endif
#endif
