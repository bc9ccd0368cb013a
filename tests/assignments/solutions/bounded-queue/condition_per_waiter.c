/* SPDX-License-Identifier: MIT */
/* bounded_queue with a condition for each thread that waits, which stands in line on its own
 * stack: whoever pushes or pops hands the item or the room to the first in the line.
 */
#include "bounded_queue.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct waiter {
	struct waiter *next;
	pthread_cond_t turn;
	bool served;
	void *item;
};

struct line {
	struct waiter *first, **end;
};

struct bq {
	pthread_mutex_t lock;
	struct line pushers, poppers;
	void **ring;
	size_t capacity, head, count;
	bool closed;
};

/* True if it was served, false if the queue was closed.  Requires q->lock. */
static bool stand_in(struct line *line, struct waiter *self, bq *q)
{
	pthread_cond_init(&self->turn, NULL);
	self->next = NULL;
	*line->end = self;
	line->end = &self->next;
	while (!self->served && !q->closed)
		pthread_cond_wait(&self->turn, &q->lock);
	pthread_cond_destroy(&self->turn);
	return self->served;
}

static struct waiter *serve_first(struct line *line)
{
	struct waiter *first = line->first;

	if (first == NULL)
		return NULL;
	line->first = first->next;
	if (line->first == NULL)
		line->end = &line->first;
	first->served = true;
	pthread_cond_signal(&first->turn);
	return first;
}

static void put(bq *q, void *item)
{
	q->ring[(q->head + q->count++) % q->capacity] = item;
}

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
	q->pushers.end = &q->pushers.first;
	q->poppers.end = &q->poppers.first;
	pthread_mutex_init(&q->lock, NULL);
	*out = q;
	return 0;
}

int bq_push(bq *q, void *item)
{
	struct waiter self = {.item = item}, *popper;
	bool pushed = true;

	pthread_mutex_lock(&q->lock);
	if (q->closed)
		pushed = false;
	else if ((popper = serve_first(&q->poppers)) != NULL)
		popper->item = item;
	else if (q->count < q->capacity)
		put(q, item);
	else
		pushed = stand_in(&q->pushers, &self, q);
	pthread_mutex_unlock(&q->lock);
	return pushed ? 0 : BQ_CLOSED;
}

int bq_pop(bq *q, void **item)
{
	struct waiter self = {0}, *pusher;
	bool popped = true;

	pthread_mutex_lock(&q->lock);
	if (q->count > 0) {
		*item = q->ring[q->head];
		q->head = (q->head + 1) % q->capacity;
		q->count--;
		pusher = q->closed ? NULL : serve_first(&q->pushers);
		if (pusher != NULL)
			put(q, pusher->item);
	} else {
		popped = !q->closed && stand_in(&q->poppers, &self, q);
		if (popped)
			*item = self.item;
	}
	pthread_mutex_unlock(&q->lock);
	return popped ? 0 : BQ_CLOSED;
}

void bq_close(bq *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	for (struct waiter *w = q->pushers.first; w != NULL; w = w->next)
		pthread_cond_signal(&w->turn);
	for (struct waiter *w = q->poppers.first; w != NULL; w = w->next)
		pthread_cond_signal(&w->turn);
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
	pthread_mutex_destroy(&q->lock);
	free(q->ring);
	free(q);
}
