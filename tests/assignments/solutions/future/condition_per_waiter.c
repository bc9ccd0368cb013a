/* SPDX-License-Identifier: MIT */
/* future - a list of those who wait, each with a condition of its own on its own stack.
 */
#include "future.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct sleeper {
	pthread_cond_t wake;
	struct sleeper *next;
};

struct future {
	pthread_mutex_t lock;
	struct sleeper *sleepers;
	int references;
	enum { PENDING, HAS_VALUE, HAS_ERROR } state;
	void *value;
	int error;
};

int future_new(future **out)
{
	future *f = calloc(1, sizeof *f);

	if (f == NULL)
		return FUTURE_NO_MEMORY;
	pthread_mutex_init(&f->lock, NULL);
	f->references = 1;
	*out = f;
	return 0;
}

void future_ref(future *f)
{
	pthread_mutex_lock(&f->lock);
	f->references += 1;
	pthread_mutex_unlock(&f->lock);
}

void future_unref(future *f)
{
	bool last;

	if (f == NULL)
		return;
	pthread_mutex_lock(&f->lock);
	last = --f->references == 0;
	pthread_mutex_unlock(&f->lock);
	if (last) {
		pthread_mutex_destroy(&f->lock);
		free(f);
	}
}

/* Requires f->lock. */
static void wake_all(future *f)
{
	for (struct sleeper *s = f->sleepers; s != NULL; s = s->next)
		pthread_cond_signal(&s->wake);
	f->sleepers = NULL;
}

int future_set(future *f, void *value)
{
	int code = FUTURE_ALREADY;

	pthread_mutex_lock(&f->lock);
	if (f->state == PENDING) {
		f->state = HAS_VALUE;
		f->value = value;
		wake_all(f);
		code = 0;
	}
	pthread_mutex_unlock(&f->lock);
	return code;
}

int future_fail(future *f, int error)
{
	int code = FUTURE_ALREADY;

	pthread_mutex_lock(&f->lock);
	if (f->state == PENDING) {
		f->state = HAS_ERROR;
		f->error = error;
		wake_all(f);
		code = 0;
	}
	pthread_mutex_unlock(&f->lock);
	return code;
}

/* Requires f->lock. */
static void forget(future *f, struct sleeper *me)
{
	struct sleeper **link = &f->sleepers;

	while (*link != NULL && *link != me)
		link = &(*link)->next;
	if (*link != NULL)
		*link = me->next;
}

/* Requires f->lock. */
static void sleep_here(future *f, long ms)
{
	struct sleeper me = {.next = f->sleepers};
	struct timespec end;
	int code = 0;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += ms / 1000;
	end.tv_nsec += ms % 1000 * 1000 * 1000;
	while (end.tv_nsec >= 1000 * 1000 * 1000) {
		end.tv_sec++;
		end.tv_nsec -= 1000 * 1000 * 1000;
	}
	pthread_cond_init(&me.wake, NULL);
	/* cppcheck-suppress autoVariables; it is forgotten before this returns */
	f->sleepers = &me;
	while (f->state == PENDING && code == 0)
		code = ms < 0 ? pthread_cond_wait(&me.wake, &f->lock)
			      : pthread_cond_clockwait(&me.wake, &f->lock,
						       CLOCK_MONOTONIC, &end);
	forget(f, &me);
	pthread_cond_destroy(&me.wake);
}

int future_get(future *f, long ms, void **value, int *error)
{
	int code = FUTURE_TIMEOUT;

	pthread_mutex_lock(&f->lock);
	if (f->state == PENDING && ms != 0)
		sleep_here(f, ms);
	if (f->state == HAS_VALUE) {
		*value = f->value;
		code = 0;
	} else if (f->state == HAS_ERROR) {
		*error = f->error;
		code = FUTURE_FAILED;
	}
	pthread_mutex_unlock(&f->lock);
	return code;
}

bool future_done(future *f)
{
	bool done;

	pthread_mutex_lock(&f->lock);
	done = f->state != PENDING;
	pthread_mutex_unlock(&f->lock);
	return done;
}
