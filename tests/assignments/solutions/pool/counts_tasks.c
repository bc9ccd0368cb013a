/* SPDX-License-Identifier: MIT */
/* C11's threads, a ring that grows, and a count of tasks that are not done: who joins waits for
 * that, and not for the threads.  One condition for all.
 */
#include "pool.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct job {
	pool_task *task;
	void *arg;
};

struct pool {
	mtx_t mutex;
	cnd_t change;
	thrd_t *threads;
	size_t size;
	struct job *ring;
	size_t room, head, count;
	size_t unfinished;
	bool closed;
};

static tss_t mine;
static once_flag once = ONCE_FLAG_INIT;

static void make_mine(void)
{
	tss_create(&mine, NULL);
}

static int work(void *argument)
{
	pool *p = argument;

	tss_set(mine, p);
	mtx_lock(&p->mutex);
	for (;;) {
		struct job job;

		if (p->count == 0) {
			if (p->closed)
				break;
			cnd_wait(&p->change, &p->mutex);
			continue;
		}
		job = p->ring[p->head];
		p->head = (p->head + 1) % p->room;
		p->count--;
		mtx_unlock(&p->mutex);
		job.task(job.arg);
		mtx_lock(&p->mutex);
		if (--p->unfinished == 0)
			cnd_broadcast(&p->change);
	}
	mtx_unlock(&p->mutex);
	return 0;
}

void pool_free(pool *p)
{
	if (p == NULL)
		return;
	pool_close(p);
	while (p->size > 0)
		thrd_join(p->threads[--p->size], NULL);
	cnd_destroy(&p->change);
	mtx_destroy(&p->mutex);
	free(p->ring);
	free(p->threads);
	free(p);
}

int pool_new(size_t workers, pool **out)
{
	pool *p;

	if (workers == 0)
		return POOL_INVALID;
	call_once(&once, make_mine);
	p = calloc(1, sizeof *p);
	if (p == NULL)
		return POOL_NO_MEMORY;
	mtx_init(&p->mutex, mtx_plain);
	cnd_init(&p->change);
	p->room = 2;
	p->ring = malloc(p->room * sizeof *p->ring);
	p->threads = calloc(workers, sizeof *p->threads);
	if (p->ring == NULL || p->threads == NULL) {
		pool_free(p);
		return POOL_NO_MEMORY;
	}
	while (p->size < workers) {
		if (thrd_create(&p->threads[p->size], work, p) != thrd_success) {
			pool_free(p);
			return POOL_NO_THREAD;
		}
		p->size++;
	}
	*out = p;
	return 0;
}

/* Requires p->mutex. */
static bool make_room(pool *p)
{
	struct job *ring;

	if (p->count < p->room)
		return true;
	ring = malloc(2 * p->room * sizeof *ring);
	if (ring == NULL)
		return false;
	for (size_t i = 0; i < p->count; i++)
		ring[i] = p->ring[(p->head + i) % p->room];
	free(p->ring);
	p->ring = ring;
	p->room *= 2;
	p->head = 0;
	return true;
}

int pool_add(pool *p, pool_task *task, void *arg)
{
	int code = 0;

	mtx_lock(&p->mutex);
	if (p->closed) {
		code = POOL_CLOSED;
	} else if (!make_room(p)) {
		code = POOL_NO_MEMORY;
	} else {
		p->ring[(p->head + p->count) % p->room] = (struct job){task, arg};
		p->count++;
		p->unfinished++;
		cnd_broadcast(&p->change);
	}
	mtx_unlock(&p->mutex);
	return code;
}

void pool_close(pool *p)
{
	mtx_lock(&p->mutex);
	p->closed = true;
	cnd_broadcast(&p->change);
	mtx_unlock(&p->mutex);
}

int pool_join(pool *p)
{
	int code = 0;

	if (tss_get(mine) == p)
		return POOL_SELF;
	mtx_lock(&p->mutex);
	if (!p->closed)
		code = POOL_OPEN;
	else
		while (p->unfinished > 0)
			cnd_wait(&p->change, &p->mutex);
	mtx_unlock(&p->mutex);
	return code;
}
