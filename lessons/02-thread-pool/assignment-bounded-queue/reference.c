/* SPDX-License-Identifier: MIT */
/* bounded_queue - a ring of items, one mutex, and a condition for each reason to wait.
 */
#include "bounded_queue.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

/* Locking discipline
 *
 *   lock guards the fields below it.  It is a leaf: nothing else is locked under it.
 *   I1  count <= capacity, and the items are ring[head], ring[head + 1], ... around the ring.
 *   I2  who waits for not_full is woken when an item was taken, and by close;
 *       who waits for not_empty is woken when an item came in, and by close.
 */
struct bq {
	size_t capacity; /* never changes */
	void **ring;
	pthread_mutex_t lock;
	pthread_cond_t not_full;
	pthread_cond_t not_empty;
	size_t head;
	size_t count;
	bool closed;
};

int bq_new(size_t capacity, bq **out)
{
	bq *q;

	if (capacity == 0)
		return BQ_INVALID;
	q = calloc(1, sizeof *q);
	if (q == NULL)
		return BQ_NO_MEMORY;
	q->ring = calloc(capacity, sizeof *q->ring);
	if (q->ring == NULL) {
		free(q);
		return BQ_NO_MEMORY;
	}
	q->capacity = capacity;
	/* Without attributes these three cannot fail on Linux. */
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->not_full, NULL);
	pthread_cond_init(&q->not_empty, NULL);
	*out = q;
	return 0;
}

int bq_push(bq *q, void *item)
{
	pthread_mutex_lock(&q->lock);
	/* Between the signal and this thread's turn another one may have filled the room. */
	while (q->count == q->capacity && !q->closed)
		pthread_cond_wait(&q->not_full, &q->lock);
	if (q->closed) {
		pthread_mutex_unlock(&q->lock);
		return BQ_CLOSED;
	}
	q->ring[(q->head + q->count) % q->capacity] = item;
	q->count++;
	/* One item lets one thread go on. */
	pthread_cond_signal(&q->not_empty);
	pthread_mutex_unlock(&q->lock);
	return 0;
}

int bq_pop(bq *q, void **item)
{
	pthread_mutex_lock(&q->lock);
	while (q->count == 0 && !q->closed)
		pthread_cond_wait(&q->not_empty, &q->lock);
	/* A closed queue is emptied first. */
	if (q->count == 0) {
		pthread_mutex_unlock(&q->lock);
		return BQ_CLOSED;
	}
	*item = q->ring[q->head];
	q->head = (q->head + 1) % q->capacity;
	q->count--;
	pthread_cond_signal(&q->not_full);
	pthread_mutex_unlock(&q->lock);
	return 0;
}

void bq_close(bq *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	/* Nobody who waits has anything to wait for now, and there may be many. */
	pthread_cond_broadcast(&q->not_full);
	pthread_cond_broadcast(&q->not_empty);
	pthread_mutex_unlock(&q->lock);
}

size_t bq_count(bq *q)
{
	size_t count;

	pthread_mutex_lock(&q->lock);
	count = q->count;
	pthread_mutex_unlock(&q->lock);
	return count;
}

void bq_free(bq *q)
{
	if (q == NULL)
		return;
	pthread_cond_destroy(&q->not_empty);
	pthread_cond_destroy(&q->not_full);
	pthread_mutex_destroy(&q->lock);
	free(q->ring);
	free(q);
}
