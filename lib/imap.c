/* SPDX-License-Identifier: MIT */
/* imap: a batch whose results are taken one at a time.
 *
 * There is a hand-made future for each chunk, which is settled when the chunk has ended: in
 * order, the future at the chunk's own place; out of order, the next future that is free.
 * So who iterates waits for the futures one after the other in either case, and if it is a
 * worker, it runs other tasks meanwhile.
 */
#include "pool_private.h"

#include <stdlib.h>

#include "future.h"
#include "sync.h"

/* Discipline: there is no lock.
 *
 *   I1  outcomes[i] is written by the chunk that has i, before its future is settled, and
 *       read after.
 *   I2  The fields of the iteration belong to the one thread that iterates.
 */
struct hd_imap {
	struct hd_batch batch;
	bool ordered;
	hd_future **arrivals;	     /* [batch.chunk_count]; the value is the chunk */
	atomic_size_t arrived;	     /* how many of them are taken, when out of order */
	struct hd_outcome *outcomes; /* [batch.count] */

	/* the iteration */
	size_t next_arrival;
	struct hd_chunk *chunk; /* whose results are being given out, or NULL */
	size_t next_item;
	hd_error error;
};

static hd_imap *imap_of(struct hd_batch *batch)
{
	return (hd_imap *)batch;
}

/* -- chunks ----------------------------------------------------------------------------------- */

static void arrive(struct hd_chunk *chunk)
{
	hd_imap *it = imap_of(chunk->batch);
	size_t place = it->ordered ? (size_t)(chunk - chunk->batch->chunks)
				   : atomic_fetch_add(&it->arrived, 1);

	HD_CHECKED(hd_future_set_result(it->arrivals[place], chunk, NULL));
}

/* Unlike a map's, the chunk of an imap goes on after a failure. */
static void run_chunk(struct hd_chunk *chunk)
{
	for (size_t i = chunk->first; i < chunk->last; i++)
		hd_batch_call(chunk->batch, i, &imap_of(chunk->batch)->outcomes[i]);
	arrive(chunk);
}

/* -- making and freeing ---------------------------------------------------------------------- */

static void unref_arrivals(hd_imap *it)
{
	for (size_t i = 0; i < it->batch.chunk_count; i++)
		hd_future_unref(it->arrivals[i]);
	free(it->arrivals);
}

static void free_imap(struct hd_batch *batch)
{
	hd_imap *it = imap_of(batch);

	for (size_t i = 0; i < batch->count; i++) {
		hd_failure_free(it->outcomes[i].failure);
		if (it->outcomes[i].owned)
			free(it->outcomes[i].result);
	}
	free(it->outcomes);
	unref_arrivals(it);
	hd_batch_destroy(batch);
	free(it);
}

static const struct hd_batch_operations operations = {run_chunk, arrive, free_imap};

/* Gives an imap, whose batch is there, the rest.  HD_ENOMEM: the batch stays. */
static int equip(hd_imap *it)
{
	size_t items = it->batch.count, chunks = it->batch.chunk_count;

	it->arrivals = calloc(chunks ? chunks : 1, sizeof(hd_future *));
	if (!it->arrivals)
		return HD_ENOMEM;
	for (size_t i = 0; i < chunks; i++)
		if (hd_future_new_local(&it->arrivals[i]))
			goto unref;
	it->outcomes = calloc(items ? items : 1, sizeof *it->outcomes);
	if (it->outcomes)
		return HD_OK;
unref:
	unref_arrivals(it);
	return HD_ENOMEM;
}

/* Nobody will iterate, but the user has the items back when the call returns. */
static void wait_for_all(hd_imap *it)
{
	for (size_t i = 0; i < it->batch.chunk_count; i++)
		if (hd_future_result(it->arrivals[i], HD_FOREVER, NULL))
			break; /* this thread stands in the way itself */
}

static int start(hd_pool *pool, hd_fn *fn, const hd_input *input, size_t chunksize,
		 bool ordered, hd_imap **it)
{
	hd_imap *made;
	int code;

	if (!chunksize)
		return HD_ECHUNKSIZE;
	made = calloc(1, sizeof *made);
	if (!made)
		return HD_ENOMEM;
	made->ordered = ordered;
	code = hd_batch_init(&made->batch, &operations, pool, fn, input, 1, chunksize);
	if (code)
		goto free_made;
	code = equip(made);
	if (code)
		goto destroy_batch;
	code = hd_batch_submit(&made->batch);
	if (code) {
		hd_batch_take_back(&made->batch, code);
		wait_for_all(made);
		hd_batch_unref(&made->batch);
		return code;
	}
	*it = made;
	return HD_OK;
destroy_batch:
	hd_batch_destroy(&made->batch);
free_made:
	free(made);
	return code;
}

int hd_pool_imap(hd_pool *pool, hd_fn *fn, hd_input input, size_t chunksize, hd_imap **it)
{
	return start(pool, fn, &input, chunksize, true, it);
}

int hd_pool_imap_unordered(hd_pool *pool, hd_fn *fn, hd_input input, size_t chunksize,
			   hd_imap **it)
{
	return start(pool, fn, &input, chunksize, false, it);
}

void hd_imap_free(hd_imap **it)
{
	if (*it)
		hd_batch_unref(&(*it)->batch);
	*it = NULL;
}

/* -- iterating ---------------------------------------------------------------------------------- */

/* What became of one item of the chunk. */
static int give(hd_imap *it, size_t i, void **result)
{
	const struct hd_outcome *outcome = &it->outcomes[i];
	int lost = it->chunk->lost;

	if (lost) {
		it->error = (hd_error){lost, hd_strerror(lost), NULL};
		return lost == HD_ECANCELLED ? HD_ECANCELLED : HD_EFAILED;
	}
	it->error = hd_failure_error(outcome->code, outcome->failure);
	if (outcome->code)
		return HD_EFAILED;
	if (result)
		*result = outcome->result;
	return HD_OK;
}

int hd_imap_next(hd_imap *it, double timeout, void **result)
{
	int code;

	if (!it->chunk) {
		void *chunk;

		if (it->next_arrival == it->batch.chunk_count)
			return HD_END;
		code = hd_future_result(it->arrivals[it->next_arrival], timeout, &chunk);
		if (code)
			return code;
		it->next_arrival++;
		it->chunk = chunk;
		it->next_item = it->chunk->first;
	}
	code = give(it, it->next_item, result);
	if (++it->next_item == it->chunk->last)
		it->chunk = NULL;
	return code;
}

hd_error hd_imap_exception(const hd_imap *it)
{
	return it->error;
}
