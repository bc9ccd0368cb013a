/* SPDX-License-Identifier: MIT */
/* pool_private - the pool, and the batch: what one call asks a pool to do.
 *
 * apply, map and imap are all the same underneath: items cut into chunks, a task a chunk.
 * What differs is what becomes of the results, so an AsyncResult and an imap both begin with
 * a batch and give it their own operations.
 *
 *	pool.c	        RUN, CLOSE, TERMINATE; the gate that every batch passes
 *	batch.c         collecting items, cutting them, running or losing a chunk
 *	async_result.c  apply, map, starmap: all results at once
 *	imap.c          one at a time
 */
#ifndef HEDDLE_POOL_PRIVATE_H
#define HEDDLE_POOL_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "heddle/pool.h"
#include "failure.h"

enum hd_pool_state { HD_POOL_RUN, HD_POOL_CLOSE, HD_POOL_TERMINATE };

/* Locking discipline
 *
 *   lock guards the change of state, and is held while a batch is submitted: so a batch is
 *   accepted whole or refused whole.  No user code runs under it.
 *   Lock order: lock, then what submit takes.
 *   I1  state only grows.  It is atomic, because chunks that are lost read it while the lock
 *       may be held above them on the stack.
 */
struct hd_pool {
	_Atomic unsigned references; /* the handle's, and one a batch */
	hd_executor *executor;
	int workers;
	unsigned generation; /* of the fork that its threads live in */
	pthread_mutex_t lock;
	_Atomic enum hd_pool_state state;
};

/* The items first <= i < last of a batch: one task. */
struct hd_chunk {
	struct hd_batch *batch;
	size_t first, last;
	atomic_bool taken; /* by its task, or by who sees to it that none runs it */
	int lost;	   /* why it never ran, or 0 */
};

/* Exactly one of run and lose is called for each chunk; free when the last reference goes. */
struct hd_batch_operations {
	void (*run)(struct hd_chunk *chunk);
	void (*lose)(struct hd_chunk *chunk);
	void (*free)(struct hd_batch *batch);
};

/* References: one of whoever made it, one a task. */
struct hd_batch {
	const struct hd_batch_operations *operations;
	hd_pool *pool; /* a reference */
	atomic_size_t references;
	hd_fn *fn;
	void **items; /* tuple i is items[i * input_count] and its neighbours */
	size_t count, input_count;
	struct hd_chunk *chunks;
	size_t chunk_count;
	void *single; /* the item of apply */
};

void hd_pool_ref(hd_pool *pool);
void hd_pool_unref(hd_pool *pool);

/* 0 if the pool takes work; HD_EPOOLSTATE, HD_EFORKED. */
int hd_pool_check(const hd_pool *pool);

/* Fills in a batch with one reference; chunksize 0 is Python's default.  HD_EPOOLSTATE,
 * HD_EFORKED, HD_EINVAL, HD_ENOMEM: there is nothing to undo. */
int hd_batch_init(struct hd_batch *batch, const struct hd_batch_operations *operations,
		  hd_pool *pool, hd_fn *fn, const hd_input *inputs, size_t input_count,
		  size_t chunksize);

/* The same with one item. */
int hd_batch_init_single(struct hd_batch *batch,
			 const struct hd_batch_operations *operations, hd_pool *pool,
			 hd_fn *fn, void *arg);

/* Frees what init took. */
void hd_batch_destroy(struct hd_batch *batch);

void hd_batch_unref(struct hd_batch *batch);

/* Submits every chunk.  HD_EPOOLSTATE, or an error of submit: some may have been submitted;
 * the caller takes them back, and waits for those that run already, since the items are the
 * user's again when his call returns. */
int hd_batch_submit(struct hd_batch *batch);

/* Loses every chunk that no task has taken; a task that comes later finds nothing to do. */
void hd_batch_take_back(struct hd_batch *batch, int why);

/* Calls the function on item i. */
void hd_batch_call(const struct hd_batch *batch, size_t i, struct hd_outcome *outcome);

/* What a task and its drop do with a chunk. */
hd_fn hd_chunk_run;
void hd_chunk_drop(void *chunk);

#endif
