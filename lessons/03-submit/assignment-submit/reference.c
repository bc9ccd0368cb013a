/* SPDX-License-Identifier: MIT */
/* submit - a list of tasks, workers who take from its front, and a future in each task.
 */
#include "submit.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* A future is its task, too.
 *
 * Locking discipline
 *
 *   lock guards the fields below it.  It is a leaf, and no task runs while it is held.
 *   I1  done goes from false to true once; result and error never change after that.
 *   I2  holders counts who may still touch it: the caller until ex_release, and the executor
 *       until the task has ended.  So neither has to know whether the other is there.
 *
 * The other fields are written before it is in the queue; next is guarded by the executor's.
 */
struct ex_future {
	ex_task *task;
	ex_future *next;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	int holders;
	bool done;
	int error;
	void *result;
	alignas(max_align_t) unsigned char argument[];
};

/* Locking discipline
 *
 *   lock guards the fields below it.  It is never held together with a future's.
 *   I3  first, first->next, ... last are the tasks that nobody has begun, oldest first.
 *   I4  a worker ends only when closed is true and the queue empty: what is in, is run.
 */
struct ex {
	pthread_t *threads; /* only for who starts and joins them */
	size_t running;	    /* how many of them are to be joined; likewise */
	pthread_mutex_t lock;
	pthread_cond_t work;
	ex_future *first;
	ex_future *last;
	bool closed;
};

/* -- futures --------------------------------------------------------------------------------- */

static ex_future *future_new(ex_task *task, const void *argument, size_t size)
{
	ex_future *f = malloc(sizeof *f + size);

	if (f == NULL)
		return NULL;
	*f = (ex_future){.task = task, .holders = 2};
	/* Without attributes these two cannot fail on Linux. */
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->ended, NULL);
	if (size > 0)
		memcpy(f->argument, argument, size);
	return f;
}

/* One of the two holders goes; the second one takes the future along. */
static void future_drop(ex_future *f)
{
	int left;

	pthread_mutex_lock(&f->lock);
	left = --f->holders;
	pthread_mutex_unlock(&f->lock);
	if (left > 0)
		return;
	pthread_cond_destroy(&f->ended);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

static void future_run(ex_future *f)
{
	void *result = NULL;
	int error = f->task(f->argument, &result);

	pthread_mutex_lock(&f->lock);
	f->result = result;
	f->error = error;
	f->done = true;
	/* Several threads may ask for the same result. */
	pthread_cond_broadcast(&f->ended);
	pthread_mutex_unlock(&f->lock);
	future_drop(f);
}

int ex_result(ex_future *f, void **result, int *error)
{
	int code = 0;

	pthread_mutex_lock(&f->lock);
	while (!f->done)
		pthread_cond_wait(&f->ended, &f->lock);
	if (f->error != 0) {
		*error = f->error;
		code = EX_FAILED;
	} else {
		*result = f->result;
	}
	pthread_mutex_unlock(&f->lock);
	return code;
}

void ex_release(ex_future *f)
{
	if (f != NULL)
		future_drop(f);
}

/* -- workers --------------------------------------------------------------------------------- */

/* The oldest task; NULL when there is none and none will come. */
static ex_future *next_task(ex *e)
{
	ex_future *f;

	pthread_mutex_lock(&e->lock);
	while (e->first == NULL && !e->closed)
		pthread_cond_wait(&e->work, &e->lock);
	f = e->first;
	if (f != NULL)
		e->first = f->next;
	pthread_mutex_unlock(&e->lock);
	return f;
}

static void *worker(void *argument)
{
	ex_future *f;

	while ((f = next_task(argument)) != NULL)
		future_run(f);
	return NULL;
}

int ex_submit(ex *e, ex_task *task, const void *argument, size_t size, ex_future **out)
{
	ex_future *f = future_new(task, argument, size);

	if (f == NULL)
		return EX_NO_MEMORY;
	pthread_mutex_lock(&e->lock);
	if (e->closed) {
		pthread_mutex_unlock(&e->lock);
		f->holders = 1;
		future_drop(f);
		return EX_SHUTDOWN;
	}
	if (e->first == NULL)
		e->first = f;
	else
		e->last->next = f;
	e->last = f;
	/* One task lets one worker go on. */
	pthread_cond_signal(&e->work);
	pthread_mutex_unlock(&e->lock);
	*out = f;
	return 0;
}

/* -- executors ------------------------------------------------------------------------------- */

void ex_shutdown(ex *e)
{
	pthread_mutex_lock(&e->lock);
	e->closed = true;
	pthread_cond_broadcast(&e->work);
	pthread_mutex_unlock(&e->lock);
	/* The second time nobody is left to be joined. */
	while (e->running > 0)
		pthread_join(e->threads[--e->running], NULL);
}

void ex_free(ex *e)
{
	if (e == NULL)
		return;
	ex_shutdown(e);
	pthread_cond_destroy(&e->work);
	pthread_mutex_destroy(&e->lock);
	free(e->threads);
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
	e->threads = calloc(workers, sizeof *e->threads);
	if (e->threads == NULL) {
		free(e);
		return EX_NO_MEMORY;
	}
	pthread_mutex_init(&e->lock, NULL);
	pthread_cond_init(&e->work, NULL);
	for (; e->running < workers; e->running++)
		if (pthread_create(&e->threads[e->running], NULL, worker, e) != 0) {
			/* Those who run already have to end before the executor goes. */
			ex_free(e);
			return EX_NO_THREAD;
		}
	*out = e;
	return 0;
}
