/* SPDX-License-Identifier: MIT */
/* as_completed - gives out futures as they complete, the earliest first.
 *
 *	ac *it;
 *	ac_future *f;
 *
 *	if (ac_start(futures, n, 5000, &it) == 0) {
 *		while ((code = ac_next(it, &f)) == 0)
 *			...
 *		(code is AC_END: all came; or AC_TIMEOUT: five seconds were not enough)
 *		ac_free(it);
 *	}
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure.
 * Threads:  a future, from any thread; an iterator, from one thread at a time.
 * Memory:   futures are the caller's: an iterator frees none, and copies the array.
 * Time:     ac_start says until when ac_next waits, all its calls together; it sleeps.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef AS_COMPLETED_H
#define AS_COMPLETED_H

#include <stddef.h>

enum { AC_END = 1, AC_TIMEOUT, AC_PENDING, AC_NO_MEMORY };

typedef struct ac_future ac_future;
typedef struct ac ac;

/* A new future, which is pending.  AC_NO_MEMORY. */
int ac_future_new(ac_future **out);

/* Completes it: it has this value, for good.  Once for each future. */
void ac_future_set(ac_future *f, void *value);

/* The value, without waiting for it.  AC_PENDING: it has none yet. */
int ac_future_value(ac_future *f, void **value);

/* Gives its memory back.  Nobody uses it any more, and all iterators over it were freed.  A
 * null pointer is nothing to free. */
void ac_future_free(ac_future *f);

/* An iterator over n futures, each of which comes once, however often it is in the array.  The
 * time that all calls of ac_next have together begins now: ms milliseconds; negative: for
 * ever; 0: only what is there.  AC_NO_MEMORY. */
int ac_start(ac_future *const *futures, size_t n, long ms, ac **out);

/* The next future that is done; waits for one if there is none.  AC_END: all have come.
 * AC_TIMEOUT: the time is over, and of those that have not come none is done. */
int ac_next(ac *it, ac_future **out);

/* Gives its memory back, at any time: futures that are pending complete later as if it had
 * never been there.  A null pointer is nothing to free. */
void ac_free(ac *it);

#endif
