/* SPDX-License-Identifier: MIT */
/* cancel - C11's threads; each future has a lock of its own, and leaves the list when cancelled. */
#include "cancel.h"

#include <stdlib.h>
#include <threads.h>

/* The executor's lock is taken before a future's, never after it. */
struct cx_future {
	cx_executor *ex;
	cx_future *before, *behind; /* guarded by the executor's lock, like linked */
	bool linked;
	mtx_t lock;
	cnd_t change;
	int state;
	bool taken; /* a worker has it, and will look for released */
	bool released;
	cx_function *fn;
	void *argument;
	void *result;
};

struct cx_executor {
	mtx_t lock;
	cnd_t change;
	cx_future ring; /* its ends */
	bool closed;
	int count;
	thrd_t *threads;
};

/* Requires the executor's lock. */
static void unlink_it(cx_future *f)
{
	f->before->behind = f->behind;
	f->behind->before = f->before;
	f->linked = false;
}

static void destroy(cx_future *f)
{
	cnd_destroy(&f->change);
	mtx_destroy(&f->lock);
	free(f);
}

static void become(cx_future *f, int state)
{
	mtx_lock(&f->lock);
	f->state = state;
	cnd_broadcast(&f->change);
	mtx_unlock(&f->lock);
}

static int work(void *argument)
{
	cx_executor *ex = argument;

	mtx_lock(&ex->lock);
	for (;;) {
		cx_future *f = ex->ring.behind;
		bool released;

		if (f == &ex->ring && ex->closed)
			break;
		if (f == &ex->ring) {
			cnd_wait(&ex->change, &ex->lock);
			continue;
		}
		unlink_it(f);
		f->taken = true;
		become(f, CX_RUNNING);
		mtx_unlock(&ex->lock);
		f->result = f->fn(f->argument);
		become(f, CX_FINISHED);
		mtx_lock(&ex->lock);
		f->taken = false;
		released = f->released;
		if (released)
			destroy(f);
	}
	mtx_unlock(&ex->lock);
	return 0;
}

int cx_new(int workers, cx_executor **out)
{
	cx_executor *ex = NULL;

	if (workers < 1)
		return CX_INVALID;
	ex = calloc(1, sizeof *ex);
	if (ex != NULL)
		ex->threads = calloc((size_t)workers, sizeof *ex->threads);
	if (ex == NULL || ex->threads == NULL) {
		free(ex);
		return CX_NO_MEMORY;
	}
	mtx_init(&ex->lock, mtx_plain);
	cnd_init(&ex->change);
	ex->ring.before = ex->ring.behind = &ex->ring;
	while (ex->count < workers &&
	       thrd_create(&ex->threads[ex->count], work, ex) == thrd_success)
		ex->count++;
	if (ex->count < workers) {
		cx_free(ex);
		return CX_NO_THREAD;
	}
	*out = ex;
	return 0;
}

int cx_submit(cx_executor *ex, cx_function *fn, void *argument, cx_future **out)
{
	cx_future *f;

	mtx_lock(&ex->lock);
	f = ex->closed ? NULL : calloc(1, sizeof *f);
	if (f == NULL) {
		int code = ex->closed ? CX_CLOSED : CX_NO_MEMORY;

		mtx_unlock(&ex->lock);
		return code;
	}
	mtx_init(&f->lock, mtx_plain);
	cnd_init(&f->change);
	f->ex = ex;
	f->state = CX_PENDING;
	f->fn = fn;
	f->argument = argument;
	f->before = ex->ring.before;
	f->behind = &ex->ring;
	f->before->behind = f->behind->before = f;
	f->linked = true;
	cnd_broadcast(&ex->change);
	mtx_unlock(&ex->lock);
	*out = f;
	return 0;
}

int cx_cancel(cx_future *f)
{
	int state;

	mtx_lock(&f->ex->lock);
	if (f->linked) {
		unlink_it(f);
		become(f, CX_CANCELLED);
	}
	mtx_unlock(&f->ex->lock);
	state = cx_state(f);
	return state == CX_CANCELLED ? 0 : state;
}

int cx_state(cx_future *f)
{
	int state;

	mtx_lock(&f->lock);
	state = f->state;
	mtx_unlock(&f->lock);
	return state;
}

int cx_wait(cx_future *f, void **result)
{
	int state;

	mtx_lock(&f->lock);
	while (f->state < CX_FINISHED)
		cnd_wait(&f->change, &f->lock);
	state = f->state;
	mtx_unlock(&f->lock);
	if (state == CX_CANCELLED)
		return CX_CANCELLED;
	*result = f->result;
	return 0;
}

void cx_release(cx_future *f)
{
	cx_executor *ex;

	if (f == NULL)
		return;
	ex = f->ex;
	mtx_lock(&ex->lock);
	f->released = true;
	if (!f->linked && !f->taken)
		destroy(f);
	mtx_unlock(&ex->lock);
}

void cx_shutdown(cx_executor *ex, bool cancel_pending)
{
	mtx_lock(&ex->lock);
	ex->closed = true;
	while (cancel_pending && ex->ring.behind != &ex->ring) {
		cx_future *f = ex->ring.behind;

		unlink_it(f);
		become(f, CX_CANCELLED);
		if (f->released)
			destroy(f);
	}
	cnd_broadcast(&ex->change);
	mtx_unlock(&ex->lock);
}

void cx_free(cx_executor *ex)
{
	if (ex == NULL)
		return;
	cx_shutdown(ex, false);
	for (int i = 0; i < ex->count; i++)
		thrd_join(ex->threads[i], NULL);
	cnd_destroy(&ex->change);
	mtx_destroy(&ex->lock);
	free(ex->threads);
	free(ex);
}
