/* SPDX-License-Identifier: MIT */
/* callbacks - atomics: a stack of callbacks that is closed once, and a lock for sleepers only. */
#include "callbacks.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { PENDING, CHOSEN, CANCELLING, VALUE, ERROR, CANCELLED };

struct call {
	cb_callback *fn;
	void *argument;
	struct call *below;
};

struct cb_future {
	atomic_int state;
	atomic_int references;
	atomic_int failures;
	_Atomic(struct call *) top;
	void *value;
	int error;
	pthread_mutex_t lock;
	pthread_cond_t settled;
};

/* On top when nothing may be put there any more. */
static struct call closed;

int cb_new(cb_future **out)
{
	cb_future *f = malloc(sizeof *f);

	if (f == NULL)
		return CB_NO_MEMORY;
	atomic_init(&f->state, PENDING);
	atomic_init(&f->references, 1);
	atomic_init(&f->failures, 0);
	atomic_init(&f->top, NULL);
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->settled, NULL);
	*out = f;
	return 0;
}

void cb_ref(cb_future *f)
{
	atomic_fetch_add(&f->references, 1);
}

void cb_unref(cb_future *f)
{
	struct call *call, *below;

	if (f == NULL || atomic_fetch_sub(&f->references, 1) > 1)
		return;
	for (call = atomic_load(&f->top); call != NULL && call != &closed; call = below) {
		below = call->below;
		free(call);
	}
	pthread_cond_destroy(&f->settled);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

static void run(cb_future *f, cb_callback *fn, void *argument)
{
	if (fn(f, argument) != 0)
		atomic_fetch_add(&f->failures, 1);
}

/* The result is there: tells everybody. */
static void publish(cb_future *f, int state)
{
	struct call *call, *below, *first = NULL;

	cb_ref(f);
	pthread_mutex_lock(&f->lock);
	atomic_store(&f->state, state);
	pthread_cond_broadcast(&f->settled);
	pthread_mutex_unlock(&f->lock);
	for (call = atomic_exchange(&f->top, &closed); call != NULL; call = below) {
		below = call->below;
		call->below = first;
		first = call;
	}
	for (call = first; call != NULL; call = below) {
		below = call->below;
		run(f, call->fn, call->argument);
		free(call);
	}
	cb_unref(f);
}

int cb_set(cb_future *f, void *value)
{
	int was = PENDING;

	if (!atomic_compare_exchange_strong(&f->state, &was, CHOSEN))
		return CB_ALREADY;
	f->value = value;
	publish(f, VALUE);
	return 0;
}

int cb_fail(cb_future *f, int error)
{
	int was = PENDING;

	if (!atomic_compare_exchange_strong(&f->state, &was, CHOSEN))
		return CB_ALREADY;
	f->error = error;
	publish(f, ERROR);
	return 0;
}

int cb_cancel(cb_future *f)
{
	int was = PENDING;

	if (!atomic_compare_exchange_strong(&f->state, &was, CANCELLING))
		return was == CANCELLING || was == CANCELLED ? 0 : CB_ALREADY;
	publish(f, CANCELLED);
	return 0;
}

int cb_get(cb_future *f, void **value, int *error)
{
	if (atomic_load(&f->state) < VALUE) {
		pthread_mutex_lock(&f->lock);
		while (atomic_load(&f->state) < VALUE)
			pthread_cond_wait(&f->settled, &f->lock);
		pthread_mutex_unlock(&f->lock);
	}
	switch (atomic_load(&f->state)) {
	case VALUE:
		*value = f->value;
		return 0;
	case ERROR:
		*error = f->error;
		return CB_FAILED;
	default:
		return CB_CANCELLED;
	}
}

int cb_add_done_callback(cb_future *f, cb_callback *fn, void *argument)
{
	struct call *top = atomic_load(&f->top), *call;

	if (top != &closed) {
		call = malloc(sizeof *call);
		if (call == NULL)
			return CB_NO_MEMORY;
		call->fn = fn;
		call->argument = argument;
		do
			call->below = top;
		while (top != &closed &&
		       !atomic_compare_exchange_weak(&f->top, &top, call));
		if (top != &closed)
			return 0;
		free(call);
	}
	cb_ref(f);
	run(f, fn, argument);
	cb_unref(f);
	return 0;
}

int cb_failures(cb_future *f)
{
	return atomic_load(&f->failures);
}
