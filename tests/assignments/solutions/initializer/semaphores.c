/* SPDX-License-Identifier: MIT */
/* A pool without mutex and condition: a semaphore is the lock, one counts reasons for a worker to
 * get up, and each task has one that lets through all who wait for it, one after another.
 */
#include "initializer.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

enum state { PENDING, DONE, FAILED };

struct ip_task {
	ip *pool;
	void *(*work)(void *argument);
	void *argument;
	void *result;
	enum state state;
	int holders; /* the pool and the caller */
	sem_t settled;
	ip_task *next;
};

struct ip {
	int (*initializer)(void *argument);
	void *argument;
	sem_t lock;
	sem_t calls; /* tasks in the list, and after the end one for each worker */
	size_t workers;
	size_t joined;
	int refusal;
	int closed;
	ip_task *first;
	ip_task *newest;
	pthread_t *threads;
};

static void drop(ip_task *task)
{
	if (--task->holders > 0)
		return;
	sem_destroy(&task->settled);
	free(task);
}

static void settle(ip_task *task, enum state state)
{
	task->state = state;
	sem_post(&task->settled);
	drop(task);
}

static ip_task *take(ip *p)
{
	ip_task *task = p->first;

	if (task != NULL)
		p->first = task->next;
	return task;
}

static void call_all(ip *p)
{
	for (size_t i = 0; i < p->workers; i++)
		sem_post(&p->calls);
}

static void fail(ip *p)
{
	ip_task *task;

	sem_wait(&p->lock);
	p->refusal = IP_BROKEN;
	while ((task = take(p)) != NULL)
		settle(task, FAILED);
	call_all(p);
	sem_post(&p->lock);
}

static void *worker(void *argument)
{
	ip *p = argument;

	if (p->initializer != NULL && p->initializer(p->argument) != 0) {
		fail(p);
		return NULL;
	}
	for (;;) {
		ip_task *task;

		sem_wait(&p->calls);
		sem_wait(&p->lock);
		task = take(p);
		sem_post(&p->lock);
		if (task == NULL)
			return NULL;
		task->result = task->work(task->argument);
		sem_wait(&p->lock);
		settle(task, DONE);
		sem_post(&p->lock);
	}
}

static void give_back(ip *p)
{
	sem_destroy(&p->calls);
	sem_destroy(&p->lock);
	free(p->threads);
	free(p);
}

int ip_new(size_t workers, int (*initializer)(void *argument), void *argument, ip **out)
{
	ip *p;

	if (workers == 0)
		return IP_INVALID;
	p = calloc(1, sizeof *p);
	if (p == NULL)
		return IP_NO_MEMORY;
	p->threads = calloc(workers, sizeof *p->threads);
	if (p->threads == NULL) {
		free(p);
		return IP_NO_MEMORY;
	}
	p->initializer = initializer;
	p->argument = argument;
	p->workers = workers;
	sem_init(&p->lock, 0, 1);
	sem_init(&p->calls, 0, 0);
	for (size_t i = 0; i < workers; i++) {
		if (pthread_create(&p->threads[i], NULL, worker, p) == 0)
			continue;
		call_all(p);
		while (i-- > 0)
			pthread_join(p->threads[i], NULL);
		give_back(p);
		return IP_NO_THREAD;
	}
	*out = p;
	return 0;
}

int ip_submit(ip *p, void *(*work)(void *argument), void *argument, ip_task **out)
{
	ip_task *task;

	sem_wait(&p->lock);
	if (p->refusal != 0) {
		int code = p->refusal;

		sem_post(&p->lock);
		return code;
	}
	task = malloc(sizeof *task);
	if (task == NULL) {
		sem_post(&p->lock);
		return IP_NO_MEMORY;
	}
	*task = (ip_task){.pool = p, .work = work, .argument = argument, .holders = 2};
	sem_init(&task->settled, 0, 0);
	if (p->first == NULL)
		p->first = task;
	else
		p->newest->next = task;
	p->newest = task;
	sem_post(&p->calls);
	sem_post(&p->lock);
	*out = task;
	return 0;
}

int ip_wait(ip_task *task, void **result)
{
	int code = 0;

	sem_wait(&task->settled);
	if (task->state == DONE)
		*result = task->result;
	else
		code = IP_BROKEN;
	sem_post(&task->settled);
	return code;
}

void ip_release(ip_task *task)
{
	ip *p;

	if (task == NULL)
		return;
	p = task->pool;
	sem_wait(&p->lock);
	drop(task);
	sem_post(&p->lock);
}

void ip_shutdown(ip *p)
{
	sem_wait(&p->lock);
	if (p->refusal == 0)
		p->refusal = IP_SHUTDOWN;
	if (!p->closed)
		call_all(p);
	p->closed = 1;
	sem_post(&p->lock);
	for (; p->joined < p->workers; p->joined++)
		pthread_join(p->threads[p->joined], NULL);
}

void ip_free(ip *p)
{
	if (p == NULL)
		return;
	ip_shutdown(p);
	give_back(p);
}
