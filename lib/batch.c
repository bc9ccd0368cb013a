/* SPDX-License-Identifier: MIT */
#include "pool_private.h"

#include <stdlib.h>

#include "input.h"

/* -- making one ------------------------------------------------------------------------------ */

/* Python's: ceil(count / (4 * workers)), at least 1. */
static size_t default_chunksize(size_t count, int workers)
{
	size_t parts = 4 * (size_t)workers;
	size_t size = count / parts + (count % parts != 0);

	return size ? size : 1;
}

/* The last step of making a batch: from here on it keeps its pool. */
static int cut(struct hd_batch *batch, size_t chunksize)
{
	size_t count = batch->count / chunksize + (batch->count % chunksize != 0);

	batch->chunks = calloc(count ? count : 1, sizeof *batch->chunks);
	if (!batch->chunks)
		return HD_ENOMEM;
	batch->chunk_count = count;
	for (size_t i = 0; i < count; i++) {
		size_t first = i * chunksize;
		size_t left = batch->count - first;

		batch->chunks[i].batch = batch;
		batch->chunks[i].first = first;
		batch->chunks[i].last = first + (left < chunksize ? left : chunksize);
		atomic_init(&batch->chunks[i].taken, false);
	}
	hd_pool_ref(batch->pool);
	return HD_OK;
}

int hd_batch_init(struct hd_batch *batch, const struct hd_batch_operations *operations,
		  hd_pool *pool, hd_fn *fn, const hd_input *inputs, size_t input_count,
		  size_t chunksize)
{
	int code = fn && inputs && input_count ? hd_pool_check(pool) : HD_EINVAL;

	if (code)
		return code;
	*batch = (struct hd_batch){
		.operations = operations,
		.pool = pool,
		.fn = fn,
		.input_count = input_count,
	};
	atomic_init(&batch->references, 1);
	code = hd_items_collect(inputs, input_count, &batch->items, &batch->count);
	if (code)
		return code;
	code = cut(batch, chunksize ? chunksize
				    : default_chunksize(batch->count, pool->workers));
	if (code)
		free(batch->items);
	return code;
}

int hd_batch_init_single(struct hd_batch *batch,
			 const struct hd_batch_operations *operations, hd_pool *pool,
			 hd_fn *fn, void *arg)
{
	int code = fn ? hd_pool_check(pool) : HD_EINVAL;

	if (code)
		return code;
	*batch = (struct hd_batch){
		.operations = operations,
		.pool = pool,
		.fn = fn,
		.count = 1,
		.input_count = 1,
		.single = arg,
	};
	atomic_init(&batch->references, 1);
	batch->items = &batch->single;
	return cut(batch, 1);
}

void hd_batch_destroy(struct hd_batch *batch)
{
	hd_pool_unref(batch->pool);
	free(batch->chunks);
	if (batch->items != &batch->single)
		free(batch->items);
}

void hd_batch_unref(struct hd_batch *batch)
{
	/* acquire and release: all that the others did with it happens before it is freed */
	if (atomic_fetch_sub_explicit(&batch->references, 1, memory_order_acq_rel) == 1)
		batch->operations->free(batch);
}

/* -- chunks ----------------------------------------------------------------------------------- */

void hd_batch_call(const struct hd_batch *batch, size_t i, struct hd_outcome *outcome)
{
	void **tuple = batch->items + i * batch->input_count;

	hd_call(batch->fn, batch->input_count == 1 ? *tuple : (void *)tuple, outcome);
}

static void lose(struct hd_chunk *chunk, int why)
{
	if (atomic_exchange(&chunk->taken, true))
		return;
	chunk->lost = why;
	chunk->batch->operations->lose(chunk);
}

void *hd_chunk_run(void *arg)
{
	struct hd_chunk *chunk = arg;
	struct hd_batch *batch = chunk->batch;

	if (!atomic_exchange(&chunk->taken, true))
		batch->operations->run(chunk);
	hd_batch_unref(batch);
	return NULL;
}

/* The executor gives an argument back in two cases only: somebody terminated the pool, or an
 * initializer failed. */
void hd_chunk_drop(void *arg)
{
	struct hd_chunk *chunk = arg;
	struct hd_batch *batch = chunk->batch;
	bool terminated = atomic_load(&batch->pool->state) == HD_POOL_TERMINATE;

	lose(chunk, terminated ? HD_ECANCELLED : HD_EBROKEN);
	hd_batch_unref(batch);
}

void hd_batch_take_back(struct hd_batch *batch, int why)
{
	for (size_t i = 0; i < batch->chunk_count; i++)
		lose(&batch->chunks[i], why);
}
