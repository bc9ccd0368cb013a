/* SPDX-License-Identifier: MIT */
/* bounded_queue as a monitor with C11's threads: one condition for every change, and always a
 * broadcast.  The items are a linked list, whose nodes were all allocated with the queue.
 */
#include "bounded_queue.h"

#include <stdbool.h>
#include <stdlib.h>
#include <threads.h>

struct node {
	struct node *next;
	void *item;
};

struct bq {
	mtx_t monitor;
	cnd_t changed;
	struct node *nodes, *spare, *first, *last;
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
	q->nodes = calloc(capacity, sizeof *q->nodes);
	if (q->nodes == NULL) {
		free(q);
		return BQ_NO_MEMORY;
	}
	for (size_t i = 0; i < capacity; i++) {
		q->nodes[i].next = q->spare;
		q->spare = &q->nodes[i];
	}
	mtx_init(&q->monitor, mtx_plain);
	cnd_init(&q->changed);
	*out = q;
	return 0;
}

int bq_push(bq *q, void *item)
{
	struct node *node;
	int code = BQ_CLOSED;

	mtx_lock(&q->monitor);
	while (q->spare == NULL && !q->closed)
		cnd_wait(&q->changed, &q->monitor);
	if (!q->closed) {
		node = q->spare;
		q->spare = node->next;
		*node = (struct node){NULL, item};
		if (q->first == NULL)
			q->first = node;
		else
			q->last->next = node;
		q->last = node;
		q->count++;
		code = 0;
		cnd_broadcast(&q->changed);
	}
	mtx_unlock(&q->monitor);
	return code;
}

int bq_pop(bq *q, void **item)
{
	struct node *node;
	int code = BQ_CLOSED;

	mtx_lock(&q->monitor);
	while (q->first == NULL && !q->closed)
		cnd_wait(&q->changed, &q->monitor);
	node = q->first;
	if (node != NULL) {
		*item = node->item;
		q->first = node->next;
		node->next = q->spare;
		q->spare = node;
		q->count--;
		code = 0;
		cnd_broadcast(&q->changed);
	}
	mtx_unlock(&q->monitor);
	return code;
}

void bq_close(bq *q)
{
	mtx_lock(&q->monitor);
	q->closed = true;
	cnd_broadcast(&q->changed);
	mtx_unlock(&q->monitor);
}

size_t bq_count(bq *q)
{
	size_t count;

	mtx_lock(&q->monitor);
	count = q->count;
	mtx_unlock(&q->monitor);
	return count;
}

void bq_free(bq *q)
{
	if (q == NULL)
		return;
	cnd_destroy(&q->changed);
	mtx_destroy(&q->monitor);
	free(q->nodes);
	free(q);
}
