/* SPDX-License-Identifier: MIT */
/* branch - fork and join: one half for whoever is free, the other half for oneself.
 *
 *	hd_branch half;
 *	void *left, *right;
 *
 *	hd_branch_fork(&half, sum, lower);
 *	right = sum(upper);
 *	if (hd_branch_join(&half, &left) == 0)
 *		...
 *
 * A branch is a task without a future: it lies on the stack of the function that forks it,
 * nobody else can wait for it or cancel it, and it costs no memory.  In a task of a thread
 * executor, fork puts it where an idle worker of the same executor can take it, and join
 * runs it here and now if nobody has.  Everywhere else (outside of tasks, in a task of a
 * serial executor) fork only remembers it, and join runs it: the same program, one thread.
 * (Cilk's idea of a serial elision.  Frigo, Leiserson, Randall: The Implementation of the
 * Cilk-5 Multithreaded Language, PLDI 1998.)
 *
 * A branch belongs to the task that forks it: hd_future_current and
 * hd_cancel_token_current are that task's, and a trace shows no branches.
 *
 * Errors:   fork cannot fail; what a branch raised is what join returns.
 * Threads:  join in the thread that forked, the newest branch first.
 * Memory:   the caller's, until join has returned; every branch must be joined.
 * Time:     only join blocks; it runs other tasks meanwhile.
 */
#ifndef HEDDLE_BRANCH_H
#define HEDDLE_BRANCH_H

#include "heddle/error.h"
#include "heddle/thread.h"

#ifdef __cplusplus
extern "C" {
#endif

/* As large as a task, and alone on its cache line. */
typedef struct hd_branch {
	void *opaque[64 / sizeof(void *)];
} __attribute__((aligned(64))) hd_branch;

/* Offers fn(arg) to the other workers. */
HD_API void hd_branch_fork(hd_branch *branch, hd_fn *fn, void *arg);

/* Waits until it has run, or runs it, and gives what it returned (result may be NULL).
 * HD_EFAILED: it raised; HD_EFORKED: it stayed in the parent of this process. */
HD_API int hd_branch_join(hd_branch *branch, void **result);

/* What it raised, after HD_EFAILED; alive until hd_branch_destroy. */
HD_API hd_error hd_branch_exception(const hd_branch *branch);

/* Frees what a joined branch raised, or returned with hd_return_copy.  Other branches need
 * no end. */
HD_API void hd_branch_destroy(hd_branch *branch);

#ifdef __cplusplus
}
#endif
#endif
