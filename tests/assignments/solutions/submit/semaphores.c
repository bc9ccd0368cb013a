/* SPDX-License-Identifier: MIT */
/* submit - semaphores only: one counts the tasks, one is a turnstile in each future, and an empty
 * task tells a worker to go home.
 */
#include "submit.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

struct ex_future {
	ex_future *next;
	ex_task *task;
	void *copy;
	sem_t ended; /* 1 when it has */
	sem_t key;   /* 1: nobody is at gone */
	int gone;    /* of the two, caller and worker */
	int error;
	void *result;
};

struct ex {
	sem_t tasks;
	sem_t key;
	ex_future *front, *back;
	int closed;
	size_t workers;
	pthread_t *ids;
	ex_future *goodbyes; /* one a worker, made in advance */
};

static void down(sem_t *s)
{
	while (sem_wait(s) != 0)
		;
}

static void part(ex_future *f)
{
	int last;

	down(&f->key);
	last = ++f->gone == 2;
	sem_post(&f->key);
	if (!last)
		return;
	sem_destroy(&f->ended);
	sem_destroy(&f->key);
	free(f->copy);
	free(f);
}

/* Requires e->key. */
static void append(ex *e, ex_future *f)
{
	if (e->back != NULL)
		e->back->next = f;
	else
		e->front = f;
	e->back = f;
	sem_post(&e->tasks);
}

static void *serve(void *argument)
{
	ex *e = argument;

	for (;;) {
		ex_future *f;

		down(&e->tasks);
		down(&e->key);
		f = e->front;
		e->front = f->next;
		if (e->front == NULL)
			e->back = NULL;
		sem_post(&e->key);
		if (f->task == NULL)
			return NULL;
		f->error = f->task(f->copy, &f->result);
		sem_post(&f->ended);
		part(f);
	}
}

int ex_submit(ex *e, ex_task *task, const void *argument, size_t size, ex_future **out)
{
	ex_future *f = calloc(1, sizeof *f);
	int code = 0;

	if (f == NULL)
		return EX_NO_MEMORY;
	if (size > 0 && (f->copy = malloc(size)) == NULL) {
		free(f);
		return EX_NO_MEMORY;
	}
	if (size > 0)
		memcpy(f->copy, argument, size);
	f->task = task;
	sem_init(&f->ended, 0, 0);
	sem_init(&f->key, 0, 1);
	down(&e->key);
	if (e->closed)
		code = EX_SHUTDOWN;
	else
		append(e, f);
	sem_post(&e->key);
	if (code == 0) {
		*out = f;
	} else {
		part(f);
		part(f);
	}
	return code;
}

int ex_result(ex_future *f, void **result, int *error)
{
	down(&f->ended);
	sem_post(&f->ended);
	if (f->error != 0) {
		*error = f->error;
		return EX_FAILED;
	}
	*result = f->result;
	return 0;
}

void ex_release(ex_future *f)
{
	if (f != NULL)
		part(f);
}

void ex_shutdown(ex *e)
{
	int first;

	down(&e->key);
	first = !e->closed;
	e->closed = 1;
	for (size_t i = 0; first && i < e->workers; i++)
		append(e, &e->goodbyes[i]);
	sem_post(&e->key);
	for (size_t i = 0; first && i < e->workers; i++)
		pthread_join(e->ids[i], NULL);
}

void ex_free(ex *e)
{
	if (e == NULL)
		return;
	ex_shutdown(e);
	sem_destroy(&e->tasks);
	sem_destroy(&e->key);
	free(e->goodbyes);
	free(e->ids);
	free(e);
}

int ex_new(size_t workers, ex **out)
{
	ex *e = calloc(1, sizeof *e);
	pthread_t *ids = calloc(workers, sizeof *ids);
	ex_future *goodbyes = calloc(workers, sizeof *goodbyes);

	if (workers == 0 || e == NULL || ids == NULL || goodbyes == NULL) {
		free(goodbyes);
		free(ids);
		free(e);
		return workers == 0 ? EX_INVALID : EX_NO_MEMORY;
	}
	e->ids = ids;
	e->goodbyes = goodbyes;
	sem_init(&e->tasks, 0, 0);
	sem_init(&e->key, 0, 1);
	for (size_t i = 0; i < workers; i++, e->workers++)
		if (pthread_create(&ids[i], NULL, serve, e) != 0) {
			ex_free(e);
			return EX_NO_THREAD;
		}
	*out = e;
	return 0;
}
