/* SPDX-License-Identifier: MIT */
#include "scheduler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fork.h"
#include "registry.h"
#include "settle.h"
#include "worker.h"

/* -- making and freeing ------------------------------------------------------------------------ */

static void free_worker(struct hd_worker *w)
{
	hd_thread_unref(w->thread);
	hd_deque_destroy(&w->deque);
	hd_parker_destroy(&w->parker);
	free(w);
}

int hd_scheduler_new(int workers, const hd_executor_options *options,
		     struct hd_scheduler **scheduler)
{
	size_t size = sizeof(struct hd_scheduler) + (size_t)workers * sizeof(void *);
	static _Atomic unsigned last_number;
	struct hd_scheduler *s;

	size = (size + HD_CACHE_LINE - 1) / HD_CACHE_LINE * HD_CACHE_LINE;
	s = aligned_alloc(HD_CACHE_LINE, size);
	if (!s)
		return HD_ENOMEM;
	memset(s, 0, sizeof *s);
	s->prefix = strdup(options->thread_name_prefix);
	if (!s->prefix) {
		free(s);
		return HD_ENOMEM;
	}
	s->number = atomic_fetch_add(&last_number, 1) + 1;
	s->max = workers;
	s->generation = hd_fork_generation();
	s->initializer = options->initializer;
	s->initarg = options->initarg;
	hd_queue_init(&s->queue);
	hd_idlers_init(&s->idlers, !options->no_spinning && hd_cpu_count() > 1);
	hd_mutex_init(&s->lock);
	atomic_init(&s->references, 1);
	hd_registry_add(s);
	*scheduler = s;
	return 0;
}

/* A copy in the child of a fork has its locks in any state: it is let lie. */
void hd_scheduler_bury(struct hd_scheduler *s)
{
	if (s->generation != hd_fork_generation())
		return;
	hd_scheduler_join(s);
	for (int i = 0; i < atomic_load(&s->started); i++)
		free_worker(s->workers[i]);
	hd_mutex_destroy(&s->lock);
	hd_idlers_destroy(&s->idlers);
	hd_queue_destroy(&s->queue);
	free(s->prefix);
	free(s);
}

void hd_scheduler_unref(struct hd_scheduler *s)
{
	/* acquire and release: every thread's last use comes before the end */
	if (atomic_fetch_sub_explicit(&s->references, 1, memory_order_acq_rel) != 1)
		return;
	hd_registry_remove(s);
	hd_scheduler_bury(s);
}

/* -- starting threads --------------------------------------------------------------------------- */

static int new_worker(struct hd_scheduler *s, int index, struct hd_worker **worker)
{
	struct hd_worker *w = aligned_alloc(HD_CACHE_LINE, sizeof *w);

	if (!w)
		return HD_ENOMEM;
	memset(w, 0, sizeof *w);
	if (hd_deque_init(&w->deque)) {
		free(w);
		return HD_ENOMEM;
	}
	w->scheduler = s;
	w->index = index;
	w->batch = 1;
	hd_parker_init(&w->parker);
	w->sleeper.parker = &w->parker;
	w->sleeper.patience = HD_SPIN_ROUNDS;
	*worker = w;
	return 0;
}

static int start_thread(struct hd_scheduler *s, struct hd_worker *w)
{
	size_t size = strlen(s->prefix) + sizeof "_-2147483648";
	char *name = malloc(size);
	int code;

	if (!name)
		return HD_ENOMEM;
	snprintf(name, size, "%s_%d", s->prefix, w->index);
	atomic_fetch_add(&s->references, 1);
	code = hd_thread_start(hd_worker_main, w, name, &w->thread);
	if (code)
		atomic_fetch_sub(&s->references, 1);
	free(name);
	return code;
}

/* Starts one more worker, with its first task if there is one, and then waits until the thread
 * runs: so that the first tasks start in the order in which they came.  On failure the task is
 * untouched.  Requires s->lock, and that started is below max. */
static int start_worker(struct hd_scheduler *s, hd_future *first)
{
	struct hd_wait begun = {.parker = hd_parker_self()};
	int index = atomic_load(&s->started), code;
	struct hd_worker *w;

	code = new_worker(s, index, &w);
	if (code)
		return code;
	w->first = first;
	w->begun = first ? &begun : NULL;
	code = start_thread(s, w);
	if (code) {
		free_worker(w);
		return code;
	}
	s->workers[index] = w;
	atomic_store(&s->started, index + 1);
	while (first && !atomic_load(&begun.fired))
		hd_park(begun.parker, HD_NEVER);
	/* Now the new thread has let go of this one's parker. */
	hd_lock(&s->idlers.lock);
	hd_unlock(&s->idlers.lock);
	return 0;
}

int hd_scheduler_start_all(struct hd_scheduler *s)
{
	int code = 0;

	if (s->generation != hd_fork_generation())
		return HD_EFORKED;
	hd_lock(&s->lock);
	while (!code && atomic_load(&s->started) < s->max)
		code = atomic_load(&s->closed) ? hd_queue_closed(&s->queue)
					       : start_worker(s, NULL);
	hd_unlock(&s->lock);
	return code;
}

/* -- submitting ----------------------------------------------------------------------------------- */

/* Puts a task where a worker will find it, and sees to it that one looks. */
static inline int push(struct hd_scheduler *s, hd_future *task)
{
	struct hd_worker *w = hd_worker_self;
	bool was_empty;
	int code;

	if (w && w->scheduler == s) {
		if (atomic_load(&s->closed))
			return hd_queue_closed(&s->queue);
		if (hd_deque_push_one(&w->deque, task)) {
			hd_idlers_wake_one(&s->idlers, hd_worker_look, s);
			return 0;
		}
	}
	code = hd_queue_push(&s->queue, task, &was_empty);
	/* If others stand before it, a worker is on its way to them and wakes the next (I1
	 * in idle.h). */
	if (!code && was_empty)
		hd_idlers_wake_one(&s->idlers, hd_worker_look, s);
	return code;
}

/* Is the caller a worker of it that counts as free, but is not: in a callback, after its task? */
static int in_callback(const struct hd_scheduler *s)
{
	return hd_worker_self && hd_worker_self->scheduler == s && !hd_frame_top();
}

/* Starts a thread for the task if there is more work than threads.  *taken says whether the
 * new thread has it.  When no thread can be had, the ones that are there must do. */
static int start_for(struct hd_scheduler *s, hd_future *task, bool *taken)
{
	int code = 0;

	*taken = false;
	hd_lock(&s->lock);
	if (atomic_load(&s->closed)) {
		code = hd_queue_closed(&s->queue);
	} else if (atomic_load(&s->load) + in_callback(s) > atomic_load(&s->started) &&
		   atomic_load(&s->started) < s->max) {
		code = start_worker(s, task);
		*taken = !code;
		if (code && atomic_load(&s->started))
			code = 0;
	}
	hd_unlock(&s->lock);
	return code;
}

/* Submitting while threads may still be missing. */
static int submit_growing(struct hd_scheduler *s, hd_future *task)
{
	/* Read before the load, for it only grows: a thread that another submitter starts for
	 * its own task meanwhile must not be taken for a free one. */
	int started = atomic_load(&s->started), code = 0;
	bool taken = false;

	if (atomic_fetch_add(&s->load, 1) + 1 + in_callback(s) > started)
		code = start_for(s, task, &taken);
	if (!code && !taken)
		code = push(s, task);
	if (code)
		atomic_fetch_sub(&s->load, 1);
	return code;
}

int hd_scheduler_submit(struct hd_scheduler *s, hd_future *task)
{
	if (s->generation != hd_fork_generation())
		return HD_EFORKED;
	if (atomic_load(&s->started) < s->max)
		return submit_growing(s, task);
	return push(s, task);
}

/* -- ending ------------------------------------------------------------------------------------------ */

static void close_with(struct hd_scheduler *s, int code, bool force)
{
	hd_lock(&s->lock);
	hd_queue_close(&s->queue, code, force);
	atomic_store(&s->closed, true);
	hd_unlock(&s->lock);
	hd_idlers_wake_all(&s->idlers);
}

void hd_scheduler_close(struct hd_scheduler *s)
{
	if (s->generation == hd_fork_generation())
		close_with(s, HD_ESHUTDOWN, false);
}

hd_future *hd_scheduler_take_any(struct hd_scheduler *s)
{
	int started = atomic_load(&s->started);
	hd_future *task;

	if (hd_queue_take(&s->queue, &task, 1))
		return task;
	for (int i = 0; i < started; i++)
		while (hd_deque_count(&s->workers[i]->deque))
			if ((task = hd_deque_take(&s->workers[i]->deque)))
				return task;
	return NULL;
}

void hd_scheduler_cancel_queued(struct hd_scheduler *s)
{
	hd_future *task;

	if (s->generation != hd_fork_generation())
		return;
	while ((task = hd_scheduler_take_any(s)))
		hd_task_refuse(task, 0, NULL);
}

void hd_scheduler_break(struct hd_scheduler *s, const char *message)
{
	hd_future *task;

	close_with(s, HD_EBROKEN, true);
	while ((task = hd_scheduler_take_any(s)))
		hd_task_refuse(task, HD_EBROKEN, message);
}

int hd_scheduler_join(struct hd_scheduler *s)
{
	if (s->generation != hd_fork_generation())
		return HD_EFORKED;
	/* Closed: no thread is started any more (I2 in worker.h). */
	for (int i = 0; i < atomic_load(&s->started); i++)
		hd_thread_join(s->workers[i]->thread, HD_FOREVER, NULL);
	return 0;
}

bool hd_scheduler_is_mine(const struct hd_scheduler *s)
{
	struct hd_worker *w = hd_worker_self;

	return w && w->scheduler == s;
}

/* -- looking ------------------------------------------------------------------------------------------- */

unsigned hd_scheduler_number(const struct hd_scheduler *s)
{
	return s->number;
}

bool hd_scheduler_spins(const struct hd_scheduler *s)
{
	return s->idlers.spinning;
}

size_t hd_scheduler_threads(struct hd_scheduler *s, hd_thread **threads, size_t max)
{
	size_t started;

	if (s->generation != hd_fork_generation())
		return 0;
	hd_lock(&s->lock);
	started = (size_t)atomic_load(&s->started);
	for (size_t i = 0; i < started && i < max; i++)
		threads[i] = hd_thread_ref(s->workers[i]->thread);
	hd_unlock(&s->lock);
	return started;
}

size_t hd_scheduler_queued(struct hd_scheduler *s)
{
	int started = atomic_load(&s->started);
	size_t count = hd_queue_count(&s->queue);

	for (int i = 0; i < started; i++)
		count += hd_deque_count(&s->workers[i]->deque);
	return count;
}
