/* SPDX-License-Identifier: MIT */
/* A semaphore counts what there is for workers to do: a task, or the news that it is closed.
 * Another one is the door for those who join.
 */
#include "pool.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

struct node {
	struct node *next;
	pool_task *call;
	void *arg;
};

struct pool {
	size_t workers;
	size_t left;
	int closed;
	pthread_mutex_t mutex;
	sem_t things;
	sem_t over;
	struct node *oldest;
	struct node *newest;
	pthread_t ids[];
};

static _Thread_local pool *home;

static void take_one(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		;
}

static void *worker(void *argument)
{
	pool *p = argument;
	size_t left;

	home = p;
	for (;;) {
		struct node *node;

		take_one(&p->things);
		pthread_mutex_lock(&p->mutex);
		node = p->oldest;
		if (node != NULL)
			p->oldest = node->next;
		pthread_mutex_unlock(&p->mutex);
		if (node == NULL)
			break;
		node->call(node->arg);
		free(node);
	}
	pthread_mutex_lock(&p->mutex);
	left = --p->left;
	pthread_mutex_unlock(&p->mutex);
	if (left == 0)
		sem_post(&p->over);
	return NULL;
}

static void clear(pool *p, size_t threads)
{
	pool_close(p);
	for (size_t i = 0; i < threads; i++)
		pthread_join(p->ids[i], NULL);
	sem_destroy(&p->over);
	sem_destroy(&p->things);
	pthread_mutex_destroy(&p->mutex);
	free(p);
}

int pool_new(size_t workers, pool **out)
{
	pool *p;

	if (workers == 0)
		return POOL_INVALID;
	p = calloc(1, sizeof *p + workers * sizeof p->ids[0]);
	if (p == NULL)
		return POOL_NO_MEMORY;
	p->workers = p->left = workers;
	pthread_mutex_init(&p->mutex, NULL);
	sem_init(&p->things, 0, 0);
	sem_init(&p->over, 0, 0);
	for (size_t i = 0; i < workers; i++) {
		if (pthread_create(&p->ids[i], NULL, worker, p) != 0) {
			clear(p, i);
			return POOL_NO_THREAD;
		}
	}
	*out = p;
	return 0;
}

int pool_add(pool *p, pool_task *call, void *arg)
{
	struct node *node = malloc(sizeof *node);
	int closed;

	if (node == NULL)
		return POOL_NO_MEMORY;
	*node = (struct node){NULL, call, arg};
	pthread_mutex_lock(&p->mutex);
	closed = p->closed;
	if (!closed) {
		if (p->oldest == NULL)
			p->oldest = node;
		else
			p->newest->next = node;
		p->newest = node;
		sem_post(&p->things);
	}
	pthread_mutex_unlock(&p->mutex);
	if (closed)
		free(node);
	return closed ? POOL_CLOSED : 0;
}

void pool_close(pool *p)
{
	pthread_mutex_lock(&p->mutex);
	/* One for each worker, after all tasks. */
	for (size_t i = 0; !p->closed && i < p->workers; i++)
		sem_post(&p->things);
	p->closed = 1;
	pthread_mutex_unlock(&p->mutex);
}

int pool_join(pool *p)
{
	int closed;

	if (home == p)
		return POOL_SELF;
	pthread_mutex_lock(&p->mutex);
	closed = p->closed;
	pthread_mutex_unlock(&p->mutex);
	if (!closed)
		return POOL_OPEN;
	take_one(&p->over);
	sem_post(&p->over);
	return 0;
}

void pool_free(pool *p)
{
	if (p != NULL)
		clear(p, p->workers);
}
