/* SPDX-License-Identifier: MIT */
#include "queue.h"

#include <stdlib.h>
#include <string.h>

#ifndef HD_QUEUE_SIZE
#define HD_QUEUE_SIZE 64
#endif
enum { FIRST_SIZE = HD_QUEUE_SIZE };

/* A lock that is held for some nanoseconds is better spun for than slept for. */
static void init_short_lock(pthread_mutex_t *lock)
{
	pthread_mutexattr_t attr;

	HD_CHECKED(pthread_mutexattr_init(&attr));
#ifdef PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP
	HD_CHECKED(pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ADAPTIVE_NP));
#endif
	HD_CHECKED(pthread_mutex_init(lock, &attr));
	HD_CHECKED(pthread_mutexattr_destroy(&attr));
}

void hd_queue_init(struct hd_queue *queue)
{
	memset(queue, 0, sizeof *queue);
	init_short_lock(&queue->lock);
}

void hd_queue_destroy(struct hd_queue *queue)
{
	free(queue->ring);
	hd_mutex_destroy(&queue->lock);
}

/* Makes room for four times as many: what is not used yet is no memory yet, and what was outgrown
 * is soon little beside it.  Requires queue->lock. */
static bool grow(struct hd_queue *queue, size_t count)
{
	size_t size = queue->size ? 4 * queue->size : FIRST_SIZE;
	size_t first = queue->size - queue->head; /* tasks before the ring wraps */
	hd_future **ring = malloc(size * sizeof(hd_future *));

	if (!ring)
		return false;
	if (count) {
		memcpy(ring, queue->ring + queue->head, first * sizeof(hd_future *));
		memcpy(ring + first, queue->ring, queue->head * sizeof(hd_future *));
	}
	free(queue->ring);
	queue->ring = ring;
	queue->size = size;
	queue->head = 0;
	return true;
}

int hd_queue_push(struct hd_queue *queue, hd_future *task, bool *was_empty)
{
	size_t count;
	int code;

	hd_lock(&queue->lock);
	code = queue->closed;
	/* relaxed: it is only written under the lock */
	count = atomic_load_explicit(&queue->count, memory_order_relaxed);
	if (!code && count == queue->size && !grow(queue, count))
		code = HD_ENOMEM;
	if (!code) {
		queue->ring[(queue->head + count) & (queue->size - 1)] = task;
		*was_empty = count == 0;
		if (count)
			atomic_store_explicit(&queue->count, count + 1,
					      memory_order_relaxed);
		else /* seq_cst: the pusher will look at who is asleep, after this */
			atomic_store(&queue->count, 1);
	}
	hd_unlock(&queue->lock);
	return code;
}

size_t hd_queue_take(struct hd_queue *queue, hd_future **tasks, size_t max)
{
	size_t count, taken;

	if (!hd_queue_count(queue))
		return 0;
	hd_lock(&queue->lock);
	count = atomic_load_explicit(&queue->count, memory_order_relaxed);
	taken = count < max ? count : max;
	for (size_t i = 0; i < taken; i++) {
		tasks[i] = queue->ring[(queue->head + i) & (queue->size - 1)];
		__builtin_prefetch(tasks[i], 1);
	}
	queue->head = (queue->head + taken) & (queue->size ? queue->size - 1 : 0);
	/* relaxed: nobody goes to sleep or wakes for a queue that got shorter */
	atomic_store_explicit(&queue->count, count - taken, memory_order_relaxed);
	hd_unlock(&queue->lock);
	return taken;
}

void hd_queue_close(struct hd_queue *queue, int code, bool force)
{
	hd_lock(&queue->lock);
	if (!queue->closed || force)
		queue->closed = code;
	hd_unlock(&queue->lock);
}

int hd_queue_closed(struct hd_queue *queue)
{
	int code;

	hd_lock(&queue->lock);
	code = queue->closed;
	hd_unlock(&queue->lock);
	return code;
}
