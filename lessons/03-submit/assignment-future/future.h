/* SPDX-License-Identifier: MIT */
/* future - a result that arrives once, for any number of threads.
 *
 *	future *f;
 *
 *	if (future_new(&f) == 0) {
 *		future_ref(f);		(for the thread that will make the value)
 *		...			(there: future_set(f, value); future_unref(f);)
 *		if (future_get(f, 1000, &value, &error) == 0)
 *			use(value);
 *		future_unref(f);
 *	}
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure, but for
 *           `error`, which says what failed when the code is FUTURE_FAILED.
 * Threads:  all functions, from any thread that holds a reference.
 * Memory:   the future is gone with its last reference; what its value points to it never
 *           touches.
 * Time:     only get waits, asleep: for ever if ms is negative, else so many milliseconds at
 *           most; 0 only looks.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef FUTURE_H
#define FUTURE_H

#include <stdbool.h>

enum { FUTURE_ALREADY = 1, FUTURE_TIMEOUT, FUTURE_FAILED, FUTURE_NO_MEMORY };

typedef struct future future;

/* A new future, which is pending; the caller has one reference to it.  FUTURE_NO_MEMORY. */
int future_new(future **out);

/* One reference more. */
void future_ref(future *f);

/* One reference less; with the last one the future is gone.  A null pointer is nothing. */
void future_unref(future *f);

/* It is settled, with this value: whoever waits goes on.  FUTURE_ALREADY: it was settled, and
 * stays as it was. */
int future_set(future *f, void *value);

/* It is settled, with this error: whoever waits goes on.  FUTURE_ALREADY, as above. */
int future_fail(future *f, int error);

/* Waits until it is settled and gives its value.  FUTURE_FAILED: it was settled with an error,
 * which is in *error, and *value is untouched.  FUTURE_TIMEOUT: it is still pending. */
int future_get(future *f, long ms, void **value, int *error);

/* True if it is settled. */
bool future_done(future *f);

#endif
