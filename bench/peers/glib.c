/* SPDX-License-Identifier: MIT */
/* glib - GLib's GThreadPool: g_thread_pool_push, exclusive threads.
 *
 * A task there has no handle and no result.  What a program does about that is a structure of
 * its own for each task, with a GMutex and a GCond; that takes half of the time that passing the
 * structures back through a GAsyncQueue takes, which as_completed needs to do.  A task cannot be
 * taken back, and has no callback; GTask has one, but its pool has ten threads, for good.
 */
#include <glib.h>
#include <stdlib.h>

#include "by_handle.h"
#include "producers.h"

struct task {
	long (*work)(long i);
	long i, result;
	GMutex lock; /* guards what follows, and result until done */
	GCond changed;
	bool done, waited_for;
};

static GThreadPool *pool;
static GAsyncQueue *completed;
static struct task *tasks;

/* -- the pool --------------------------------------------------------------------------------- */

static void must_g(bool succeeded, const char *call, const GError *error)
{
	must(succeeded, call, error ? error->message : "it fails");
}

/* What a pool runs is one function, given with the pool, not with the task. */
static const char *open_pool(const struct bench_case *c, GFunc function)
{
	GError *error = NULL;

	given = *c;
	tasks = must_have(TASKS(given), sizeof *tasks);
	pool = g_thread_pool_new(function, NULL, given.workers, TRUE, &error);
	must_g(pool, "g_thread_pool_new", error);
	return NULL;
}

static void close_pool(void)
{
	g_thread_pool_free(pool, FALSE, TRUE);
	free(tasks);
	tasks = NULL;
}

static void push(void *data)
{
	GError *error = NULL;

	must_g(g_thread_pool_push(pool, data, &error), "g_thread_pool_push", error);
}

/* -- tasks with a handle ---------------------------------------------------------------------- */

static void run_task(gpointer data, gpointer unused)
{
	struct task *task = data;
	long result = task->work(task->i);

	(void)unused;
	g_mutex_lock(&task->lock);
	task->result = result;
	task->done = true;
	if (task->waited_for)
		g_cond_signal(&task->changed);
	g_mutex_unlock(&task->lock);
}

static const char *open_tasks(const struct bench_case *c)
{
	return open_pool(c, run_task);
}

static void push_task(long i, long (*work)(long i))
{
	struct task *task = &tasks[i];

	task->work = work;
	task->i = i;
	task->done = task->waited_for = false;
	g_mutex_init(&task->lock);
	g_cond_init(&task->changed);
	push(task);
}

static long take_result(long i)
{
	struct task *task = &tasks[i];

	g_mutex_lock(&task->lock);
	task->waited_for = true;
	while (!task->done)
		g_cond_wait(&task->changed, &task->lock);
	g_mutex_unlock(&task->lock);
	g_mutex_clear(&task->lock);
	g_cond_clear(&task->changed);
	return task->result;
}

static const char *open_grains(const struct bench_case *c)
{
	const char *why;

	given = *c;
	why = grain_open();
	return why ? why : open_tasks(c);
}

/* The room for the structures counts, too. */
static const char *open_memory(const struct bench_case *c)
{
	open_tasks(c);
	free(tasks);
	memory_open();
	tasks = must_have(TASKS(given), sizeof *tasks);
	return NULL;
}

/* -- tasks that are handed back --------------------------------------------------------------- */

static void run_and_hand_back(gpointer data, gpointer unused)
{
	struct task *task = data;

	(void)unused;
	task->result = task->work(task->i);
	g_async_queue_push(completed, task);
}

static long as_completed(void)
{
	long sum = 0;

	for (long i = 0; i < given.n; i++) {
		tasks[i].work = empty;
		tasks[i].i = i;
		push(&tasks[i]);
	}
	for (long i = 0; i < given.n; i++)
		sum += ((struct task *)g_async_queue_pop(completed))->result;
	return check_sum(sum);
}

static const char *open_queue(const struct bench_case *c)
{
	completed = g_async_queue_new();
	return open_pool(c, run_and_hand_back);
}

static void close_queue(void)
{
	close_pool();
	g_async_queue_unref(completed);
}

/* -- tasks without a handle ------------------------------------------------------------------- */

static void run_count(gpointer data, gpointer unused)
{
	(void)data, (void)unused;
	count_down();
}

static const char *open_count(const struct bench_case *c)
{
	return open_pool(c, run_count);
}

/* A task is some pointer that is not NULL. */
static void push_some(long first, long last)
{
	for (long i = first; i < last; i++)
		push(&tasks);
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

static void run_meet(gpointer data, gpointer unused)
{
	(void)data, (void)unused;
	meet();
}

static long start_and_stop(void)
{
	open_pool(&given, run_meet);
	push_some(0, given.workers);
	close_pool();
	return 1;
}

static const char *open_meet(const struct bench_case *c)
{
	given = *c;
	meet_open();
	return NULL;
}

static gpointer thread_main(gpointer arg)
{
	return empty_task(arg);
}

static long threads(void)
{
	long sum = 0;

	for (long i = 0; i < given.n; i++) {
		GError *error = NULL;
		GThread *thread = g_thread_try_new(NULL, thread_main, (void *)i, &error);

		must_g(thread, "g_thread_try_new", error);
		sum += (long)g_thread_join(thread);
	}
	return check_sum(sum);
}

static const char *open_none(const struct bench_case *c)
{
	given = *c;
	return NULL;
}

static void close_none(void)
{
}

static const struct bench benches[] = {
	{"thread", open_none, threads, close_none},
	{"submit", open_tasks, submit, close_pool},
	{"roundtrip", open_tasks, ask_all, close_pool},
	{"roundtrip_cold", open_tasks, ask_all, close_pool},
	{"grain", open_grains, grains, close_pool},
	{"sleepers", open_tasks, sleepers, close_pool},
	{"memory", open_memory, memory, close_pool},
	{"as_completed", open_queue, as_completed, close_queue},
	{"detached", open_count, detached, close_pool},
	{"producers", open_count, producers, close_pool},
	{"pool", open_meet, start_and_stop, meet_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "glib", benches);
}
