/* SPDX-License-Identifier: MIT */
/* fork - what a child process inherits.
 *
 * Only the thread that called fork() is in the child; memory is copied as it stands.  So
 * the locks that are process-wide are taken before a fork and given back after it, in the
 * parent and in the child; and each process has a generation number, by which an object
 * whose threads stayed behind is known.  Such an object answers HD_EFORKED instead of
 * waiting for a thread that is not there.
 *
 * A task that forks should leave the child with _exit: when it returns there instead, its
 * worker thread is the only thread of the child, and ends.
 */
#ifndef HEDDLE_FORK_H
#define HEDDLE_FORK_H

#include <stdatomic.h>

extern _Atomic unsigned hd_fork_count;

/* How many forks lie between this process and the one that loaded the library. */
static inline unsigned hd_fork_generation(void)
{
	/* relaxed: it changes only in a child, before any second thread exists there */
	return atomic_load_explicit(&hd_fork_count, memory_order_relaxed);
}

#endif
