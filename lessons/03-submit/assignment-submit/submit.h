/* SPDX-License-Identifier: MIT */
/* submit - an executor: worker threads, to which one submits tasks and from which one gets
 * futures.
 *
 *	ex *e;
 *	ex_future *f;
 *
 *	if (ex_new(4, &e) == 0) {
 *		if (ex_submit(e, task, &argument, sizeof argument, &f) == 0) {
 *			code = ex_result(f, &result, &error);
 *			ex_release(f);
 *		}
 *		ex_free(e);
 *	}
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure, but for
 *           `error`, which says how the task failed when the code is EX_FAILED.
 * Threads:  ex_submit, ex_result and ex_release from any thread, tasks too; ex_shutdown and
 *           ex_free from one at a time, which is no task of this executor.
 * Memory:   a future, and the copy of the argument, live until ex_release, and longer than the
 *           executor if need be.
 * Time:     ex_result and ex_shutdown wait for ever if they have to, and sleep while they wait.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef SUBMIT_H
#define SUBMIT_H

#include <stddef.h>

enum { EX_FAILED = 1, EX_SHUTDOWN, EX_INVALID, EX_NO_MEMORY, EX_NO_THREAD };

typedef struct ex ex;
typedef struct ex_future ex_future;

/* What a worker runs: it gets its own copy of the argument, and leaves a result in *result,
 * which is a null pointer before.  0, or any other number: it has failed, with that error. */
typedef int ex_task(void *argument, void **result);

/* A new executor with so many workers, all of them started.  EX_INVALID: workers is 0.
 * EX_NO_MEMORY.  EX_NO_THREAD: one of them could not be started. */
int ex_new(size_t workers, ex **out);

/* Puts a task at the end of the queue and copies the argument's bytes; does not wait.
 * EX_SHUTDOWN: ex_shutdown was called.  EX_NO_MEMORY. */
int ex_submit(ex *e, ex_task *task, const void *argument, size_t size, ex_future **out);

/* Waits until the task has ended, and gives its result, again and again if asked.  EX_FAILED:
 * the task has failed, with what is in *error, and *result is untouched. */
int ex_result(ex_future *f, void **result, int *error);

/* The future is not needed any more.  A task that has not run yet will, nevertheless.  A null
 * pointer is nothing to release. */
void ex_release(ex_future *f);

/* No task comes in from now on; waits until all that are in have ended, and so have the
 * workers.  To call it again changes nothing. */
void ex_shutdown(ex *e);

/* ex_shutdown, if that has not been called, and gives the memory back.  A null pointer is
 * nothing to free. */
void ex_free(ex *e);

#endif
