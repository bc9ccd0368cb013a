/* SPDX-License-Identifier: MIT */
/* pool - a few threads, started once, that run one task after another.
 *
 *	pool *p;
 *
 *	if (pool_new(4, &p) == 0) {
 *		pool_add(p, task, arg);	(task(arg) runs in one of the four)
 *		pool_close(p);		(no more tasks)
 *		pool_join(p);		(all have run)
 *		pool_free(p);
 *	}
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure.
 * Threads:  all functions but pool_free, from any thread, those of the pool too.
 * Memory:   the pool never touches what arguments point to.
 * Time:     pool_join and pool_free wait for ever if they have to, asleep; idle workers sleep.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef POOL_H
#define POOL_H

#include <stddef.h>

enum {
	POOL_CLOSED = 1,
	POOL_OPEN,
	POOL_SELF,
	POOL_INVALID,
	POOL_NO_MEMORY,
	POOL_NO_THREAD
};

typedef struct pool pool;

typedef void pool_task(void *arg);

/* A new, open pool with so many threads.  POOL_INVALID: workers is 0.  POOL_NO_MEMORY;
 * POOL_NO_THREAD: one of the threads is not to be had, and those before it have ended. */
int pool_new(size_t workers, pool **out);

/* Puts a task at the end of the queue, and does not wait for it.  POOL_CLOSED; POOL_NO_MEMORY: the
 * task is not in the queue. */
int pool_add(pool *p, pool_task *task, void *arg);

/* No task comes in from now on; those that are in the queue will still be run.  Does not wait.
 * To close it again changes nothing. */
void pool_close(pool *p);

/* Waits until all tasks have run.  Any number of threads may do so, at once and again and again.
 * POOL_SELF: a task of this pool calls.  POOL_OPEN: it has not been closed. */
int pool_join(pool *p);

/* Closes and joins the pool if nobody has, and gives everything back.  No other thread uses it any
 * more.  A null pointer is nothing to free. */
void pool_free(pool *p);

#endif
