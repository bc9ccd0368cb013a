/* SPDX-License-Identifier: MIT */
/* future - a turnstile of semaphores: who comes through lets the next one through.
 */
#include "future.h"

#include <errno.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

struct future {
	sem_t key;  /* 1: nobody is at the fields */
	sem_t open; /* 1 as soon as it is settled */
	int references;
	int code; /* -1: pending; else what get returns */
	void *value;
	int error;
};

int future_new(future **out)
{
	future *f = malloc(sizeof *f);

	if (!f)
		return FUTURE_NO_MEMORY;
	sem_init(&f->key, 0, 1);
	sem_init(&f->open, 0, 0);
	f->references = 1;
	f->code = -1;
	*out = f;
	return 0;
}

void future_ref(future *f)
{
	sem_wait(&f->key);
	f->references++;
	sem_post(&f->key);
}

void future_unref(future *f)
{
	int left;

	if (!f)
		return;
	sem_wait(&f->key);
	left = --f->references;
	sem_post(&f->key);
	if (left == 0) {
		sem_destroy(&f->key);
		sem_destroy(&f->open);
		free(f);
	}
}

int future_set(future *f, void *value)
{
	int first;

	sem_wait(&f->key);
	first = f->code < 0;
	if (first) {
		f->value = value;
		f->code = 0;
		sem_post(&f->open);
	}
	sem_post(&f->key);
	return first ? 0 : FUTURE_ALREADY;
}

int future_fail(future *f, int error)
{
	int first;

	sem_wait(&f->key);
	first = f->code < 0;
	if (first) {
		f->error = error;
		f->code = FUTURE_FAILED;
		sem_post(&f->open);
	}
	sem_post(&f->key);
	return first ? 0 : FUTURE_ALREADY;
}

static int pass(future *f, long ms)
{
	struct timespec end;
	long long nanoseconds;
	int r;

	if (ms == 0 && future_done(f))
		ms = -1;
	if (ms < 0) {
		while (sem_wait(&f->open) != 0)
			;
		return 1;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	nanoseconds = end.tv_nsec + ms * 1000000LL;
	end.tv_sec += nanoseconds / 1000000000;
	end.tv_nsec = nanoseconds % 1000000000;
	do
		r = sem_clockwait(&f->open, CLOCK_MONOTONIC, &end);
	while (r != 0 && errno == EINTR);
	return r == 0;
}

int future_get(future *f, long ms, void **value, int *error)
{
	if (!pass(f, ms))
		return FUTURE_TIMEOUT;
	sem_post(&f->open);
	if (f->code == 0)
		*value = f->value;
	else
		*error = f->error;
	return f->code;
}

bool future_done(future *f)
{
	bool done;

	sem_wait(&f->key);
	done = f->code >= 0;
	sem_post(&f->key);
	return done;
}
