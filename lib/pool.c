/* SPDX-License-Identifier: MIT */
#include "pool_private.h"

#include <stdlib.h>

#include "executor_private.h"
#include "fork.h"
#include "sync.h"

/* The pools that are being terminated on this stack.  Their callbacks run here, and may not
 * wait for the end of what is above them. */
struct frame {
	const hd_pool *pool;
	const struct frame *below;
};
static _Thread_local const struct frame *terminating;

/* Is the caller a task or a callback of the pool? */
static bool is_inside(const hd_pool *pool)
{
	for (const struct frame *frame = terminating; frame; frame = frame->below)
		if (frame->pool == pool)
			return true;
	return pool->executor->operations->is_inside(pool->executor);
}

/* In a child of fork() the lock may have been caught held, by a thread that is not there. */
static bool is_forked(const hd_pool *pool)
{
	return pool->generation != hd_fork_generation();
}

int hd_pool_new(int workers, const hd_executor_options *options, hd_pool **pool)
{
	hd_pool *made = malloc(sizeof *made);
	int code;

	if (!made)
		return HD_ENOMEM;
	made->workers = workers == HD_DEFAULT_WORKERS ? hd_cpu_count() : workers;
	code = hd_executor_new_threads(made->workers, options, &made->executor);
	if (code)
		goto free_made;
	code = hd_executor_start_all(made->executor);
	if (code)
		goto free_executor;
	atomic_init(&made->references, 1);
	made->generation = hd_fork_generation();
	hd_mutex_init(&made->lock);
	atomic_init(&made->state, HD_POOL_RUN);
	*pool = made;
	return HD_OK;
free_executor:
	hd_executor_free(&made->executor);
free_made:
	free(made);
	return code;
}

void hd_pool_ref(hd_pool *pool)
{
	atomic_fetch_add(&pool->references, 1);
}

void hd_pool_unref(hd_pool *pool)
{
	if (atomic_fetch_sub(&pool->references, 1) != 1)
		return;
	if (!is_forked(pool)) /* else somebody may have held the lock */
		hd_mutex_destroy(&pool->lock);
	free(pool);
}

int hd_pool_workers(const hd_pool *pool)
{
	return pool->workers;
}

int hd_pool_check(const hd_pool *pool)
{
	if (is_forked(pool))
		return HD_EFORKED;
	return atomic_load(&pool->state) == HD_POOL_RUN ? HD_OK : HD_EPOOLSTATE;
}

/* To a later state, or nowhere. */
static void advance(hd_pool *pool, enum hd_pool_state state)
{
	hd_lock(&pool->lock);
	if (atomic_load(&pool->state) < state)
		atomic_store(&pool->state, state);
	hd_unlock(&pool->lock);
}

void hd_pool_close(hd_pool *pool)
{
	if (is_forked(pool))
		return;
	advance(pool, HD_POOL_CLOSE);
	hd_executor_shutdown(pool->executor, false, false);
}

void hd_pool_terminate(hd_pool *pool)
{
	struct frame frame = {pool, terminating};

	if (is_forked(pool))
		return;
	advance(pool, HD_POOL_TERMINATE);
	terminating = &frame;
	hd_executor_shutdown(pool->executor, false, true);
	terminating = frame.below;
}

int hd_pool_join(hd_pool *pool)
{
	if (is_forked(pool))
		return HD_EFORKED;
	if (atomic_load(&pool->state) == HD_POOL_RUN)
		return HD_EPOOLRUNNING;
	if (is_inside(pool))
		return HD_EDEADLOCK;
	return hd_executor_shutdown(pool->executor, true, false);
}

int hd_pool_free(hd_pool **pool)
{
	hd_pool *old = *pool;
	int code;

	if (!old)
		return HD_OK;
	if (!is_forked(old)) {
		if (is_inside(old))
			return HD_EDEADLOCK;
		advance(old, HD_POOL_CLOSE);
	}
	code = hd_executor_free(&old->executor);
	hd_pool_unref(old);
	*pool = NULL;
	return code;
}

void hd_pool_drop(hd_pool **pool)
{
	hd_pool *old = *pool;

	if (!old)
		return;
	if (!is_forked(old))
		advance(old, HD_POOL_CLOSE);
	hd_executor_drop(&old->executor);
	hd_pool_unref(old);
	*pool = NULL;
}

size_t hd_pool_threads(hd_pool *pool, hd_thread **threads, size_t max)
{
	return hd_executor_threads(pool->executor, threads, max);
}

/* -- the gate ------------------------------------------------------------------------------- */

/* Requires pool->lock. */
static int submit_chunk(struct hd_batch *batch, struct hd_chunk *chunk)
{
	hd_task task = {.fn = hd_chunk_run, .arg = chunk, .drop = hd_chunk_drop};
	int code;

	atomic_fetch_add(&batch->references, 1);
	code = hd_executor_submit_task(batch->pool->executor, &task, NULL);
	if (code)
		atomic_fetch_sub(&batch->references, 1);
	return code;
}

int hd_batch_submit(struct hd_batch *batch)
{
	hd_pool *pool = batch->pool;
	int code;

	if (is_forked(pool))
		return HD_EFORKED;
	hd_lock(&pool->lock);
	code = hd_pool_check(pool);
	for (size_t i = 0; i < batch->chunk_count && !code; i++)
		code = submit_chunk(batch, &batch->chunks[i]);
	hd_unlock(&pool->lock);
	/* At exit executors are shut down, and their pools are not asked. */
	return code == HD_ESHUTDOWN ? HD_EPOOLSTATE : code;
}
