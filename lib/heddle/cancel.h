/* SPDX-License-Identifier: MIT */
/* cancel - asking a running task to stop.
 *
 * hd_future_cancel takes back what has not started.  What runs can only be asked: it is
 * given a token, and looks at it, or sleeps on it, when it likes.
 *
 *	static void *work(void *token)
 *	{
 *		while (hd_cancel_token_wait(token, 0.1) == HD_ETIMEDOUT)
 *			one_step();
 *		return hd_raise(HD_ECANCELLED, "stopped when asked");
 *	}
 *
 * Errors:   0 or an HD_E code.
 * Threads:  any thread that holds a reference.
 * Memory:   new gives one reference; a task submitted with hd_task.token holds its own.
 * Time:     timeouts in seconds.
 */
#ifndef HEDDLE_CANCEL_H
#define HEDDLE_CANCEL_H

#include <stdbool.h>

#include "heddle/error.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hd_cancel_token hd_cancel_token;

/* HD_ENOMEM. */
HD_API HD_MUST_CHECK int hd_cancel_token_new(hd_cancel_token **token);
HD_API hd_cancel_token *hd_cancel_token_ref(hd_cancel_token *token);
HD_API void hd_cancel_token_unref(hd_cancel_token *token);

/* Asks, once and for ever.  Asking again changes nothing. */
HD_API void hd_cancel_token_cancel(hd_cancel_token *token);

/* Has anybody asked? */
HD_API bool hd_cancel_token_cancelled(const hd_cancel_token *token);

/* Sleeps until somebody asks: HD_ECANCELLED, or HD_ETIMEDOUT after timeout seconds. */
HD_API int hd_cancel_token_wait(hd_cancel_token *token, double timeout);

/* The token that the running task was submitted with, borrowed; NULL if it has none. */
HD_API hd_cancel_token *hd_cancel_token_current(void);

#ifdef __cplusplus
}
#endif
#endif
