/* SPDX-License-Identifier: MIT */
/* The whole idea in one page: a list of jobs, one lock, one condition, some threads.
 *
 * Everything that the core does is a refinement of this.  The pool below is complete and
 * correct: it starts jobs in the order submitted, loses none, and closes in order.
 *
 * Predict: how much faster can 1,500 lines of core be than these 60, when the tasks are
 * empty, so that only the handing over counts?  And which of the four things that happen
 * for each job here (malloc, lock, signal, lock) costs most?
 *
 * A run shows: both ran every task; the ratio is your machine's own.
 */
#include <stdatomic.h>

#include "lesson.h"
#include "measure.h"
#include "sync.h"

enum { TASKS = 50000 };

/* -- the pool ------------------------------------------------------------------------ */

struct job {
	hd_fn *fn;
	void *arg;
	struct job *next;
};

/* Locking discipline: lock guards the fields below it. */
struct pool {
	int workers;
	hd_thread **threads;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct job *first, **end;
	bool closed;
};

/* Sleeps until there is a job; NULL when there will be none any more. */
static struct job *take(struct pool *pool)
{
	struct job *job;

	hd_lock(&pool->lock);
	while (!pool->first && !pool->closed)
		hd_cond_wait(&pool->changed, &pool->lock, HD_NEVER);
	job = pool->first;
	if (job) {
		pool->first = job->next;
		if (!pool->first)
			pool->end = &pool->first;
	}
	hd_unlock(&pool->lock);
	return job;
}

static void *work(void *arg)
{
	struct job *job;

	while ((job = take(arg))) {
		job->fn(job->arg); /* no lock is held while somebody else's code runs */
		free(job);
	}
	return NULL;
}

static int pool_submit(struct pool *pool, hd_fn *fn, void *arg)
{
	struct job *job = malloc(sizeof *job);

	if (!job)
		return HD_ENOMEM;
	*job = (struct job){.fn = fn, .arg = arg};
	hd_lock(&pool->lock);
	*pool->end = job;
	pool->end = &job->next;
	hd_signal(&pool->changed); /* one job, one thread */
	hd_unlock(&pool->lock);
	return 0;
}

static void pool_open(struct pool *pool, int workers)
{
	*pool = (struct pool){.workers = workers, .end = &pool->first};
	hd_mutex_init(&pool->lock);
	hd_cond_init(&pool->changed);
	pool->threads = calloc((size_t)workers, sizeof(hd_thread *));
	must(pool->threads ? 0 : HD_ENOMEM);
	for (int i = 0; i < workers; i++)
		must(hd_thread_start(work, pool, NULL, &pool->threads[i]));
}

static void pool_close(struct pool *pool)
{
	hd_lock(&pool->lock);
	pool->closed = true;
	hd_broadcast(&pool->changed); /* all of them are to end */
	hd_unlock(&pool->lock);
	for (int i = 0; i < pool->workers; i++) {
		must(hd_thread_join(pool->threads[i], HD_FOREVER, NULL));
		hd_thread_unref(pool->threads[i]);
	}
	free(pool->threads);
	hd_cond_destroy(&pool->changed);
	hd_mutex_destroy(&pool->lock);
}

/* -- the comparison ------------------------------------------------------------------ */

static void *count(void *ran)
{
	atomic_fetch_add((_Atomic int *)ran, 1);
	return NULL;
}

static void on_the_first_pool(void *ran)
{
	struct pool pool;

	pool_open(&pool, lesson_workers());
	for (int i = 0; i < TASKS; i++)
		must(pool_submit(&pool, count, ran));
	pool_close(&pool);
}

static void on_the_library(void *ran)
{
	hd_executor *ex;

	must(hd_executor_new_threads(lesson_workers(), NULL, &ex));
	for (int i = 0; i < TASKS; i++)
		must(hd_executor_submit(ex, count, ran, NULL));
	must(hd_executor_free(&ex));
}

static double show(const char *name, void (*run)(void *ran))
{
	_Atomic int ran = 0;
	double ns = measure(run, &ran, TASKS);

	lesson_say("%s : 6 times %d tasks, %d ran, %4.0f ns each", name, TASKS,
		   atomic_load(&ran), ns);
	return ns;
}

int main(int argc, char **argv)
{
	double first, library;

	lesson_begin(argc, argv, "A pool in one page, and the library beside it.", 2,
		     NULL);
	first = show("first pool ", on_the_first_pool);
	library = show("the library", on_the_library);
	lesson_say("The library took %.2f of the time. (This machine's answer, today.)",
		   library / first);
	return lesson_end();
}
