/* SPDX-License-Identifier: MIT */
/* A pool whose tasks settle by an atomic word, and are counted by another; each has a lock and a
 * condition of its own to sleep on.  A worker that breaks the pool leaves the list to itself.
 */
#include "initializer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { PENDING, DONE, FAILED };

struct ip_task {
	void *(*work)(void *argument);
	void *argument;
	void *result;
	atomic_int state;
	atomic_int holders;
	pthread_mutex_t lock;
	pthread_cond_t settled;
	ip_task *next;
};

struct ip {
	int (*initializer)(void *argument);
	void *argument;
	pthread_mutex_t lock;
	pthread_cond_t news;
	int refusal; /* of submit */
	ip_task *first;
	ip_task **last;
	size_t workers;
	pthread_t threads[];
};

void ip_release(ip_task *task)
{
	if (task == NULL || atomic_fetch_sub(&task->holders, 1) > 1)
		return;
	pthread_cond_destroy(&task->settled);
	pthread_mutex_destroy(&task->lock);
	free(task);
}

static void settle(ip_task *task, int state)
{
	pthread_mutex_lock(&task->lock);
	atomic_store(&task->state, state);
	pthread_cond_broadcast(&task->settled);
	pthread_mutex_unlock(&task->lock);
	ip_release(task);
}

static void break_pool(ip *p)
{
	ip_task *mine;

	pthread_mutex_lock(&p->lock);
	p->refusal = IP_BROKEN;
	mine = p->first;
	p->first = NULL;
	pthread_cond_broadcast(&p->news);
	pthread_mutex_unlock(&p->lock);
	while (mine != NULL) {
		ip_task *task = mine;

		mine = task->next;
		settle(task, FAILED);
	}
}

static ip_task *next_task(ip *p)
{
	ip_task *task;

	pthread_mutex_lock(&p->lock);
	while (p->first == NULL && p->refusal == 0)
		pthread_cond_wait(&p->news, &p->lock);
	task = p->first;
	if (task != NULL) {
		p->first = task->next;
		if (p->first == NULL)
			p->last = &p->first;
	}
	pthread_mutex_unlock(&p->lock);
	return task;
}

static void *worker(void *argument)
{
	ip *p = argument;
	ip_task *task;

	if (p->initializer != NULL && p->initializer(p->argument) != 0)
		break_pool(p);
	while ((task = next_task(p)) != NULL) {
		task->result = task->work(task->argument);
		settle(task, DONE);
	}
	return NULL;
}

int ip_new(size_t workers, int (*initializer)(void *argument), void *argument, ip **out)
{
	ip *p;

	if (workers == 0)
		return IP_INVALID;
	p = malloc(sizeof *p + workers * sizeof p->threads[0]);
	if (p == NULL)
		return IP_NO_MEMORY;
	*p = (ip){.initializer = initializer, .argument = argument, .last = &p->first};
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->news, NULL);
	for (; p->workers < workers; p->workers++)
		if (pthread_create(&p->threads[p->workers], NULL, worker, p) != 0) {
			ip_free(p);
			return IP_NO_THREAD;
		}
	*out = p;
	return 0;
}

int ip_submit(ip *p, void *(*work)(void *argument), void *argument, ip_task **out)
{
	ip_task *task;
	int code;

	pthread_mutex_lock(&p->lock);
	code = p->refusal;
	if (code == 0) {
		task = calloc(1, sizeof *task);
		if (task == NULL) {
			code = IP_NO_MEMORY;
		} else {
			task->work = work;
			task->argument = argument;
			atomic_init(&task->holders, 2);
			pthread_mutex_init(&task->lock, NULL);
			pthread_cond_init(&task->settled, NULL);
			*p->last = task;
			p->last = &task->next;
			*out = task;
			pthread_cond_signal(&p->news);
		}
	}
	pthread_mutex_unlock(&p->lock);
	return code;
}

int ip_wait(ip_task *task, void **result)
{
	if (atomic_load(&task->state) == PENDING) {
		pthread_mutex_lock(&task->lock);
		while (atomic_load(&task->state) == PENDING)
			pthread_cond_wait(&task->settled, &task->lock);
		pthread_mutex_unlock(&task->lock);
	}
	if (atomic_load(&task->state) == FAILED)
		return IP_BROKEN;
	*result = task->result;
	return 0;
}

void ip_shutdown(ip *p)
{
	pthread_mutex_lock(&p->lock);
	if (p->refusal == 0)
		p->refusal = IP_SHUTDOWN;
	pthread_cond_broadcast(&p->news);
	pthread_mutex_unlock(&p->lock);
	while (p->workers > 0)
		pthread_join(p->threads[--p->workers], NULL);
}

void ip_free(ip *p)
{
	if (p == NULL)
		return;
	ip_shutdown(p);
	pthread_cond_destroy(&p->news);
	pthread_mutex_destroy(&p->lock);
	free(p);
}
