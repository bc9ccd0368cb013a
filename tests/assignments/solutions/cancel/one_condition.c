/* SPDX-License-Identifier: MIT */
/* cancel - a monitor: one lock, one condition for everybody, and broadcasts. */
#include "cancel.h"

#include <pthread.h>
#include <stdlib.h>

struct cx_future {
	struct cx_executor *home;
	struct cx_future *older;
	cx_function *fn;
	void *argument, *result;
	int state;
	bool released;
};

/* All futures that are not settled, or not released, are in one list, the newest first. */
struct cx_executor {
	pthread_mutex_t monitor;
	pthread_cond_t changed;
	struct cx_future *newest;
	pthread_t *thread;
	int threads;
	bool closed;
};

static void enter(struct cx_executor *ex)
{
	pthread_mutex_lock(&ex->monitor);
}

static void leave(struct cx_executor *ex)
{
	pthread_mutex_unlock(&ex->monitor);
}

static void set(struct cx_future *f, int state)
{
	f->state = state;
	pthread_cond_broadcast(&f->home->changed);
}

/* Frees what nobody needs. */
static void sweep(struct cx_executor *ex)
{
	struct cx_future **at = &ex->newest;

	while (*at != NULL) {
		struct cx_future *f = *at;

		if (f->released &&
		    (f->state == CX_FINISHED || f->state == CX_CANCELLED)) {
			*at = f->older;
			free(f);
		} else {
			at = &f->older;
		}
	}
}

static struct cx_future *oldest_pending(const struct cx_executor *ex)
{
	struct cx_future *found = NULL;

	for (struct cx_future *f = ex->newest; f != NULL; f = f->older)
		if (f->state == CX_PENDING)
			found = f;
	return found;
}

static void *serve(void *argument)
{
	struct cx_executor *ex = argument;
	struct cx_future *f;

	enter(ex);
	while ((f = oldest_pending(ex)) != NULL || !ex->closed) {
		if (f == NULL) {
			pthread_cond_wait(&ex->changed, &ex->monitor);
			continue;
		}
		set(f, CX_RUNNING);
		leave(ex);
		f->result = f->fn(f->argument);
		enter(ex);
		set(f, CX_FINISHED);
		sweep(ex);
	}
	leave(ex);
	return NULL;
}

int cx_new(int workers, cx_executor **out)
{
	struct cx_executor *ex;
	int code = CX_NO_MEMORY;

	if (workers < 1)
		return CX_INVALID;
	ex = calloc(1, sizeof *ex);
	if (ex == NULL)
		return code;
	pthread_mutex_init(&ex->monitor, NULL);
	pthread_cond_init(&ex->changed, NULL);
	ex->thread = calloc((size_t)workers, sizeof *ex->thread);
	if (ex->thread == NULL)
		goto fail;
	code = CX_NO_THREAD;
	for (; ex->threads < workers; ex->threads++)
		if (pthread_create(&ex->thread[ex->threads], NULL, serve, ex) != 0)
			goto fail;
	*out = ex;
	return 0;
fail:
	cx_free(ex);
	return code;
}

int cx_submit(cx_executor *ex, cx_function *fn, void *argument, cx_future **out)
{
	struct cx_future *f;
	int code = CX_CLOSED;

	enter(ex);
	if (!ex->closed) {
		f = calloc(1, sizeof *f);
		code = f == NULL ? CX_NO_MEMORY : 0;
	}
	if (code == 0) {
		f->home = ex;
		f->fn = fn;
		f->argument = argument;
		f->older = ex->newest;
		ex->newest = f;
		set(f, CX_PENDING);
		*out = f;
	}
	leave(ex);
	return code;
}

int cx_cancel(cx_future *f)
{
	int state;

	enter(f->home);
	if (f->state == CX_PENDING)
		set(f, CX_CANCELLED);
	state = f->state;
	leave(f->home);
	return state == CX_CANCELLED ? 0 : state;
}

int cx_state(cx_future *f)
{
	int state;

	enter(f->home);
	state = f->state;
	leave(f->home);
	return state;
}

int cx_wait(cx_future *f, void **result)
{
	int state;

	enter(f->home);
	while (f->state != CX_FINISHED && f->state != CX_CANCELLED)
		pthread_cond_wait(&f->home->changed, &f->home->monitor);
	state = f->state;
	if (state == CX_FINISHED)
		*result = f->result;
	leave(f->home);
	return state == CX_FINISHED ? 0 : CX_CANCELLED;
}

void cx_release(cx_future *f)
{
	struct cx_executor *ex;

	if (f == NULL)
		return;
	ex = f->home;
	enter(ex);
	f->released = true;
	sweep(ex);
	leave(ex);
}

void cx_shutdown(cx_executor *ex, bool cancel_pending)
{
	enter(ex);
	ex->closed = true;
	for (struct cx_future *f = ex->newest; f != NULL; f = f->older)
		if (cancel_pending && f->state == CX_PENDING)
			set(f, CX_CANCELLED);
	sweep(ex);
	pthread_cond_broadcast(&ex->changed);
	leave(ex);
}

void cx_free(cx_executor *ex)
{
	if (ex == NULL)
		return;
	cx_shutdown(ex, false);
	for (int i = 0; i < ex->threads; i++)
		pthread_join(ex->thread[i], NULL);
	pthread_cond_destroy(&ex->changed);
	pthread_mutex_destroy(&ex->monitor);
	free(ex->thread);
	free(ex);
}
