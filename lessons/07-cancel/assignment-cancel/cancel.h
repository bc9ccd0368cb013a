/* SPDX-License-Identifier: MIT */
/* cancel - an executor whose tasks can be taken back as long as they have not started.
 *
 *	cx_executor *ex;
 *	cx_future *f;
 *
 *	if (cx_new(2, &ex) == 0) {
 *		if (cx_submit(ex, work, argument, &f) == 0) {
 *			cx_cancel(f);			(0: it never runs)
 *			code = cx_wait(f, &result);	(CX_CANCELLED, then)
 *			cx_release(f);
 *		}
 *		cx_free(ex);
 *	}
 *
 * A task is CX_PENDING until a worker takes it, or until it is cancelled, for ever.
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure.
 * Threads:  all functions but cx_release and cx_free from any number of threads, and from tasks.
 * Memory:   every future is released once; every executor is freed, after its futures.
 * Time:     cx_wait and cx_free wait for ever if they have to, and sleep while they wait.  No
 *           other function waits for a task.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef CANCEL_H
#define CANCEL_H

#include <stdbool.h>

/* The first four are states, too. */
enum {
	CX_PENDING = 1,
	CX_RUNNING,
	CX_FINISHED,
	CX_CANCELLED,
	CX_CLOSED,
	CX_INVALID,
	CX_NO_MEMORY,
	CX_NO_THREAD
};

typedef struct cx_executor cx_executor;
typedef struct cx_future cx_future;

/* What a task does; what it returns is its result. */
typedef void *cx_function(void *argument);

/* An executor with so many workers, all of which are started here.  CX_INVALID: less than 1.
 * CX_NO_MEMORY, CX_NO_THREAD: there is no executor, and nothing is left of it. */
int cx_new(int workers, cx_executor **out);

/* Hands in a task: fn(argument) runs once, in a worker, unless it is cancelled before.
 * CX_CLOSED: it was shut down.  CX_NO_MEMORY. */
int cx_submit(cx_executor *ex, cx_function *fn, void *argument, cx_future **out);

/* Takes a pending task back.  0: it is cancelled, now or before, and never runs.  CX_RUNNING,
 * CX_FINISHED: it is too late, and nothing has changed. */
int cx_cancel(cx_future *f);

/* CX_PENDING, CX_RUNNING, CX_FINISHED or CX_CANCELLED. */
int cx_state(cx_future *f);

/* Waits until it is finished or cancelled.  0: *result is written.  CX_CANCELLED. */
int cx_wait(cx_future *f, void **result);

/* Gives the future back: nobody uses it any more.  Its task runs all the same.  A null pointer
 * is nothing to release. */
void cx_release(cx_future *f);

/* No task comes in from now on.  Those that are pending still run; or, with cancel_pending, they
 * are cancelled.  It does not wait, and may be called again. */
void cx_shutdown(cx_executor *ex, bool cancel_pending);

/* Shuts it down, waits until all its tasks have run, ends the workers and gives all memory back.
 * No other thread uses it any more.  A null pointer is nothing to free. */
void cx_free(cx_executor *ex);

#endif
