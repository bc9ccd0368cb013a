/* SPDX-License-Identifier: MIT */
/* pool - threads around a list of tasks.
 */
#include "pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct task {
	pool_task *run;
	void *arg;
	struct task *next;
};

/* Locking discipline
 *
 *   lock guards the fields below it.  It is a leaf: nothing else is locked and no task runs under
 *   it.
 *   I1  first is the oldest task that nobody has begun, and end is where the next one is put.
 *   I2  who waits for work is woken when a task came in, one for each, and by close, all;
 *       who waits for ended is woken when the last worker is about to end.
 *   I3  a worker ends when the pool is closed and there is no task left; alive is how many have
 *       not come to that.
 */
struct pool {
	size_t workers; /* these two are for pool_new and pool_free alone */
	pthread_t *threads;
	pthread_mutex_t lock;
	pthread_cond_t work;
	pthread_cond_t ended;
	struct task *first;
	struct task **end;
	size_t alive;
	bool closed;
};

/* Whose worker is running here.  A pthread_t would not do: when a thread has been joined, the
 * next one may have the same. */
static _Thread_local pool *employer;

/* The oldest task; NULL: there is none, and none will come.  Requires p->lock. */
static struct task *take(pool *p)
{
	struct task *task;

	/* Between the signal and this thread's turn another worker may have taken the task. */
	while (p->first == NULL && !p->closed)
		pthread_cond_wait(&p->work, &p->lock);
	task = p->first;
	if (task == NULL)
		return NULL;
	p->first = task->next;
	if (p->first == NULL)
		p->end = &p->first;
	return task;
}

static void *work(void *argument)
{
	pool *p = argument;
	struct task *task;

	employer = p;
	pthread_mutex_lock(&p->lock);
	while ((task = take(p)) != NULL) {
		pthread_mutex_unlock(&p->lock);
		task->run(task->arg);
		free(task);
		pthread_mutex_lock(&p->lock);
	}
	p->alive--;
	if (p->alive == 0)
		pthread_cond_broadcast(&p->ended);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* Gives everything back when its first `started` threads have ended. */
static void dismantle(pool *p, size_t started)
{
	pool_close(p);
	for (size_t i = 0; i < started; i++)
		pthread_join(p->threads[i], NULL);
	pthread_cond_destroy(&p->ended);
	pthread_cond_destroy(&p->work);
	pthread_mutex_destroy(&p->lock);
	free(p->threads);
	free(p);
}

int pool_new(size_t workers, pool **out)
{
	pool *p;

	if (workers == 0)
		return POOL_INVALID;
	p = calloc(1, sizeof *p);
	if (p == NULL)
		return POOL_NO_MEMORY;
	p->threads = calloc(workers, sizeof *p->threads);
	if (p->threads == NULL) {
		free(p);
		return POOL_NO_MEMORY;
	}
	p->workers = workers;
	p->end = &p->first;
	p->alive = workers;
	/* Without attributes these three cannot fail on Linux. */
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->ended, NULL);
	for (size_t i = 0; i < workers; i++)
		if (pthread_create(&p->threads[i], NULL, work, p) != 0) {
			dismantle(p, i);
			return POOL_NO_THREAD;
		}
	*out = p;
	return 0;
}

int pool_add(pool *p, pool_task *run, void *arg)
{
	struct task *task = malloc(sizeof *task);

	if (task == NULL)
		return POOL_NO_MEMORY;
	*task = (struct task){.run = run, .arg = arg};
	pthread_mutex_lock(&p->lock);
	if (p->closed) {
		pthread_mutex_unlock(&p->lock);
		free(task);
		return POOL_CLOSED;
	}
	*p->end = task;
	p->end = &task->next;
	/* One task lets one worker go on. */
	pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
	return 0;
}

void pool_close(pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->closed = true;
	/* All idle workers have nothing to wait for now. */
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
}

int pool_join(pool *p)
{
	int code = 0;

	/* A task would wait for its own end. */
	if (p == employer)
		return POOL_SELF;
	pthread_mutex_lock(&p->lock);
	if (!p->closed)
		code = POOL_OPEN;
	/* Nobody opens it again, so it is enough to have looked once. */
	while (code == 0 && p->alive > 0)
		pthread_cond_wait(&p->ended, &p->lock);
	pthread_mutex_unlock(&p->lock);
	return code;
}

void pool_free(pool *p)
{
	if (p != NULL)
		dismantle(p, p->workers);
}
