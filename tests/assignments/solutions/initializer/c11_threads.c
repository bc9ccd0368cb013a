/* SPDX-License-Identifier: MIT */
/* A pool of C11's threads that never walks its list when it breaks: who waits for a task looks
 * whether the pool is broken, too, and what never began is freed at the end.
 */
#include "initializer.h"

#include <stdlib.h>
#include <threads.h>

struct ip_task {
	ip *pool;
	void *(*work)(void *argument);
	void *argument;
	void *result;
	enum { WAITING, BEGUN, ENDED } state;
	int wanted;
	ip_task *next;
};

struct member {
	thrd_t thread;
	struct member *next;
};

struct ip {
	mtx_t monitor;
	cnd_t changed; /* anything */
	int (*initializer)(void *argument);
	void *argument;
	int broken;
	int closed;
	ip_task *queue;
	struct member *members;
};

static ip_task *next_task(ip *p)
{
	ip_task *task;

	while (p->queue == NULL && !p->closed && !p->broken)
		cnd_wait(&p->changed, &p->monitor);
	if (p->queue == NULL || p->broken)
		return NULL;
	task = p->queue;
	p->queue = task->next;
	task->state = BEGUN;
	return task;
}

static int worker(void *argument)
{
	ip *p = argument;
	ip_task *task;
	int failed = p->initializer != NULL ? p->initializer(p->argument) : 0;

	mtx_lock(&p->monitor);
	if (failed) {
		p->broken = 1;
		cnd_broadcast(&p->changed);
	}
	while ((task = next_task(p)) != NULL) {
		mtx_unlock(&p->monitor);
		task->result = task->work(task->argument);
		mtx_lock(&p->monitor);
		task->state = ENDED;
		if (!task->wanted)
			free(task);
		cnd_broadcast(&p->changed);
	}
	mtx_unlock(&p->monitor);
	return 0;
}

static int add_member(ip *p)
{
	struct member *member = malloc(sizeof *member);

	if (member == NULL)
		return IP_NO_MEMORY;
	if (thrd_create(&member->thread, worker, p) != thrd_success) {
		free(member);
		return IP_NO_THREAD;
	}
	member->next = p->members;
	p->members = member;
	return 0;
}

int ip_new(size_t workers, int (*initializer)(void *argument), void *argument, ip **out)
{
	ip *p;

	if (workers == 0)
		return IP_INVALID;
	p = malloc(sizeof *p);
	if (p == NULL)
		return IP_NO_MEMORY;
	*p = (ip){.initializer = initializer, .argument = argument};
	mtx_init(&p->monitor, mtx_plain);
	cnd_init(&p->changed);
	for (size_t i = 0; i < workers; i++) {
		int code = add_member(p);

		if (code != 0) {
			ip_free(p);
			return code;
		}
	}
	*out = p;
	return 0;
}

static int put(ip *p, ip_task *task)
{
	ip_task **end = &p->queue;

	if (p->broken)
		return IP_BROKEN;
	if (p->closed)
		return IP_SHUTDOWN;
	while (*end != NULL)
		end = &(*end)->next;
	*end = task;
	cnd_broadcast(&p->changed);
	return 0;
}

int ip_submit(ip *p, void *(*work)(void *argument), void *argument, ip_task **out)
{
	ip_task *task = malloc(sizeof *task);
	int code;

	if (task == NULL)
		return IP_NO_MEMORY;
	*task = (ip_task){.pool = p, .work = work, .argument = argument, .wanted = 1};
	mtx_lock(&p->monitor);
	code = put(p, task);
	mtx_unlock(&p->monitor);
	if (code == 0)
		*out = task;
	else
		free(task);
	return code;
}

int ip_wait(ip_task *task, void **result)
{
	ip *p = task->pool;
	int ended;

	mtx_lock(&p->monitor);
	while (task->state != ENDED && (task->state == BEGUN || !p->broken))
		cnd_wait(&p->changed, &p->monitor);
	ended = task->state == ENDED;
	mtx_unlock(&p->monitor);
	if (!ended)
		return IP_BROKEN;
	*result = task->result;
	return 0;
}

void ip_release(ip_task *task)
{
	ip *p;

	if (task == NULL)
		return;
	p = task->pool;
	mtx_lock(&p->monitor);
	task->wanted = 0;
	if (task->state == ENDED)
		free(task);
	mtx_unlock(&p->monitor);
}

void ip_shutdown(ip *p)
{
	mtx_lock(&p->monitor);
	p->closed = 1;
	cnd_broadcast(&p->changed);
	mtx_unlock(&p->monitor);
	while (p->members != NULL) {
		struct member *member = p->members;

		thrd_join(member->thread, NULL);
		p->members = member->next;
		free(member);
	}
}

void ip_free(ip *p)
{
	if (p == NULL)
		return;
	ip_shutdown(p);
	while (p->queue != NULL) {
		ip_task *task = p->queue;

		p->queue = task->next;
		free(task);
	}
	cnd_destroy(&p->changed);
	mtx_destroy(&p->monitor);
	free(p);
}
