/* SPDX-License-Identifier: MIT */
/* A lock for each future and for each iterator; a semaphore counts what an iterator has ready.
 */
#include "as_completed.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A future's lock is taken before an iterator's. */
struct ac_future {
	pthread_mutex_t lock;
	bool done;
	void *value;
	struct node *nodes;
};

struct node {
	ac *iterator;
	struct node *previous, *next;
};

struct ac {
	pthread_mutex_t lock;
	sem_t ready;
	long ms;
	struct timespec until;
	size_t count, came, put;
	ac_future **ring; /* in the order of completion; room for each of them */
	ac_future **futures;
	struct node *nodes;
};

int ac_future_new(ac_future **out)
{
	ac_future *f = malloc(sizeof *f);

	if (!f)
		return AC_NO_MEMORY;
	memset(f, 0, sizeof *f);
	pthread_mutex_init(&f->lock, NULL);
	*out = f;
	return 0;
}

static void give(ac *it, ac_future *f)
{
	pthread_mutex_lock(&it->lock);
	it->ring[it->put++] = f;
	pthread_mutex_unlock(&it->lock);
	sem_post(&it->ready);
}

void ac_future_set(ac_future *f, void *value)
{
	pthread_mutex_lock(&f->lock);
	f->value = value;
	f->done = true;
	for (struct node *n = f->nodes; n; n = n->next)
		give(n->iterator, f);
	pthread_mutex_unlock(&f->lock);
}

int ac_future_value(ac_future *f, void **value)
{
	bool done;

	pthread_mutex_lock(&f->lock);
	done = f->done;
	if (done)
		*value = f->value;
	pthread_mutex_unlock(&f->lock);
	return done ? 0 : AC_PENDING;
}

void ac_future_free(ac_future *f)
{
	if (!f)
		return;
	pthread_mutex_destroy(&f->lock);
	free(f);
}

static int by_address(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;

	return (x > y) - (x < y);
}

static void enter(ac *it, size_t i)
{
	ac_future *f = it->futures[i];
	struct node *n = &it->nodes[i];

	pthread_mutex_lock(&f->lock);
	n->iterator = it;
	n->previous = NULL;
	n->next = f->nodes;
	if (n->next)
		n->next->previous = n;
	f->nodes = n;
	if (f->done)
		give(it, f);
	pthread_mutex_unlock(&f->lock);
}

static void release(ac *it)
{
	free(it->nodes);
	free(it->futures);
	free(it->ring);
	free(it);
}

int ac_start(ac_future *const *futures, size_t n, long ms, ac **out)
{
	ac *it = calloc(1, sizeof *it);

	if (!it)
		return AC_NO_MEMORY;
	it->ring = calloc(n + 1, sizeof *it->ring);
	it->futures = calloc(n + 1, sizeof *it->futures);
	it->nodes = calloc(n + 1, sizeof *it->nodes);
	if (!it->ring || !it->futures || !it->nodes) {
		release(it);
		return AC_NO_MEMORY;
	}
	it->ms = ms;
	clock_gettime(CLOCK_REALTIME, &it->until);
	if (ms > 0) {
		it->until.tv_sec +=
			ms / 1000 +
			(it->until.tv_nsec + ms % 1000 * 1000000) / 1000000000;
		it->until.tv_nsec =
			(it->until.tv_nsec + ms % 1000 * 1000000) % 1000000000;
	}
	pthread_mutex_init(&it->lock, NULL);
	sem_init(&it->ready, 0, 0);
	if (n > 0) {
		memcpy(it->futures, futures, n * sizeof *futures);
		qsort(it->futures, n, sizeof *it->futures, by_address);
	}
	for (size_t i = 0; i < n; i++)
		if (i == 0 || it->futures[i] != it->futures[it->count - 1])
			it->futures[it->count++] = it->futures[i];
	for (size_t i = 0; i < it->count; i++)
		enter(it, i);
	*out = it;
	return 0;
}

int ac_next(ac *it, ac_future **out)
{
	int failed;

	if (it->came == it->count)
		return AC_END;
	do
		failed = sem_trywait(&it->ready) == 0 ? 0
			 : it->ms < 0		      ? sem_wait(&it->ready)
				      : sem_timedwait(&it->ready, &it->until);
	while (failed && errno == EINTR);
	if (failed)
		return AC_TIMEOUT;
	pthread_mutex_lock(&it->lock);
	*out = it->ring[it->came++];
	pthread_mutex_unlock(&it->lock);
	return 0;
}

void ac_free(ac *it)
{
	if (!it)
		return;
	for (size_t i = 0; i < it->count; i++) {
		ac_future *f = it->futures[i];
		struct node *n = &it->nodes[i];

		pthread_mutex_lock(&f->lock);
		if (n->previous)
			n->previous->next = n->next;
		else
			f->nodes = n->next;
		if (n->next)
			n->next->previous = n->previous;
		pthread_mutex_unlock(&f->lock);
	}
	sem_destroy(&it->ready);
	pthread_mutex_destroy(&it->lock);
	release(it);
}
