/* SPDX-License-Identifier: MIT */
/* A semaphore is the door behind which the result is: whoever comes through lets the next one in.
 */
#include "start_join.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

struct sj_thread {
	pthread_t id;
	sem_t door;
	sj_fn *fn;
	void *value; /* first the argument, then the result */
};

static _Thread_local const sj_thread *self;

static void *enter(void *p)
{
	sj_thread *t = p;

	self = t;
	t->value = t->fn(t->value);
	sem_post(&t->door);
	return NULL;
}

int sj_start(sj_fn *fn, void *arg, sj_thread **out)
{
	sj_thread *t = malloc(sizeof *t);

	if (t == NULL)
		return SJ_NO_MEMORY;
	t->fn = fn;
	t->value = arg;
	sem_init(&t->door, 0, 0);
	if (pthread_create(&t->id, NULL, enter, t) == 0) {
		*out = t;
		return 0;
	}
	sem_destroy(&t->door);
	free(t);
	return SJ_NO_THREAD;
}

int sj_join(sj_thread *t, void **result)
{
	if (self == t)
		return SJ_SELF;
	while (sem_wait(&t->door) != 0)
		;
	if (result)
		*result = t->value;
	sem_post(&t->door);
	return 0;
}

void sj_free(sj_thread *t)
{
	if (t) {
		pthread_join(t->id, NULL);
		sem_destroy(&t->door);
		free(t);
	}
}

/* The handles are a list, the last one first. */
struct link {
	struct link *before;
	sj_thread *thread;
	size_t place;
};

int sj_run_all(sj_fn *fn, void **args, size_t n, void **results)
{
	struct link *last = NULL;
	int code = 0;

	for (size_t i = 0; i < n && code == 0; i++) {
		struct link *link = malloc(sizeof *link);

		if (link == NULL) {
			code = SJ_NO_MEMORY;
			break;
		}
		code = sj_start(fn, args[i], &link->thread);
		if (code != 0) {
			free(link);
			break;
		}
		link->place = i;
		link->before = last;
		last = link;
	}
	while (last != NULL) {
		struct link *link = last;

		last = link->before;
		if (code == 0)
			sj_join(link->thread, &results[link->place]);
		sj_free(link->thread);
		free(link);
	}
	return code;
}
