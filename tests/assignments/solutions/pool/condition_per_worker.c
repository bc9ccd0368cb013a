/* SPDX-License-Identifier: MIT */
/* Each worker sleeps on a condition of its own, and is given a task by whoever adds one.  The
 * first who joins joins the threads, under a lock at which all others wait.
 */
#include "pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

struct item {
	pool_task *task;
	void *arg;
	struct item *next;
};

struct worker {
	pool *of;
	pthread_t id;
	pthread_cond_t wake;
	struct item *gift;
	struct worker *next_idle;
};

struct pool {
	size_t n;
	struct worker *workers;
	pthread_mutex_t lock;
	struct worker *idle;
	struct item *first, *last;
	atomic_bool closed;
	pthread_mutex_t joining;
	bool joined;
};

static _Thread_local struct worker *me;

/* Requires lock. */
static struct item *next_item(struct worker *w)
{
	pool *p = w->of;
	struct item *item = p->first;

	if (item != NULL) {
		p->first = item->next;
		return item;
	}
	if (p->closed)
		return NULL;
	w->gift = NULL;
	w->next_idle = p->idle;
	p->idle = w;
	/* Whoever wakes it takes it off the list of the idle first. */
	while (w->gift == NULL && !p->closed)
		pthread_cond_wait(&w->wake, &p->lock);
	return w->gift;
}

static void *live(void *argument)
{
	struct worker *w = argument;
	struct item *item;

	me = w;
	pthread_mutex_lock(&w->of->lock);
	while ((item = next_item(w)) != NULL) {
		pthread_mutex_unlock(&w->of->lock);
		item->task(item->arg);
		free(item);
		pthread_mutex_lock(&w->of->lock);
	}
	pthread_mutex_unlock(&w->of->lock);
	return NULL;
}

static void join_first(pool *p, size_t n)
{
	pthread_mutex_lock(&p->joining);
	for (size_t i = 0; !p->joined && i < n; i++)
		pthread_join(p->workers[i].id, NULL);
	p->joined = true;
	pthread_mutex_unlock(&p->joining);
}

static void discard(pool *p)
{
	for (size_t i = 0; i < p->n; i++)
		pthread_cond_destroy(&p->workers[i].wake);
	pthread_mutex_destroy(&p->joining);
	pthread_mutex_destroy(&p->lock);
	free(p->workers);
	free(p);
}

int pool_new(size_t workers, pool **out)
{
	pool *p = workers == 0 ? NULL : calloc(1, sizeof *p);

	if (workers == 0)
		return POOL_INVALID;
	if (p == NULL)
		return POOL_NO_MEMORY;
	p->workers = calloc(workers, sizeof *p->workers);
	if (p->workers == NULL) {
		free(p);
		return POOL_NO_MEMORY;
	}
	p->n = workers;
	pthread_mutex_init(&p->lock, NULL);
	pthread_mutex_init(&p->joining, NULL);
	for (size_t i = 0; i < workers; i++) {
		p->workers[i].of = p;
		pthread_cond_init(&p->workers[i].wake, NULL);
	}
	for (size_t i = 0; i < workers; i++) {
		struct worker *w = &p->workers[i];

		if (pthread_create(&w->id, NULL, live, w) == 0)
			continue;
		pool_close(p);
		join_first(p, i);
		discard(p);
		return POOL_NO_THREAD;
	}
	*out = p;
	return 0;
}

int pool_add(pool *p, pool_task *task, void *arg)
{
	struct item *item;
	int code = 0;

	if (p->closed)
		return POOL_CLOSED;
	item = calloc(1, sizeof *item);
	if (item == NULL)
		return POOL_NO_MEMORY;
	item->task = task;
	item->arg = arg;
	pthread_mutex_lock(&p->lock);
	if (p->closed) {
		free(item);
		code = POOL_CLOSED;
	} else if (p->idle != NULL) {
		struct worker *w = p->idle;

		p->idle = w->next_idle;
		w->gift = item;
		pthread_cond_signal(&w->wake);
	} else if (p->first == NULL) {
		p->first = p->last = item;
	} else {
		p->last->next = item;
		p->last = item;
	}
	pthread_mutex_unlock(&p->lock);
	return code;
}

void pool_close(pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->closed = true;
	for (struct worker *w = p->idle; w != NULL; w = w->next_idle)
		pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&p->lock);
}

int pool_join(pool *p)
{
	if (me != NULL && me->of == p)
		return POOL_SELF;
	if (!p->closed)
		return POOL_OPEN;
	join_first(p, p->n);
	return 0;
}

void pool_free(pool *p)
{
	if (p == NULL)
		return;
	pool_close(p);
	join_first(p, p->n);
	discard(p);
}
