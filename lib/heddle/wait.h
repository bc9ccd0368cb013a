/* SPDX-License-Identifier: MIT */
/* wait - waiting for many futures: the first, the first failure, all; or one by one.
 *
 *	hd_wait_sets sets;
 *	if (hd_wait(futures, n, 3.5, HD_ALL_COMPLETED, &sets) == 0) {
 *		printf("%zu done, %zu not\n", sets.done_count, sets.not_done_count);
 *		hd_wait_sets_free(&sets);
 *	}
 *
 *	hd_as_completed *it;
 *	hd_future *f;
 *	if (hd_as_completed_new(futures, n, HD_FOREVER, &it) == 0) {
 *		while (hd_as_completed_next(it, &f) == 0)
 *			...
 *		hd_as_completed_free(&it);
 *	}
 *
 * Both know futures only: of any executor, of several, of none.
 *
 * Errors:   0 or an HD_E code.
 * Threads:  any thread; one iterator belongs to one thread at a time.
 * Memory:   the futures stay the caller's, who keeps a reference to each; what these calls
 *           give out is borrowed from there.
 * Time:     timeouts in seconds, one deadline for the whole call or iteration.
 */
#ifndef HEDDLE_WAIT_H
#define HEDDLE_WAIT_H

#include <stddef.h>

#include "heddle/error.h"
#include "heddle/future.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum hd_return_when {
	HD_FIRST_COMPLETED, /* any is finished or cancelled; gives all that are */
	HD_FIRST_EXCEPTION, /* any has failed (a cancellation is no failure), or all are done */
	HD_ALL_COMPLETED
} hd_return_when;

/* done first in finishing order where this call saw them finish; both without duplicates. */
typedef struct hd_wait_sets {
	hd_future **done, **not_done;
	size_t done_count, not_done_count;
	bool timed_out; /* the time was up before what was waited for had come */
} hd_wait_sets;

/* Waits, and splits the futures; duplicates count once, the empty set returns at once.
 * sets may be NULL.  A timeout is no error: it gives what is done so far.  Cancels nothing.
 * HD_ENOMEM, HD_EINVAL (no such mode, or a NULL future), HD_EDEADLOCK, HD_EFORKED. */
HD_API HD_MUST_CHECK int hd_wait(hd_future *const *futures, size_t count, double timeout,
				 hd_return_when when, hd_wait_sets *sets);

/* Frees the arrays, not the futures. */
HD_API void hd_wait_sets_free(hd_wait_sets *sets);

typedef struct hd_as_completed hd_as_completed;

/* Iterates over futures as they finish: those already finished first, duplicates once.
 * The deadline counts from here.  HD_ENOMEM, HD_EINVAL (a NULL future). */
HD_API HD_MUST_CHECK int hd_as_completed_new(hd_future *const *futures, size_t count,
					     double timeout, hd_as_completed **it);

/* Waits for the next one.  The iterator forgets it: it lives by the caller's reference.
 * HD_END after the last; HD_ETIMEDOUT, whose words hd_as_completed_error has; HD_EDEADLOCK,
 * HD_EFORKED. */
HD_API HD_MUST_CHECK int hd_as_completed_next(hd_as_completed *it, hd_future **future);

/* The same for at most so many seconds of the deadline's: HD_ENOTREADY when they have passed,
 * and the next call goes on.  For hosts that must look at signals now and then. */
HD_API HD_MUST_CHECK int hd_as_completed_next_for(hd_as_completed *it, double seconds,
						  hd_future **future);

/* After HD_ETIMEDOUT: "6 (of 10) futures unfinished"; before, "".  The iterator's. */
HD_API const char *hd_as_completed_error(const hd_as_completed *it);

/* May come early: no waiter stays behind.  Sets *it to NULL; NULL is let be. */
HD_API void hd_as_completed_free(hd_as_completed **it);

#ifdef __cplusplus
}
#endif
#endif
