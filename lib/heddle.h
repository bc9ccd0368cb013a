/* SPDX-License-Identifier: MIT */
/* heddle - threads, pools and futures in C, with Python's semantics.
 *
 * This header includes every other one, and is their table of contents:
 *
 *	heddle/error.h     the codes that every call returns, and hd_raise for tasks
 *	heddle/clock.h     the monotonic clock, sleeping, deadlines
 *	heddle/thread.h    start and join one thread
 *	heddle/future.h    a result that arrives once
 *	heddle/cancel.h    asking a running task to stop
 *	heddle/trace.h     recording which worker ran which task, and when
 *	heddle/executor.h  submit, map, shutdown
 *	heddle/branch.h    fork and join inside a task
 *	heddle/wait.h      wait, as_completed
 *	heddle/pool.h      the ThreadPool of multiprocessing.pool
 *	heddle/promise.h   all, all_settled, any, race, then
 *
 * The smallest program:
 *
 *	hd_executor *ex;
 *	hd_future *f;
 *	void *answer;
 *
 *	hd_executor_new_threads(HD_DEFAULT_WORKERS, NULL, &ex);
 *	hd_executor_submit(ex, work, arg, &f);
 *	hd_future_result(f, HD_FOREVER, &answer);
 *	hd_future_unref(f);
 *	hd_executor_free(&ex);
 *
 * Errors:   0 or an HD_E code; hd_strerror explains it.
 * Threads:  every function may be called from any thread unless it says otherwise.
 * Memory:   new/free for what has one owner, ref/unref for what is shared.
 * Time:     timeouts are seconds: HD_FOREVER (any negative) waits, 0 polls.
 * Fork:     a child of fork() may use the library at once, with executors of its own.
 *           The threads of the parent are not there: a call that would need them
 *           returns HD_EFORKED instead of hanging, and futures that were settled
 *           before the fork stay readable.
 */
#ifndef HEDDLE_H
#define HEDDLE_H

#include "heddle/error.h"
#include "heddle/clock.h"
#include "heddle/thread.h"
#include "heddle/future.h"
#include "heddle/cancel.h"
#include "heddle/trace.h"
#include "heddle/executor.h"
#include "heddle/branch.h"
#include "heddle/wait.h"
#include "heddle/pool.h"
#include "heddle/promise.h"

#define HD_VERSION_MAJOR 0
#define HD_VERSION_MINOR 1
#define HD_VERSION_PATCH 0

#endif
