/* SPDX-License-Identifier: MIT */
/* start_join - threads that are started, and joined for their results.
 *
 *	sj_thread *t;
 *	void *result;
 *
 *	if (sj_start(work, arg, &t) == 0) {
 *		...			(work(arg) runs meanwhile)
 *		sj_join(t, &result);	(what work returned)
 *		sj_free(t);
 *	}
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure.
 * Threads:  all functions, from any thread, a started one too; sj_free, when nobody else uses t.
 * Memory:   the threads never touch what arguments and results point to.
 * Time:     sj_join, sj_free and sj_run_all wait for ever if they have to, asleep.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef START_JOIN_H
#define START_JOIN_H

#include <stddef.h>

enum { SJ_SELF = 1, SJ_NO_MEMORY, SJ_NO_THREAD };

typedef struct sj_thread sj_thread;

/* What a thread does: it ends when this returns, and what it returns is the result. */
typedef void *sj_fn(void *arg);

/* Starts a thread that calls fn(arg), and does not wait for it.  SJ_NO_MEMORY; SJ_NO_THREAD: there
 * is no further thread to be had.  fn is not called then. */
int sj_start(sj_fn *fn, void *arg, sj_thread **out);

/* Waits until the thread's fn has returned, and gives what it returned; if result is a null
 * pointer, it only waits.  Any number of threads may do so, at once and again and again.
 * SJ_SELF: the thread is the one that calls. */
int sj_join(sj_thread *t, void **result);

/* Waits until fn has returned, whether anybody has joined it or not, and gives everything back.
 * No other thread uses t any more.  A null pointer is nothing to free. */
void sj_free(sj_thread *t);

/* Calls fn with each of n arguments, in a thread each, side by side; waits for all of them.
 * results[i] is what fn(args[i]) returned.  SJ_NO_MEMORY, SJ_NO_THREAD: those that were started
 * have run to their end, and results is untouched. */
int sj_run_all(sj_fn *fn, void **args, size_t n, void **results);

#endif
