/* SPDX-License-Identifier: MIT */
/* initializer - a list of tasks, one mutex, and a condition for each reason to wait.
 */
#include "initializer.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

enum state { PENDING, RUNNING, DONE, FAILED };

struct ip_task {
	ip *pool;
	void *(*work)(void *argument);
	void *argument;
	/* The pool's lock guards the rest. */
	enum state state;
	bool released;
	void *result;
	ip_task *next;
};

/* Locking discipline
 *
 *   lock guards the fields below it, and the tasks.  It is a leaf: nothing else is locked under
 *   it, and neither the initializer nor a task is called.
 *   I1  a task is in the list while it is pending, and only then.
 *   I2  the list of a broken pool is empty.
 *   I3  a task is freed when it is released and settled, by whoever comes last.
 *   I4  who waits for work is woken by a task, by the end and when the pool breaks; who waits
 *       for settled is woken by each task that is settled.
 */
struct ip {
	int (*initializer)(void *argument); /* these two never change */
	void *argument;
	size_t started; /* new's and shutdown's alone */
	pthread_mutex_t lock;
	pthread_cond_t work;
	pthread_cond_t settled;
	bool closed;
	bool broken;
	ip_task *first;
	ip_task **last; /* where the next one is put */
	pthread_t threads[];
};

/* -- tasks; all of this requires the lock ---------------------------------------------------- */

/* The oldest task, which leaves the list. */
static ip_task *take(ip *p)
{
	ip_task *task = p->first;

	p->first = task->next;
	if (p->first == NULL)
		p->last = &p->first;
	return task;
}

static void settle(ip *p, ip_task *task, enum state state)
{
	task->state = state;
	if (task->released)
		free(task);
	else
		/* Several may wait, each for another task. */
		pthread_cond_broadcast(&p->settled);
}

/* From now on nothing begins: not what is there, and not what would come. */
static void break_pool(ip *p)
{
	p->broken = true;
	while (p->first != NULL)
		settle(p, take(p), FAILED);
	pthread_cond_broadcast(&p->work);
}

/* Waits for a task; a null pointer when none will come. */
static ip_task *next_task(ip *p)
{
	while (p->first == NULL && !p->closed && !p->broken)
		pthread_cond_wait(&p->work, &p->lock);
	return p->first == NULL ? NULL : take(p);
}

/* -- workers --------------------------------------------------------------------------------- */

static void *worker(void *argument)
{
	ip *p = argument;
	ip_task *task;
	bool ready = p->initializer == NULL || p->initializer(p->argument) == 0;

	pthread_mutex_lock(&p->lock);
	if (!ready)
		break_pool(p);
	while ((task = next_task(p)) != NULL) {
		void *result;

		task->state = RUNNING;
		pthread_mutex_unlock(&p->lock);
		result = task->work(task->argument);
		pthread_mutex_lock(&p->lock);
		task->result = result;
		settle(p, task, DONE);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

int ip_new(size_t workers, int (*initializer)(void *argument), void *argument, ip **out)
{
	ip *p;

	if (workers == 0)
		return IP_INVALID;
	p = calloc(1, sizeof *p + workers * sizeof p->threads[0]);
	if (p == NULL)
		return IP_NO_MEMORY;
	p->initializer = initializer;
	p->argument = argument;
	p->last = &p->first;
	/* Without attributes these three cannot fail on Linux. */
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->settled, NULL);
	while (p->started < workers) {
		if (pthread_create(&p->threads[p->started], NULL, worker, p) != 0) {
			ip_free(p);
			return IP_NO_THREAD;
		}
		p->started++;
	}
	*out = p;
	return 0;
}

/* -- what others call ------------------------------------------------------------------------ */

/* Whether it still takes tasks.  Requires the lock. */
static int refusal(const ip *p)
{
	if (p->broken)
		return IP_BROKEN;
	return p->closed ? IP_SHUTDOWN : 0;
}

int ip_submit(ip *p, void *(*work)(void *argument), void *argument, ip_task **out)
{
	ip_task *task = calloc(1, sizeof *task);
	int code;

	pthread_mutex_lock(&p->lock);
	code = refusal(p);
	if (code == 0 && task == NULL)
		code = IP_NO_MEMORY;
	if (code != 0) {
		pthread_mutex_unlock(&p->lock);
		free(task);
		return code;
	}
	task->pool = p;
	task->work = work;
	task->argument = argument;
	*p->last = task;
	p->last = &task->next;
	/* One task lets one worker go on. */
	pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
	*out = task;
	return 0;
}

int ip_wait(ip_task *task, void **result)
{
	ip *p = task->pool;
	bool done;

	pthread_mutex_lock(&p->lock);
	while (task->state < DONE)
		pthread_cond_wait(&p->settled, &p->lock);
	done = task->state == DONE;
	if (done)
		*result = task->result;
	pthread_mutex_unlock(&p->lock);
	return done ? 0 : IP_BROKEN;
}

void ip_release(ip_task *task)
{
	ip *p;

	if (task == NULL)
		return;
	p = task->pool;
	pthread_mutex_lock(&p->lock);
	task->released = true;
	if (task->state >= DONE)
		free(task);
	pthread_mutex_unlock(&p->lock);
}

void ip_shutdown(ip *p)
{
	pthread_mutex_lock(&p->lock);
	p->closed = true;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	/* The second time there is nobody left. */
	while (p->started > 0)
		pthread_join(p->threads[--p->started], NULL);
}

void ip_free(ip *p)
{
	if (p == NULL)
		return;
	ip_shutdown(p);
	pthread_cond_destroy(&p->settled);
	pthread_cond_destroy(&p->work);
	pthread_mutex_destroy(&p->lock);
	free(p);
}
