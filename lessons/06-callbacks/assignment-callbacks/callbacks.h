/* SPDX-License-Identifier: MIT */
/* callbacks - a future that calls back when it is settled.
 *
 *	cb_future *f;
 *
 *	if (cb_new(&f) == 0) {
 *		cb_add_done_callback(f, print, argument);
 *		cb_set(f, value);	(any thread; print runs in it, before cb_set returns)
 *		cb_unref(f);
 *	}
 *
 * A future is pending at first and is settled once: by a value, an error or a cancellation.
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure.
 * Threads:  all functions, from any thread that holds a reference, and from callbacks.
 * Memory:   each holder owns a reference and gives it back; the last one takes all memory along.
 * Time:     cb_get waits for ever if it has to, and sleeps while it waits.  No other one waits
 *           for anything but the callbacks that it calls itself.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef CALLBACKS_H
#define CALLBACKS_H

enum { CB_ALREADY = 1, CB_FAILED, CB_CANCELLED, CB_NO_MEMORY };

typedef struct cb_future cb_future;

/* What is called.  A result other than 0 is a failure of the callback, and of nothing else. */
typedef int cb_callback(cb_future *f, void *argument);

/* A new, pending future; the caller has the one reference to it.  CB_NO_MEMORY. */
int cb_new(cb_future **out);

/* One more reference; one less.  To unref a null pointer is nothing. */
void cb_ref(cb_future *f);
void cb_unref(cb_future *f);

/* Settles it: a value, or an error, which is any number.  Returns when all callbacks that were
 * added before have been called, here.  CB_ALREADY: it is settled, and nothing has changed. */
int cb_set(cb_future *f, void *value);
int cb_fail(cb_future *f, int error);

/* Cancels it, like the two above.  0, too, if it was cancelled before, which changes nothing.
 * CB_ALREADY: it has a value or an error. */
int cb_cancel(cb_future *f);

/* Waits until it is settled.  0: *value is written.  CB_FAILED: *error is.  CB_CANCELLED. */
int cb_get(cb_future *f, void **value, int *error);

/* Calls fn(f, argument), once.  If f is pending: when it is settled, by the thread that settles
 * it, in the order in which they were added.  If it is settled: here and now, before this
 * returns.  CB_NO_MEMORY: it is not added and never called. */
int cb_add_done_callback(cb_future *f, cb_callback *fn, void *argument);

/* How many of its callbacks have failed. */
int cb_failures(cb_future *f);

#endif
