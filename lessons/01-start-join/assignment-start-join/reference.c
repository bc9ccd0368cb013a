/* SPDX-License-Identifier: MIT */
/* start_join - a thread, and a box that its result is left in.
 */
#include "start_join.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

/* Locking discipline
 *
 *   lock guards the fields below it.  It is a leaf: nothing else is locked and no fn runs under it.
 *   I1  done is set once, and result never changes after it.
 *   I2  who waits for ended is woken when done is set: all of them.
 */
struct sj_thread {
	sj_fn *fn; /* these two never change */
	void *arg;
	pthread_t
		thread; /* for sj_start and sj_free alone: it may be set after fn has begun */
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool done;
	void *result;
};

/* The one that is running here.  A pthread_t would not do: when a thread has been joined, the
 * next one may have the same. */
static _Thread_local sj_thread *myself;

static void *run(void *argument)
{
	sj_thread *t = argument;
	void *result;

	myself = t;
	result = t->fn(t->arg);
	pthread_mutex_lock(&t->lock);
	t->result = result;
	t->done = true;
	/* Any number of threads may be waiting for it. */
	pthread_cond_broadcast(&t->ended);
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

int sj_start(sj_fn *fn, void *arg, sj_thread **out)
{
	/* Not on the stack: the thread reads it when this call may long be over. */
	sj_thread *t = calloc(1, sizeof *t);

	if (t == NULL)
		return SJ_NO_MEMORY;
	t->fn = fn;
	t->arg = arg;
	/* Without attributes these two cannot fail on Linux. */
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->ended, NULL);
	if (pthread_create(&t->thread, NULL, run, t) != 0) {
		pthread_cond_destroy(&t->ended);
		pthread_mutex_destroy(&t->lock);
		free(t);
		return SJ_NO_THREAD;
	}
	*out = t;
	return 0;
}

int sj_join(sj_thread *t, void **result)
{
	if (t == myself)
		return SJ_SELF;
	pthread_mutex_lock(&t->lock);
	while (!t->done)
		pthread_cond_wait(&t->ended, &t->lock);
	if (result != NULL)
		*result = t->result;
	pthread_mutex_unlock(&t->lock);
	return 0;
}

void sj_free(sj_thread *t)
{
	if (t == NULL)
		return;
	/* After `done` it still gives the lock back; only then is it gone. */
	pthread_join(t->thread, NULL);
	pthread_cond_destroy(&t->ended);
	pthread_mutex_destroy(&t->lock);
	free(t);
}

int sj_run_all(sj_fn *fn, void **args, size_t n, void **results)
{
	sj_thread **threads;
	size_t started = 0;
	int code = 0;

	if (n == 0)
		return 0;
	threads = calloc(n, sizeof(sj_thread *));
	if (threads == NULL)
		return SJ_NO_MEMORY;
	/* First all are started, then all are joined: else each would wait for the one before. */
	while (started < n && code == 0) {
		code = sj_start(fn, args[started], &threads[started]);
		started += code == 0;
	}
	for (size_t i = 0; i < started; i++) {
		if (code == 0)
			sj_join(threads[i], &results[i]);
		sj_free(threads[i]);
	}
	free(threads);
	return code;
}
