/* SPDX-License-Identifier: MIT */
/* apr - the Apache Portable Runtime's pool: apr_thread_pool_push.
 *
 * A task there has no handle and no result, but an owner, by which tasks can be taken back: all
 * of one owner with one call.  For results a program has a structure of its own for each task;
 * here with one mutex and one condition for all of them, since making those with each task
 * costs more.
 */
#include <stdlib.h>

#include <apr_general.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>
#include <apr_thread_pool.h>

#include "by_handle.h"
#include "producers.h"

struct task {
	long (*work)(long i);
	long i, result;
	bool done;
};

static struct task *tasks;
static apr_pool_t *room; /* for what APR makes */
static apr_thread_pool_t *pool;

/* lock guards all results, and: */
static apr_thread_mutex_t *lock;
static apr_thread_cond_t *changed;
static bool waited_for;

/* The owners of tasks: those that hold workers, and all others. */
static char holding, others;

static void must_apr(apr_status_t status, const char *call)
{
	char why[128];

	must(!status, call, status ? apr_strerror(status, why, sizeof why) : "");
}

/* -- the pool --------------------------------------------------------------------------------- */

static void start_pool(void)
{
	must_apr(apr_thread_pool_create(&pool, (apr_size_t)given.workers,
					(apr_size_t)given.workers, room),
		 "apr_thread_pool_create");
}

static void stop_pool(void)
{
	must_apr(apr_thread_pool_destroy(pool), "apr_thread_pool_destroy");
}

/* A push walks past all that is queued.  Where the queue is to be long, and the order of no
 * matter, tasks are put on its top instead. */
static bool on_top;

static void push(apr_thread_start_t function, void *arg, void *owner)
{
	if (on_top)
		must_apr(apr_thread_pool_top(pool, function, arg,
					     APR_THREAD_TASK_PRIORITY_NORMAL, owner),
			 "apr_thread_pool_top");
	else
		must_apr(apr_thread_pool_push(pool, function, arg,
					      APR_THREAD_TASK_PRIORITY_NORMAL, owner),
			 "apr_thread_pool_push");
}

/* An allocator of its own gives all memory back with the pool.  Without a mutex an allocator is
 * for one thread only, and each worker has a pool in this one. */
static const char *open_room(const struct bench_case *c)
{
	apr_allocator_t *allocator;
	apr_thread_mutex_t *guard;

	given = *c;
	must_apr(apr_allocator_create(&allocator), "apr_allocator_create");
	must_apr(apr_pool_create_ex(&room, NULL, NULL, allocator), "apr_pool_create");
	apr_allocator_owner_set(allocator, room);
	must_apr(apr_thread_mutex_create(&guard, APR_THREAD_MUTEX_DEFAULT, room),
		 "apr_thread_mutex_create");
	apr_allocator_mutex_set(allocator, guard);
	must_apr(apr_thread_mutex_create(&lock, APR_THREAD_MUTEX_DEFAULT, room),
		 "apr_thread_mutex_create");
	must_apr(apr_thread_cond_create(&changed, room), "apr_thread_cond_create");
	return NULL;
}

static void close_room(void)
{
	apr_pool_destroy(room);
}

static const char *open_pool(const struct bench_case *c)
{
	open_room(c);
	tasks = must_have(TASKS(given), sizeof *tasks);
	start_pool();
	return NULL;
}

static void close_pool(void)
{
	stop_pool();
	close_room();
	free(tasks);
	tasks = NULL;
}

/* -- tasks with a structure of their own ------------------------------------------------------ */

static void *APR_THREAD_FUNC run_task(apr_thread_t *thread, void *arg)
{
	struct task *task = arg;
	long result = task->work(task->i);

	apr_thread_mutex_lock(lock);
	task->result = result;
	task->done = true;
	if (waited_for)
		apr_thread_cond_signal(changed);
	apr_thread_mutex_unlock(lock);
	(void)thread;
	return NULL;
}

static void push_task(long i, long (*work)(long i))
{
	tasks[i].work = work;
	tasks[i].i = i;
	tasks[i].done = false;
	push(run_task, &tasks[i], work == hold ? &holding : &others);
}

static long take_result(long i)
{
	apr_thread_mutex_lock(lock);
	waited_for = true;
	while (!tasks[i].done)
		apr_thread_cond_wait(changed, lock);
	waited_for = false;
	apr_thread_mutex_unlock(lock);
	return tasks[i].result;
}

static const char *open_grains(const struct bench_case *c)
{
	const char *why;

	given = *c;
	why = grain_open();
	return why ? why : open_pool(c);
}

/* -- tasks behind workers that are held ------------------------------------------------------- */

static const char *open_held(const struct bench_case *c)
{
	on_top = true;
	return open_pool(c);
}

static void close_held(void)
{
	close_pool();
	on_top = false;
}

/* The room for the structures counts, too. */
static const char *open_memory(const struct bench_case *c)
{
	given = *c;
	memory_open();
	return open_held(c);
}

/* All are of one owner: they are taken back with one call. */
static long cancel(void)
{
	int64_t start;

	push_behind_held();
	start = bench_now();
	must_apr(apr_thread_pool_tasks_cancel(pool, &others),
		 "apr_thread_pool_tasks_cancel");
	bench_timed(bench_now() - start);
	if (apr_thread_pool_tasks_count(pool))
		bench_fail("%zu tasks were not taken back",
			   apr_thread_pool_tasks_count(pool));
	held_release();
	for (int i = 0; i < given.workers; i++)
		take_result(given.n + i);
	return given.n;
}

/* -- tasks without a structure ---------------------------------------------------------------- */

static void *APR_THREAD_FUNC run_count(apr_thread_t *thread, void *unused)
{
	count_down();
	(void)thread;
	return unused;
}

static void push_some(long first, long last)
{
	for (long i = first; i < last; i++)
		push(run_count, NULL, &others);
}

static long detached(void)
{
	countdown_set(given.n);
	push_some(0, given.n);
	return countdown_wait();
}

static long producers(void)
{
	return produce(push_some);
}

/* -- pools, threads --------------------------------------------------------------------------- */

static void *APR_THREAD_FUNC run_meet(apr_thread_t *thread, void *unused)
{
	meet();
	count_down();
	(void)thread;
	return unused;
}

/* Stopping the pool drops what has not begun: so it waits for the tasks first. */
static long start_and_stop(void)
{
	countdown_set(given.workers);
	start_pool();
	for (int i = 0; i < given.workers; i++)
		push(run_meet, NULL, &others);
	countdown_wait();
	stop_pool();
	return 1;
}

static const char *open_meet(const struct bench_case *c)
{
	open_room(c);
	meet_open();
	return NULL;
}

static void close_meet(void)
{
	meet_close();
	close_room();
}

static void *APR_THREAD_FUNC thread_main(apr_thread_t *thread, void *arg)
{
	apr_thread_exit(thread, *(apr_status_t *)arg);
	return NULL;
}

/* A thread takes memory from a pool, which is emptied after each. */
static long threads(void)
{
	apr_pool_t *one;

	must_apr(apr_pool_create(&one, room), "apr_pool_create");
	for (long i = 0; i < given.n; i++) {
		apr_status_t sent = (apr_status_t)i, received;
		apr_thread_t *thread;

		must_apr(apr_thread_create(&thread, NULL, thread_main, &sent, one),
			 "apr_thread_create");
		must_apr(apr_thread_join(&received, thread), "apr_thread_join");
		if (received != sent)
			bench_fail("thread %ld gave %d", i, received);
		apr_pool_clear(one);
	}
	apr_pool_destroy(one);
	return given.n;
}

static const struct bench benches[] = {
	{"thread", open_room, threads, close_room},
	{"submit", open_pool, submit, close_pool},
	{"roundtrip", open_pool, ask_all, close_pool},
	{"roundtrip_cold", open_pool, ask_all, close_pool},
	{"grain", open_grains, grains, close_pool},
	{"sleepers", open_pool, sleepers, close_pool},
	{"memory", open_memory, memory, close_held},
	{"cancel", open_held, cancel, close_held},
	{"detached", open_pool, detached, close_pool},
	{"producers", open_pool, producers, close_pool},
	{"pool", open_meet, start_and_stop, close_meet},
	{0},
};

int main(int argc, char **argv)
{
	must_apr(apr_initialize(), "apr_initialize");
	return bench_main(argc, argv, "apr", benches);
}
