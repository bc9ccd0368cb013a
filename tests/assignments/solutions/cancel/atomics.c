/* SPDX-License-Identifier: MIT */
/* cancel - the state is an atomic word, and who wins it wins; semaphores to sleep on. */
#include "cancel.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

struct cx_future {
	atomic_int state;
	atomic_int holders; /* the executor and the user */
	sem_t over;	    /* who is woken by it wakes the next */
	cx_function *fn;
	void *argument;
	void *result;
	struct cx_future *next;
};

struct cx_executor {
	int workers;
	pthread_mutex_t lock; /* of the queue */
	sem_t tasks;	      /* as many as stand in the queue, and one for the end */
	cx_future *head, *tail;
	bool closed;
	pthread_t threads[];
};

static void leave(cx_future *f)
{
	if (atomic_fetch_sub(&f->holders, 1) > 1)
		return;
	sem_destroy(&f->over);
	free(f);
}

static bool become(cx_future *f, int from, int to)
{
	return atomic_compare_exchange_strong(&f->state, &from, to);
}

static void *work(void *argument)
{
	cx_executor *ex = argument;

	for (;;) {
		cx_future *f;

		while (sem_wait(&ex->tasks) != 0)
			;
		pthread_mutex_lock(&ex->lock);
		f = ex->head;
		if (f != NULL)
			ex->head = f->next;
		pthread_mutex_unlock(&ex->lock);
		if (f == NULL)
			break;
		if (become(f, CX_PENDING, CX_RUNNING)) {
			f->result = f->fn(f->argument);
			atomic_store(&f->state, CX_FINISHED);
			sem_post(&f->over);
		}
		leave(f);
	}
	/* Nothing left, and so it was closed: the next one may know it, too. */
	sem_post(&ex->tasks);
	return NULL;
}

int cx_new(int workers, cx_executor **out)
{
	cx_executor *ex;

	if (workers <= 0)
		return CX_INVALID;
	ex = malloc(sizeof *ex + (size_t)workers * sizeof ex->threads[0]);
	if (ex == NULL)
		return CX_NO_MEMORY;
	ex->workers = 0;
	ex->head = ex->tail = NULL;
	ex->closed = false;
	pthread_mutex_init(&ex->lock, NULL);
	sem_init(&ex->tasks, 0, 0);
	for (; ex->workers < workers; ex->workers++)
		if (pthread_create(&ex->threads[ex->workers], NULL, work, ex) != 0) {
			cx_free(ex);
			return CX_NO_THREAD;
		}
	*out = ex;
	return 0;
}

int cx_submit(cx_executor *ex, cx_function *fn, void *argument, cx_future **out)
{
	cx_future *f = malloc(sizeof *f);
	bool closed;

	if (f == NULL)
		return CX_NO_MEMORY;
	atomic_init(&f->state, CX_PENDING);
	atomic_init(&f->holders, 2);
	sem_init(&f->over, 0, 0);
	f->fn = fn;
	f->argument = argument;
	f->next = NULL;
	pthread_mutex_lock(&ex->lock);
	closed = ex->closed;
	if (!closed) {
		if (ex->head == NULL)
			ex->head = f;
		else
			ex->tail->next = f;
		ex->tail = f;
		sem_post(&ex->tasks);
	}
	pthread_mutex_unlock(&ex->lock);
	if (closed) {
		sem_destroy(&f->over);
		free(f);
		return CX_CLOSED;
	}
	*out = f;
	return 0;
}

int cx_cancel(cx_future *f)
{
	int was = CX_PENDING;

	if (atomic_compare_exchange_strong(&f->state, &was, CX_CANCELLED)) {
		sem_post(&f->over);
		return 0;
	}
	return was == CX_CANCELLED ? 0 : was;
}

int cx_state(cx_future *f)
{
	return atomic_load(&f->state);
}

int cx_wait(cx_future *f, void **result)
{
	int is = atomic_load(&f->state);

	if (is == CX_PENDING || is == CX_RUNNING) {
		while (sem_wait(&f->over) != 0)
			;
		sem_post(&f->over);
		is = atomic_load(&f->state);
	}
	if (is == CX_CANCELLED)
		return CX_CANCELLED;
	*result = f->result;
	return 0;
}

void cx_release(cx_future *f)
{
	if (f != NULL)
		leave(f);
}

void cx_shutdown(cx_executor *ex, bool cancel_pending)
{
	pthread_mutex_lock(&ex->lock);
	if (!ex->closed)
		sem_post(&ex->tasks);
	ex->closed = true;
	for (cx_future *f = cancel_pending ? ex->head : NULL; f != NULL; f = f->next)
		cx_cancel(f);
	pthread_mutex_unlock(&ex->lock);
}

void cx_free(cx_executor *ex)
{
	if (ex == NULL)
		return;
	cx_shutdown(ex, false);
	for (int i = 0; i < ex->workers; i++)
		pthread_join(ex->threads[i], NULL);
	sem_destroy(&ex->tasks);
	pthread_mutex_destroy(&ex->lock);
	free(ex);
}
