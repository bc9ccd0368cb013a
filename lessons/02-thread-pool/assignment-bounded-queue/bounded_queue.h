/* SPDX-License-Identifier: MIT */
/* bounded_queue - a queue of at most so many items, for any number of threads.
 *
 *	bq *q;
 *
 *	if (bq_new(16, &q) == 0) {
 *		bq_push(q, item);	(some threads)
 *		bq_pop(q, &item);	(others)
 *		bq_close(q);
 *		bq_free(q);
 *	}
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure.
 * Threads:  all functions but bq_free, from any thread.
 * Memory:   the queue never touches what its items point to; a null pointer is an item, too.
 * Time:     push and pop wait for ever if they have to, and sleep while they wait.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef BOUNDED_QUEUE_H
#define BOUNDED_QUEUE_H

#include <stddef.h>

enum { BQ_CLOSED = 1, BQ_INVALID, BQ_NO_MEMORY };

typedef struct bq bq;

/* A new, open, empty queue.  BQ_INVALID: capacity is 0.  BQ_NO_MEMORY. */
int bq_new(size_t capacity, bq **out);

/* Puts an item at the end; waits while the queue is full.  BQ_CLOSED: the queue was closed,
 * before or while it waited, and the item is not in it. */
int bq_push(bq *q, void *item);

/* Takes the item at the front; waits while the queue is empty and open.  BQ_CLOSED: it is
 * closed, and empty. */
int bq_pop(bq *q, void **item);

/* No item comes in from now on; those that are in it can still be taken.  Whoever waits and
 * has nothing to wait for any more is woken.  To close it again changes nothing. */
void bq_close(bq *q);

/* How many items are in it at this moment. */
size_t bq_count(bq *q);

/* Gives all memory back.  No other thread uses the queue any more.  Items that are left in it
 * remain the caller's.  A null pointer is nothing to free. */
void bq_free(bq *q);

#endif
