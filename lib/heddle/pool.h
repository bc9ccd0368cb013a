/* SPDX-License-Identifier: MIT */
/* pool - the ThreadPool of Python's multiprocessing.pool: apply, map, imap; close, join.
 *
 *	hd_pool *pool;
 *	hd_async_result *r;
 *	if (hd_pool_new(4, NULL, &pool) == 0) {
 *		hd_pool_map_async(pool, work, hd_range(0, 10), 1, NULL, &r);
 *		hd_async_result_wait(r, HD_FOREVER);
 *		hd_async_result_free(&r);
 *		hd_pool_free(&pool);
 *	}
 *
 *	RUN -> CLOSE      no new work; queued work still runs
 *	   `-> TERMINATE  queued work is settled as cancelled
 *
 * A map cuts its items into chunks.  A failing item ends its chunk, the other chunks run,
 * and the first failure is reported when all chunks have ended.
 *
 * Errors:   0 or an HD_E code; a task's failure is HD_EFAILED and is in the result.
 * Threads:  any function, from any thread.
 * Memory:   new/free.  Results are the tasks' pointers.
 * Time:     timeouts in seconds; apply, map, get, wait, join and the iterators block.
 */
#ifndef HEDDLE_POOL_H
#define HEDDLE_POOL_H

#include "heddle/error.h"
#include "heddle/executor.h"
#include "heddle/thread.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hd_pool hd_pool;
typedef struct hd_async_result hd_async_result;
typedef struct hd_imap hd_imap;

/* Starts a pool; all its workers are started now.  workers is HD_DEFAULT_WORKERS (here: the
 * CPUs) or above 0.  HD_EWORKERS, HD_ENOMEM, HD_ETHREAD: a thread could not be started,
 * those that were have ended again. */
HD_API HD_MUST_CHECK int hd_pool_new(int workers, const hd_executor_options *options,
				     hd_pool **pool);

/* No new work from now on; what is queued runs. */
HD_API void hd_pool_close(hd_pool *pool);

/* No new work, and what is queued is settled as cancelled.  Running tasks end by themselves. */
HD_API void hd_pool_terminate(hd_pool *pool);

/* Waits until the workers have ended; may be called again.  HD_EPOOLRUNNING: neither closed
 * nor terminated; HD_EDEADLOCK: called by one of its own tasks or callbacks. */
HD_API HD_MUST_CHECK int hd_pool_join(hd_pool *pool);

/* Closes, unless that or terminate was called; joins; frees; sets *pool to NULL; NULL is
 * let be.  HD_EDEADLOCK: as in join, nothing happens. */
HD_API int hd_pool_free(hd_pool **pool);

/* Closes and lets go without waiting: accepted work still runs, and is waited for at exit.  May
 * be called anywhere, also in its own tasks. */
HD_API void hd_pool_drop(hd_pool **pool);

HD_API int hd_pool_workers(const hd_pool *pool);

/* Its threads, as hd_executor_threads: a host that must not block in join joins these. */
HD_API size_t hd_pool_threads(hd_pool *pool, hd_thread **threads, size_t max);

/* -- one task ------------------------------------------------------------------------------ */

/* Calls fn(arg) in a worker and waits.  HD_EFAILED: *error (may be NULL) has the code and a
 * copy of the message for the caller to free() (NULL if there was no memory for it); its
 * data is NULL.  A result made by hd_return_copy becomes the caller's, to free().
 * HD_EPOOLSTATE: not running; HD_ECANCELLED: terminated before it ran. */
HD_API HD_MUST_CHECK int hd_pool_apply(hd_pool *pool, hd_fn *fn, void *arg, void **result,
				       hd_error *error);

/* Exactly one of the two is called, once, before the result is ready: in a worker, or for work
 * that was terminated in the thread that terminates (with HD_ECANCELLED), or for an empty map
 * in the caller.  value is what get would give: the result of apply, or the array of results
 * of a map. */
typedef struct hd_async_callbacks {
	void (*callback)(void *value, void *arg);
	void (*error_callback)(const hd_error *error, void *arg);
	void *arg;
} hd_async_callbacks;

/* The same without waiting.  callbacks may be NULL; it is copied.  result may be NULL. */
HD_API HD_MUST_CHECK int hd_pool_apply_async(hd_pool *pool, hd_fn *fn, void *arg,
					     const hd_async_callbacks *callbacks,
					     hd_async_result **result);

/* -- many items ------------------------------------------------------------------------------ */

/* The chunk that Python takes by itself: ceil(items / (4 * workers)). */
#define HD_DEFAULT_CHUNK 0

/* Calls fn on every item and waits; results[i] is what item i gave, owned as in apply (results
 * may be NULL: then copies are freed).  For a generator, whose length is not known before,
 * take map_async.  Errors as in apply. */
HD_API HD_MUST_CHECK int hd_pool_map(hd_pool *pool, hd_fn *fn, hd_input input,
				     size_t chunksize, void **results, hd_error *error);
HD_API HD_MUST_CHECK int hd_pool_map_async(hd_pool *pool, hd_fn *fn, hd_input input,
					   size_t chunksize,
					   const hd_async_callbacks *callbacks,
					   hd_async_result **result);

/* The same over several inputs: fn gets a void *[], one item of each. */
HD_API HD_MUST_CHECK int hd_pool_starmap(hd_pool *pool, hd_fn *fn, const hd_input *inputs,
					 size_t input_count, size_t chunksize,
					 void **results, hd_error *error);
HD_API HD_MUST_CHECK int hd_pool_starmap_async(hd_pool *pool, hd_fn *fn,
					       const hd_input *inputs, size_t input_count,
					       size_t chunksize,
					       const hd_async_callbacks *callbacks,
					       hd_async_result **result);

/* -- AsyncResult --------------------------------------------------------------------------- */

/* Waits for the value: the result of apply in *value, or the results of a map as a void **
 * that belongs to the AsyncResult.  HD_ETIMEDOUT, HD_EFAILED, HD_ECANCELLED (terminated). */
HD_API HD_MUST_CHECK int hd_async_result_get(hd_async_result *result, double timeout,
					     void **value);

/* How many results the array has: 1 for apply. */
HD_API size_t hd_async_result_count(const hd_async_result *result);

/* Waits until it is ready: 0, or HD_ETIMEDOUT. */
HD_API int hd_async_result_wait(hd_async_result *result, double timeout);
HD_API bool hd_async_result_ready(hd_async_result *result);

/* HD_ENOTREADY before it is ready. */
HD_API HD_MUST_CHECK int hd_async_result_successful(hd_async_result *result, bool *yes);

/* Why it failed; code 0 if it did not.  Alive as long as the AsyncResult. */
HD_API hd_error hd_async_result_exception(hd_async_result *result);

/* May come before it is ready: the work goes on.  Sets *result to NULL; NULL is let be. */
HD_API void hd_async_result_free(hd_async_result **result);

/* -- imap ------------------------------------------------------------------------------------ */

/* Results one at a time, in input order, or as they come; an item's failure is given in its
 * place, and the iteration goes on.  chunksize at least 1, else HD_ECHUNKSIZE.  An iterator
 * belongs to one thread at a time; results and failures that it owns live until it is freed. */
HD_API HD_MUST_CHECK int hd_pool_imap(hd_pool *pool, hd_fn *fn, hd_input input,
				      size_t chunksize, hd_imap **it);
HD_API HD_MUST_CHECK int hd_pool_imap_unordered(hd_pool *pool, hd_fn *fn, hd_input input,
						size_t chunksize, hd_imap **it);

/* Waits at most timeout seconds for the next.  HD_END after the last; HD_ETIMEDOUT, which
 * may be tried again; HD_EFAILED (hd_imap_exception), HD_ECANCELLED: that item. */
HD_API HD_MUST_CHECK int hd_imap_next(hd_imap *it, double timeout, void **result);
HD_API hd_error hd_imap_exception(const hd_imap *it);
HD_API void hd_imap_free(hd_imap **it);

#ifdef __cplusplus
}
#endif
#endif
