/* SPDX-License-Identifier: MIT */
/* callbacks - C11's locks, an array of callbacks that grows, atomic counters. */
#include "callbacks.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <threads.h>

typedef struct {
	cb_callback *fn;
	void *argument;
} call;

struct cb_future {
	mtx_t lock;
	cnd_t settled;
	int code; /* of cb_get; -1 while it is pending */
	void *value;
	int error;
	size_t count, room;
	call *calls;
	atomic_int references;
	atomic_int failures;
};

int cb_new(cb_future **out)
{
	cb_future *f = calloc(1, sizeof *f);

	if (f == NULL)
		return CB_NO_MEMORY;
	mtx_init(&f->lock, mtx_plain);
	cnd_init(&f->settled);
	f->code = -1;
	atomic_init(&f->references, 1);
	atomic_init(&f->failures, 0);
	*out = f;
	return 0;
}

void cb_ref(cb_future *f)
{
	atomic_fetch_add(&f->references, 1);
}

void cb_unref(cb_future *f)
{
	if (f == NULL || atomic_fetch_sub(&f->references, 1) != 1)
		return;
	cnd_destroy(&f->settled);
	mtx_destroy(&f->lock);
	free(f->calls);
	free(f);
}

static int settle(cb_future *f, int code, void *value, int error)
{
	int was;

	mtx_lock(&f->lock);
	was = f->code;
	if (was == -1) {
		f->code = code;
		f->value = value;
		f->error = error;
		cnd_broadcast(&f->settled);
	}
	mtx_unlock(&f->lock);
	if (was == CB_CANCELLED && code == CB_CANCELLED)
		return 0;
	if (was != -1)
		return CB_ALREADY;
	/* From here on nobody but this thread touches the array. */
	cb_ref(f);
	for (size_t i = 0; i < f->count; i++)
		if (f->calls[i].fn(f, f->calls[i].argument) != 0)
			f->failures++;
	cb_unref(f);
	return 0;
}

int cb_set(cb_future *f, void *value)
{
	return settle(f, 0, value, 0);
}

int cb_fail(cb_future *f, int error)
{
	return settle(f, CB_FAILED, NULL, error);
}

int cb_cancel(cb_future *f)
{
	return settle(f, CB_CANCELLED, NULL, 0);
}

int cb_get(cb_future *f, void **value, int *error)
{
	mtx_lock(&f->lock);
	while (f->code == -1)
		cnd_wait(&f->settled, &f->lock);
	mtx_unlock(&f->lock);
	if (f->code == 0)
		*value = f->value;
	else if (f->code == CB_FAILED)
		*error = f->error;
	return f->code;
}

/* Makes room for one more.  Requires f->lock. */
static int grow(cb_future *f)
{
	size_t room = 2 * f->room + 1;
	call *calls = realloc(f->calls, room * sizeof *calls);

	if (calls == NULL)
		return CB_NO_MEMORY;
	f->calls = calls;
	f->room = room;
	return 0;
}

int cb_add_done_callback(cb_future *f, cb_callback *fn, void *argument)
{
	int code = 0, late;

	mtx_lock(&f->lock);
	late = f->code != -1;
	if (!late && f->count == f->room)
		code = grow(f);
	if (!late && code == 0)
		f->calls[f->count++] = (call){fn, argument};
	mtx_unlock(&f->lock);
	if (late) {
		cb_ref(f);
		if (fn(f, argument) != 0)
			f->failures++;
		cb_unref(f);
	}
	return code;
}

int cb_failures(cb_future *f)
{
	return f->failures;
}
