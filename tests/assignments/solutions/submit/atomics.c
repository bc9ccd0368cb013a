/* SPDX-License-Identifier: MIT */
/* submit - an atomic state in each future; one lock and one condition in the whole program for
 * those who have to sleep, and a ring that grows.
 */
#include "submit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct ex_future {
	atomic_bool ended;
	atomic_int holders;
	ex_task *task;
	int error;
	void *result;
	_Alignas(max_align_t) char bytes[];
};

struct ex {
	atomic_bool closed;
	size_t capacity, head, count;
	ex_future **ring;
	size_t workers;
	pthread_t *ids;
};

static pthread_mutex_t dormitory = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;

static void drop(ex_future *f)
{
	if (atomic_fetch_sub(&f->holders, 1) == 1)
		free(f);
}

static void ring_bell(void)
{
	pthread_mutex_lock(&dormitory);
	pthread_cond_broadcast(&bell);
	pthread_mutex_unlock(&dormitory);
}

static ex_future *take(ex *e)
{
	ex_future *f = NULL;

	pthread_mutex_lock(&dormitory);
	while (e->count == 0 && !atomic_load(&e->closed))
		pthread_cond_wait(&bell, &dormitory);
	if (e->count > 0) {
		f = e->ring[e->head];
		e->head = (e->head + 1) % e->capacity;
		e->count--;
	}
	pthread_mutex_unlock(&dormitory);
	return f;
}

static void *loop(void *argument)
{
	for (ex_future *f = take(argument); f != NULL; f = take(argument)) {
		f->error = f->task(f->bytes, &f->result);
		atomic_store(&f->ended, true);
		ring_bell();
		drop(f);
	}
	return NULL;
}

/* Requires the lock; false: no memory. */
static bool grow(ex *e)
{
	size_t capacity = e->capacity * 2 + 1;
	ex_future **ring = malloc(capacity * sizeof(ex_future *));

	if (ring == NULL)
		return false;
	for (size_t i = 0; i < e->count; i++)
		ring[i] = e->ring[(e->head + i) % e->capacity];
	free(e->ring);
	e->ring = ring;
	e->head = 0;
	e->capacity = capacity;
	return true;
}

static int put(ex *e, ex_future *f)
{
	int code = 0;

	pthread_mutex_lock(&dormitory);
	if (atomic_load(&e->closed))
		code = EX_SHUTDOWN;
	else if (e->count == e->capacity && !grow(e))
		code = EX_NO_MEMORY;
	else
		e->ring[(e->head + e->count++) % e->capacity] = f;
	pthread_cond_broadcast(&bell);
	pthread_mutex_unlock(&dormitory);
	return code;
}

int ex_submit(ex *e, ex_task *task, const void *argument, size_t size, ex_future **out)
{
	ex_future *f;
	int code;

	if (atomic_load(&e->closed))
		return EX_SHUTDOWN;
	f = malloc(sizeof *f + size);
	if (f == NULL)
		return EX_NO_MEMORY;
	atomic_init(&f->ended, false);
	atomic_init(&f->holders, 2);
	f->task = task;
	f->result = NULL;
	if (size != 0)
		memcpy(f->bytes, argument, size);
	code = put(e, f);
	if (code == 0)
		*out = f;
	else
		free(f);
	return code;
}

int ex_result(ex_future *f, void **result, int *error)
{
	if (!atomic_load(&f->ended)) {
		pthread_mutex_lock(&dormitory);
		while (!atomic_load(&f->ended))
			pthread_cond_wait(&bell, &dormitory);
		pthread_mutex_unlock(&dormitory);
	}
	if (f->error == 0)
		*result = f->result;
	else
		*error = f->error;
	return f->error == 0 ? 0 : EX_FAILED;
}

void ex_release(ex_future *f)
{
	if (f != NULL)
		drop(f);
}

void ex_shutdown(ex *e)
{
	if (atomic_exchange(&e->closed, true))
		return;
	ring_bell();
	for (size_t i = 0; i < e->workers; i++)
		pthread_join(e->ids[i], NULL);
}

void ex_free(ex *e)
{
	if (e == NULL)
		return;
	ex_shutdown(e);
	free(e->ids);
	free(e->ring);
	free(e);
}

int ex_new(size_t workers, ex **out)
{
	ex *e;

	if (workers == 0)
		return EX_INVALID;
	e = calloc(1, sizeof *e);
	if (e == NULL)
		return EX_NO_MEMORY;
	e->ids = malloc(workers * sizeof *e->ids);
	if (e->ids == NULL) {
		free(e);
		return EX_NO_MEMORY;
	}
	for (; e->workers < workers; e->workers++)
		if (pthread_create(&e->ids[e->workers], NULL, loop, e) != 0) {
			ex_free(e);
			return EX_NO_THREAD;
		}
	*out = e;
	return 0;
}
