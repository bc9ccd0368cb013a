/* SPDX-License-Identifier: MIT */
/* submit - a monitor in C11's own threads; the task is a node of its own, beside the future.
 */
#include "submit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct ex_future {
	mtx_t monitor;
	cnd_t news;
	bool settled, released;
	int error;
	void *result;
	void *copy;
};

struct job {
	struct job *next;
	ex_task *task;
	ex_future *future;
};

struct ex {
	mtx_t monitor;
	cnd_t news;
	struct job *head, **tail;
	bool closing;
	size_t threads;
	thrd_t thread[];
};

static void destroy(ex_future *f)
{
	cnd_destroy(&f->news);
	mtx_destroy(&f->monitor);
	free(f->copy);
	free(f);
}

static void finish(ex_future *f, int error, void *result)
{
	bool mine;

	mtx_lock(&f->monitor);
	f->settled = true;
	f->error = error;
	f->result = result;
	mine = f->released;
	cnd_broadcast(&f->news);
	mtx_unlock(&f->monitor);
	if (mine)
		destroy(f);
}

void ex_release(ex_future *f)
{
	bool mine;

	if (f == NULL)
		return;
	mtx_lock(&f->monitor);
	f->released = true;
	mine = f->settled;
	mtx_unlock(&f->monitor);
	if (mine)
		destroy(f);
}

int ex_result(ex_future *f, void **result, int *error)
{
	int got;

	mtx_lock(&f->monitor);
	while (!f->settled)
		cnd_wait(&f->news, &f->monitor);
	got = f->error;
	mtx_unlock(&f->monitor);
	if (got != 0) {
		*error = got;
		return EX_FAILED;
	}
	*result = f->result;
	return 0;
}

static int work(void *argument)
{
	ex *e = argument;

	mtx_lock(&e->monitor);
	for (;;) {
		struct job *job = e->head;
		void *result = NULL;
		int error;

		if (job == NULL && e->closing)
			break;
		if (job == NULL) {
			cnd_wait(&e->news, &e->monitor);
			continue;
		}
		e->head = job->next;
		if (e->head == NULL)
			e->tail = &e->head;
		mtx_unlock(&e->monitor);
		error = job->task(job->future->copy, &result);
		finish(job->future, error, result);
		free(job);
		mtx_lock(&e->monitor);
	}
	mtx_unlock(&e->monitor);
	return 0;
}

int ex_submit(ex *e, ex_task *task, const void *argument, size_t size, ex_future **out)
{
	struct job *job = malloc(sizeof *job);
	ex_future *f = calloc(1, sizeof *f);
	void *copy = malloc(size + (size == 0));
	bool refused;

	if (job == NULL || f == NULL || copy == NULL) {
		free(copy);
		free(f);
		free(job);
		return EX_NO_MEMORY;
	}
	if (size != 0)
		memcpy(copy, argument, size);
	mtx_init(&f->monitor, mtx_plain);
	cnd_init(&f->news);
	f->copy = copy;
	*job = (struct job){NULL, task, f};
	mtx_lock(&e->monitor);
	refused = e->closing;
	if (!refused) {
		*e->tail = job;
		e->tail = &job->next;
		cnd_signal(&e->news);
	}
	mtx_unlock(&e->monitor);
	if (refused) {
		free(job);
		destroy(f);
		return EX_SHUTDOWN;
	}
	*out = f;
	/* cppcheck-suppress memleak; the job is in the list */
	return 0;
}

void ex_shutdown(ex *e)
{
	mtx_lock(&e->monitor);
	e->closing = true;
	cnd_broadcast(&e->news);
	mtx_unlock(&e->monitor);
	for (; e->threads > 0; e->threads--)
		thrd_join(e->thread[e->threads - 1], NULL);
}

void ex_free(ex *e)
{
	if (e == NULL)
		return;
	ex_shutdown(e);
	cnd_destroy(&e->news);
	mtx_destroy(&e->monitor);
	free(e);
}

int ex_new(size_t workers, ex **out)
{
	ex *e;

	if (workers < 1)
		return EX_INVALID;
	e = calloc(1, sizeof *e + workers * sizeof e->thread[0]);
	if (e == NULL)
		return EX_NO_MEMORY;
	e->tail = &e->head;
	mtx_init(&e->monitor, mtx_plain);
	cnd_init(&e->news);
	while (e->threads < workers) {
		if (thrd_create(&e->thread[e->threads], work, e) != thrd_success) {
			ex_free(e);
			return EX_NO_THREAD;
		}
		e->threads++;
	}
	*out = e;
	return 0;
}
