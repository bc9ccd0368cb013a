/* SPDX-License-Identifier: MIT */
/* queue - the injection queue: where tasks from outside the workers come in.
 *
 * A ring under a lock, first in, first out.  It can be closed, and then refuses with the
 * code it was closed with: that is what makes "submitted" and "shut down" exclude each
 * other.
 */
#ifndef HEDDLE_QUEUE_H
#define HEDDLE_QUEUE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "heddle/future.h"
#include "sync.h"

/* Locking discipline: lock guards the fields below it; count may be read without.  It is a
 * leaf. */
struct hd_queue {
	_Alignas(HD_CACHE_LINE) pthread_mutex_t lock;
	hd_future **ring;
	size_t size, head; /* size is a power of two, or 0 before the first push */
	int closed;	   /* 0, or the code that push returns */
	_Atomic size_t count;
};

void hd_queue_init(struct hd_queue *queue);
void hd_queue_destroy(struct hd_queue *queue);

/* Puts a task at the end; *was_empty says whether it is alone there.  HD_ENOMEM, or the
 * code the queue was closed with. */
int hd_queue_push(struct hd_queue *queue, hd_future *task, bool *was_empty);

/* Takes at most max of the oldest into tasks; returns how many. */
size_t hd_queue_take(struct hd_queue *queue, hd_future **tasks, size_t max);

/* Refuses from now on with that code; a code that was set before stays unless force. */
void hd_queue_close(struct hd_queue *queue, int code, bool force);

/* The code it was closed with, or 0. */
int hd_queue_closed(struct hd_queue *queue);

static inline size_t hd_queue_count(struct hd_queue *queue)
{
	/* seq_cst: see hd_deque_count */
	return atomic_load(&queue->count);
}

#endif
