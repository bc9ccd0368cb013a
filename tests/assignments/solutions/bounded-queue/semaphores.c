/* SPDX-License-Identifier: MIT */
/* bounded_queue with semaphores: one counts the room, one the items, and a mutex guards the ring.
 * Closing posts each once, and whoever it wakes passes it on.
 */
#include "bounded_queue.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>

struct bq {
	size_t capacity;
	sem_t room;
	sem_t items;
	pthread_mutex_t lock; /* guards what follows */
	size_t head;
	size_t count;
	bool closed;
	void *ring[];
};

static void down(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0 && errno == EINTR)
		;
}

int bq_new(size_t capacity, bq **out)
{
	bq *q;

	if (capacity == 0)
		return BQ_INVALID;
	if (capacity > ((size_t)-1 - sizeof *q) / sizeof(void *))
		return BQ_NO_MEMORY;
	q = malloc(sizeof *q + capacity * sizeof(void *));
	if (q == NULL)
		return BQ_NO_MEMORY;
	q->capacity = capacity;
	q->head = q->count = 0;
	q->closed = false;
	sem_init(&q->room, 0, (unsigned)capacity);
	sem_init(&q->items, 0, 0);
	pthread_mutex_init(&q->lock, NULL);
	*out = q;
	return 0;
}

int bq_push(bq *q, void *item)
{
	down(&q->room);
	pthread_mutex_lock(&q->lock);
	if (q->closed) {
		pthread_mutex_unlock(&q->lock);
		sem_post(&q->room);
		return BQ_CLOSED;
	}
	q->ring[(q->head + q->count++) % q->capacity] = item;
	pthread_mutex_unlock(&q->lock);
	sem_post(&q->items);
	return 0;
}

int bq_pop(bq *q, void **item)
{
	down(&q->items);
	pthread_mutex_lock(&q->lock);
	if (q->count == 0) {
		pthread_mutex_unlock(&q->lock);
		sem_post(&q->items);
		return BQ_CLOSED;
	}
	*item = q->ring[q->head];
	q->head = (q->head + 1) % q->capacity;
	q->count--;
	pthread_mutex_unlock(&q->lock);
	sem_post(&q->room);
	return 0;
}

void bq_close(bq *q)
{
	bool first;

	pthread_mutex_lock(&q->lock);
	first = !q->closed;
	q->closed = true;
	pthread_mutex_unlock(&q->lock);
	if (first) {
		sem_post(&q->room);
		sem_post(&q->items);
	}
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
	sem_destroy(&q->room);
	sem_destroy(&q->items);
	pthread_mutex_destroy(&q->lock);
	free(q);
}
