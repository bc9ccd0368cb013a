/* SPDX-License-Identifier: MIT */
/* wait - futures, and one call that waits for any, for all, or for the first failure of them.
 *
 *	wt_future *fs[3];		(made with wt_new, settled by other threads)
 *	bool done[3];
 *	size_t how_many;
 *
 *	if (wt_wait(fs, 3, WT_FIRST_COMPLETED, 500, done, &how_many) == WT_TIMEOUT)
 *		...			(half a second is over, and none is done)
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure, but a
 *           WT_TIMEOUT is an answer, and fills them in.
 * Threads:  any function, from any thread that holds a reference.
 * Memory:   each holder owns one reference and gives it back with wt_unref.
 * Time:     milliseconds, a day at most; negative waits for ever, 0 only looks.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef WT_WAIT_H
#define WT_WAIT_H

#include <stdbool.h>
#include <stddef.h>

enum { WT_SETTLED = 1, WT_TIMEOUT, WT_INVALID, WT_NO_MEMORY };

/* A future is born pending and settles once, in one of three ways.  Settled is done. */
enum wt_state { WT_PENDING, WT_FINISHED, WT_FAILED, WT_CANCELLED };

/* What wt_wait waits for: that one is done; that one has failed, or all are done; that all are
 * done. */
enum wt_when { WT_FIRST_COMPLETED, WT_FIRST_EXCEPTION, WT_ALL_COMPLETED };

typedef struct wt_future wt_future;

/* A new, pending future, with one reference, the caller's.  WT_NO_MEMORY. */
int wt_new(wt_future **out);

/* One reference more; one less, and the last one gives all memory back.  Nothing happens to a
 * null pointer. */
void wt_ref(wt_future *f);
void wt_unref(wt_future *f);

/* Settles it and wakes whoever has nothing to wait for any more.  WT_SETTLED: it was settled
 * before, and stays what it was.  WT_INVALID: how is not finished, failed or cancelled. */
int wt_settle(wt_future *f, enum wt_state how);

/* What it is at this moment. */
enum wt_state wt_state_of(wt_future *f);

/* Waits until `when` is so of the n futures in fs, and says which are done: done[i] of fs[i],
 * and how_many different ones; each of the two may be a null pointer.  WT_TIMEOUT: it is not
 * so after ms milliseconds.  WT_INVALID: there is no such `when`.  WT_NO_MEMORY. */
int wt_wait(wt_future *const *fs, size_t n, enum wt_when when, long ms, bool *done,
	    size_t *how_many);

#endif
