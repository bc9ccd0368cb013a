/* SPDX-License-Identifier: MIT */
/* cancel - a list of futures, one mutex, a condition for the workers and one for each future.
 */
#include "cancel.h"

#include <pthread.h>
#include <stdlib.h>

/* Locking discipline
 *
 *   lock, of the executor, guards all fields below it, and those of all its futures.  It is a
 *   leaf: no task runs under it.
 *   I1  a future leaves CX_PENDING once: a worker makes it CX_RUNNING, or somebody CX_CANCELLED.
 *   I2  a cancelled future may still be in the list: the worker that meets it drops it.
 *   I3  the list has one reference to a future, then the worker that took it; its user has one.
 */
struct cx_future {
	cx_executor *ex;
	cx_function *fn;
	void *argument;
	void *result;
	int state;
	int references;
	cx_future *next;
	pthread_cond_t settled;
};

struct cx_executor {
	pthread_t *threads;
	int workers;
	pthread_mutex_t lock;
	pthread_cond_t work; /* something came, or nothing comes any more */
	cx_future *first;
	cx_future **end; /* where the next future goes */
	bool closed;
};

/* Requires the lock. */
static void drop(cx_future *f)
{
	if (--f->references > 0)
		return;
	pthread_cond_destroy(&f->settled);
	free(f);
}

/* Requires the lock. */
static void change(cx_future *f, int state)
{
	f->state = state;
	pthread_cond_broadcast(&f->settled);
}

/* The next that is to be run; NULL when nothing comes any more.  Requires the lock. */
static cx_future *next(cx_executor *ex)
{
	for (;;) {
		cx_future *f;

		while (ex->first == NULL && !ex->closed)
			pthread_cond_wait(&ex->work, &ex->lock);
		f = ex->first;
		if (f == NULL)
			return NULL;
		ex->first = f->next;
		if (ex->first == NULL)
			ex->end = &ex->first;
		if (f->state == CX_PENDING)
			return f;
		drop(f);
	}
}

static void *worker(void *argument)
{
	cx_executor *ex = argument;
	cx_future *f;

	pthread_mutex_lock(&ex->lock);
	while ((f = next(ex)) != NULL) {
		void *result;

		/* It is still pending: since next has looked the lock was held. */
		f->state = CX_RUNNING;
		pthread_mutex_unlock(&ex->lock);
		result = f->fn(f->argument);
		pthread_mutex_lock(&ex->lock);
		f->result = result;
		change(f, CX_FINISHED);
		drop(f);
	}
	pthread_mutex_unlock(&ex->lock);
	return NULL;
}

void cx_free(cx_executor *ex)
{
	if (ex == NULL)
		return;
	cx_shutdown(ex, false);
	for (int i = 0; i < ex->workers; i++)
		pthread_join(ex->threads[i], NULL);
	pthread_cond_destroy(&ex->work);
	pthread_mutex_destroy(&ex->lock);
	free(ex->threads);
	free(ex);
}

int cx_new(int workers, cx_executor **out)
{
	cx_executor *ex;

	if (workers < 1)
		return CX_INVALID;
	ex = calloc(1, sizeof *ex);
	if (ex == NULL)
		return CX_NO_MEMORY;
	ex->threads = calloc((size_t)workers, sizeof *ex->threads);
	if (ex->threads == NULL) {
		free(ex);
		return CX_NO_MEMORY;
	}
	/* Without attributes these two cannot fail on Linux. */
	pthread_mutex_init(&ex->lock, NULL);
	pthread_cond_init(&ex->work, NULL);
	ex->end = &ex->first;
	while (ex->workers < workers) {
		if (pthread_create(&ex->threads[ex->workers], NULL, worker, ex) != 0) {
			/* Ends those that are there. */
			cx_free(ex);
			return CX_NO_THREAD;
		}
		ex->workers++;
	}
	*out = ex;
	return 0;
}

int cx_submit(cx_executor *ex, cx_function *fn, void *argument, cx_future **out)
{
	cx_future *f = calloc(1, sizeof *f);

	if (f == NULL)
		return CX_NO_MEMORY;
	f->ex = ex;
	f->fn = fn;
	f->argument = argument;
	f->state = CX_PENDING;
	f->references = 2;
	pthread_cond_init(&f->settled, NULL);
	pthread_mutex_lock(&ex->lock);
	if (ex->closed) {
		pthread_mutex_unlock(&ex->lock);
		pthread_cond_destroy(&f->settled);
		free(f);
		return CX_CLOSED;
	}
	*ex->end = f;
	ex->end = &f->next;
	*out = f;
	pthread_cond_signal(&ex->work);
	pthread_mutex_unlock(&ex->lock);
	return 0;
}

int cx_cancel(cx_future *f)
{
	int code = 0;

	pthread_mutex_lock(&f->ex->lock);
	if (f->state == CX_PENDING)
		change(f, CX_CANCELLED);
	else if (f->state != CX_CANCELLED)
		code = f->state;
	pthread_mutex_unlock(&f->ex->lock);
	return code;
}

int cx_state(cx_future *f)
{
	int state;

	pthread_mutex_lock(&f->ex->lock);
	state = f->state;
	pthread_mutex_unlock(&f->ex->lock);
	return state;
}

int cx_wait(cx_future *f, void **result)
{
	int code = CX_CANCELLED;

	pthread_mutex_lock(&f->ex->lock);
	while (f->state == CX_PENDING || f->state == CX_RUNNING)
		pthread_cond_wait(&f->settled, &f->ex->lock);
	if (f->state == CX_FINISHED) {
		*result = f->result;
		code = 0;
	}
	pthread_mutex_unlock(&f->ex->lock);
	return code;
}

void cx_release(cx_future *f)
{
	cx_executor *ex;

	if (f == NULL)
		return;
	ex = f->ex;
	pthread_mutex_lock(&ex->lock);
	drop(f);
	pthread_mutex_unlock(&ex->lock);
}

void cx_shutdown(cx_executor *ex, bool cancel_pending)
{
	pthread_mutex_lock(&ex->lock);
	ex->closed = true;
	for (cx_future *f = ex->first; cancel_pending && f != NULL; f = f->next)
		if (f->state == CX_PENDING)
			change(f, CX_CANCELLED);
	pthread_cond_broadcast(&ex->work);
	pthread_mutex_unlock(&ex->lock);
}
