/* SPDX-License-Identifier: MIT */
/* apply, map and starmap: a batch whose results are all there at once.
 *
 * Who owns a copy that an item made with hd_return_copy?  The AsyncResult, which frees it
 * when it is freed itself.  hd_pool_apply and hd_pool_map have no AsyncResult to leave it
 * with: they give it to the caller, together with the results, to be freed with free().
 * (A caller that passes no place for the results gets no copies either.)
 */
#include "pool_private.h"

#include <stdlib.h>
#include <string.h>

#include "future.h"
#include "sync.h"

/* Locking discipline
 *
 *   lock guards the fields below it until the result is ready; after that they do not change.
 *   It is a leaf.
 *   I1  results[i] and owned[i] are written by the chunk that has i, before it ends; they are
 *       read when all chunks have ended.
 *   I2  unfinished falls once for each chunk.  Who lowers it to 0 calls back, and then makes
 *       the result ready.
 */
struct hd_async_result {
	struct hd_batch batch;
	hd_future *ready; /* settled by hand; the value is in here, not there */
	bool is_map;
	void **results; /* [batch.count] */
	bool *owned;	/* results[i] is a copy */

	pthread_mutex_t lock;
	hd_async_callbacks callbacks;
	size_t unfinished;
	int code;		    /* 0, or why it failed: the first failure in time */
	bool lost;		    /* code says why a chunk never ran */
	struct hd_failure *failure; /* what an item raised with code */
};

static hd_async_result *result_of(struct hd_batch *batch)
{
	return (hd_async_result *)batch;
}

/* Requires that all chunks have ended. */
static hd_error error_of(const hd_async_result *result)
{
	if (result->lost)
		return (hd_error){result->code, hd_strerror(result->code), NULL};
	return hd_failure_error(result->code, result->failure);
}

/* Requires that all chunks have ended, and well. */
static void *value_of(const hd_async_result *result)
{
	return result->is_map ? (void *)result->results : result->results[0];
}

/* -- the end of a chunk, and of the last ----------------------------------------------------- */

static void complete(hd_async_result *result)
{
	const hd_async_callbacks *callbacks = &result->callbacks;
	hd_error error = error_of(result);

	if (!error.code && callbacks->callback)
		callbacks->callback(value_of(result), callbacks->arg);
	if (error.code && callbacks->error_callback)
		callbacks->error_callback(&error, callbacks->arg);
	HD_CHECKED(hd_future_set_result(result->ready, NULL, NULL));
}

/* A chunk has ended: well (code 0), with what its item raised, or without having run. */
static void end_chunk(hd_async_result *result, int code, bool lost,
		      struct hd_failure *failure)
{
	bool last;

	hd_lock(&result->lock);
	if (code && !result->code) {
		result->code = code;
		result->lost = lost;
		result->failure = failure;
		failure = NULL;
	}
	last = --result->unfinished == 0;
	hd_unlock(&result->lock);
	hd_failure_free(failure); /* not the first: its data's drop is user code */
	if (last)
		complete(result);
}

static void run_chunk(struct hd_chunk *chunk)
{
	hd_async_result *result = result_of(chunk->batch);
	struct hd_outcome outcome = {0};

	for (size_t i = chunk->first; i < chunk->last && !outcome.code; i++) {
		hd_batch_call(chunk->batch, i, &outcome);
		result->results[i] = outcome.result;
		result->owned[i] = outcome.owned;
	}
	end_chunk(result, outcome.code, false, outcome.failure);
}

static void lose_chunk(struct hd_chunk *chunk)
{
	end_chunk(result_of(chunk->batch), chunk->lost, true, NULL);
}

/* -- making and freeing ---------------------------------------------------------------------- */

static void free_result(struct hd_batch *batch)
{
	hd_async_result *result = result_of(batch);

	for (size_t i = 0; i < batch->count; i++)
		if (result->owned[i])
			free(result->results[i]);
	hd_failure_free(result->failure);
	hd_mutex_destroy(&result->lock);
	free(result->owned);
	free(result->results);
	hd_future_unref(result->ready);
	hd_batch_destroy(batch);
	free(result);
}

static const struct hd_batch_operations operations = {run_chunk, lose_chunk, free_result};

/* Gives a result, whose batch is there, the rest.  HD_ENOMEM: the batch stays. */
static int equip(hd_async_result *result, const hd_async_callbacks *callbacks)
{
	size_t count = result->batch.count ? result->batch.count : 1;

	result->results = calloc(count, sizeof *result->results);
	if (!result->results)
		return HD_ENOMEM;
	result->owned = calloc(count, sizeof *result->owned);
	if (!result->owned)
		goto free_results;
	if (hd_future_new_local(&result->ready))
		goto free_owned;
	hd_mutex_init(&result->lock);
	if (callbacks)
		result->callbacks = *callbacks;
	result->unfinished = result->batch.chunk_count;
	return HD_OK;
free_owned:
	free(result->owned);
free_results:
	free(result->results);
	return HD_ENOMEM;
}

/* Undoes a submission that went wrong half way.  Nobody is called back, and the items are the
 * user's again when this returns, so it waits for the chunks that run already. */
static void abandon(hd_async_result *result, int why)
{
	hd_lock(&result->lock);
	result->callbacks = (hd_async_callbacks){0};
	hd_unlock(&result->lock);
	hd_batch_take_back(&result->batch, why);
	if (result->batch.chunk_count)
		hd_async_result_wait(result, HD_FOREVER);
}

/* Equips and submits a result whose batch is there, and gives it out, or takes it all. */
static int launch(hd_async_result *made, const hd_async_callbacks *callbacks,
		  hd_async_result **result)
{
	int code = equip(made, callbacks);

	if (code) {
		hd_batch_destroy(&made->batch);
		free(made);
		return code;
	}
	code = hd_batch_submit(&made->batch);
	if (code)
		abandon(made, code);
	else if (!made->batch.count)
		complete(made); /* there is no chunk that could be the last */
	if (code || !result)
		hd_batch_unref(&made->batch);
	else
		*result = made;
	return code;
}

int hd_pool_apply_async(hd_pool *pool, hd_fn *fn, void *arg,
			const hd_async_callbacks *callbacks, hd_async_result **result)
{
	hd_async_result *made = calloc(1, sizeof *made);
	int code;

	if (!made)
		return HD_ENOMEM;
	code = hd_batch_init_single(&made->batch, &operations, pool, fn, arg);
	if (code) {
		free(made);
		return code;
	}
	return launch(made, callbacks, result);
}

int hd_pool_starmap_async(hd_pool *pool, hd_fn *fn, const hd_input *inputs,
			  size_t input_count, size_t chunksize,
			  const hd_async_callbacks *callbacks, hd_async_result **result)
{
	hd_async_result *made = calloc(1, sizeof *made);
	int code;

	if (!made)
		return HD_ENOMEM;
	made->is_map = true;
	code = hd_batch_init(&made->batch, &operations, pool, fn, inputs, input_count,
			     chunksize);
	if (code) {
		free(made);
		return code;
	}
	return launch(made, callbacks, result);
}

int hd_pool_map_async(hd_pool *pool, hd_fn *fn, hd_input input, size_t chunksize,
		      const hd_async_callbacks *callbacks, hd_async_result **result)
{
	return hd_pool_starmap_async(pool, fn, &input, 1, chunksize, callbacks, result);
}

void hd_async_result_free(hd_async_result **result)
{
	if (*result)
		hd_batch_unref(&(*result)->batch);
	*result = NULL;
}

/* -- looking and waiting --------------------------------------------------------------------- */

int hd_async_result_wait(hd_async_result *result, double timeout)
{
	return hd_future_result(result->ready, timeout, NULL);
}

bool hd_async_result_ready(hd_async_result *result)
{
	return hd_future_done(result->ready);
}

size_t hd_async_result_count(const hd_async_result *result)
{
	return result->batch.count;
}

int hd_async_result_get(hd_async_result *result, double timeout, void **value)
{
	int code = hd_async_result_wait(result, timeout);

	if (code)
		return code;
	if (result->code)
		return result->lost && result->code == HD_ECANCELLED ? HD_ECANCELLED
								     : HD_EFAILED;
	if (value)
		*value = value_of(result);
	return HD_OK;
}

int hd_async_result_successful(hd_async_result *result, bool *yes)
{
	if (!hd_async_result_ready(result))
		return HD_ENOTREADY;
	*yes = !result->code;
	return HD_OK;
}

hd_error hd_async_result_exception(hd_async_result *result)
{
	return hd_async_result_ready(result) ? error_of(result)
					     : (hd_error){0, NULL, NULL};
}

/* -- the same, waiting ------------------------------------------------------------------------ */

/* Waits, hands over the results (and the copies with them) or the failure, and frees.  The
 * failure's data stays behind, since nobody would drop it: only the code and the words
 * survive. */
static int wait_and_take(hd_async_result *result, void **results, hd_error *error)
{
	int code = hd_async_result_get(result, HD_FOREVER, NULL);

	if (!code && results) {
		memcpy(results, result->results, result->batch.count * sizeof *results);
		memset(result->owned, 0, result->batch.count * sizeof *result->owned);
	}
	if (code == HD_EFAILED && error) {
		hd_error why = error_of(result);

		*error = (hd_error){why.code, strdup(why.message), NULL};
	}
	hd_async_result_free(&result);
	return code;
}

int hd_pool_apply(hd_pool *pool, hd_fn *fn, void *arg, void **result, hd_error *error)
{
	hd_async_result *pending;
	int code = hd_pool_apply_async(pool, fn, arg, NULL, &pending);

	return code ? code : wait_and_take(pending, result, error);
}

int hd_pool_starmap(hd_pool *pool, hd_fn *fn, const hd_input *inputs, size_t input_count,
		    size_t chunksize, void **results, hd_error *error)
{
	hd_async_result *pending;
	int code = hd_pool_starmap_async(pool, fn, inputs, input_count, chunksize, NULL,
					 &pending);

	return code ? code : wait_and_take(pending, results, error);
}

int hd_pool_map(hd_pool *pool, hd_fn *fn, hd_input input, size_t chunksize,
		void **results, hd_error *error)
{
	return hd_pool_starmap(pool, fn, &input, 1, chunksize, results, error);
}
