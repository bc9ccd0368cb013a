/* SPDX-License-Identifier: MIT */
/* executor - somebody who runs tasks: submit, map, shutdown.
 *
 *	hd_executor *ex;
 *	hd_future *f;
 *	if (hd_executor_new_threads(5, NULL, &ex) == 0) {
 *		if (hd_executor_submit(ex, work, arg, &f) == 0)
 *			hd_future_unref(f);
 *		hd_executor_free(&ex);		// everything submitted has run
 *	}
 *
 * One interface over a table of operations.  A thread executor starts its workers when
 * there is work and nobody idle, and keeps them.  A serial executor runs each task inside
 * submit: the same program, one thread, no surprises.
 *
 * Tasks start first come, first served, per submitter on one worker.  A task that waits
 * for another task of its executor runs queued ones meanwhile, so waiting for what has not
 * started does not deadlock: the awaited task may start ahead of its turn.  The other tasks
 * run on the stack of the one that waits, and must end before it goes on; so a task may not
 * wait for one that waits for it, in any way.
 *
 * Errors:   0 or an HD_E code.
 * Threads:  any function, from any thread, tasks and callbacks among them.
 * Memory:   new/free.  An argument is the task's from the moment submit returns 0.
 * Time:     timeouts in seconds; only shutdown, free and map_next block.
 */
#ifndef HEDDLE_EXECUTOR_H
#define HEDDLE_EXECUTOR_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "heddle/cancel.h"
#include "heddle/error.h"
#include "heddle/future.h"
#include "heddle/thread.h"
#include "heddle/trace.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hd_executor hd_executor;

/* min(32, CPUs + 4), as in Python. */
#define HD_DEFAULT_WORKERS INT_MIN

/* All zero is the default. */
typedef struct hd_executor_options {
	/* Workers are prefix_0, prefix_1, ...; copied.  NULL: "ThreadPoolExecutor-N". */
	const char *thread_name_prefix;
	/* Runs in each worker before its first task; if it raises, the executor is broken. */
	hd_fn *initializer;
	void *initarg;	 /* what the initializer gets; the caller's */
	hd_trace *trace; /* where events go, or NULL */
	/* Idle threads sleep at once, instead of looking for work for some microseconds. */
	bool no_spinning;
} hd_executor_options;

/* Makes an executor with at most that many threads; none is started yet.  options may be
 * NULL.  HD_EWORKERS: workers is 0 or less; HD_ENOMEM. */
HD_API HD_MUST_CHECK int hd_executor_new_threads(int workers,
						 const hd_executor_options *options,
						 hd_executor **executor);

/* Makes an executor that runs every task in the thread that submits it. */
HD_API HD_MUST_CHECK int hd_executor_new_serial(const hd_executor_options *options,
						hd_executor **executor);

/* Shuts down, waits for all that was accepted, frees, sets *executor to NULL; NULL is let
 * be, so freeing twice is harmless.  HD_EDEADLOCK: called by one of its own tasks or
 * callbacks; nothing happens. */
HD_API int hd_executor_free(hd_executor **executor);

/* Lets go without waiting: accepted work still runs, and is waited for at exit.  May be
 * called anywhere, also in its own tasks. */
HD_API void hd_executor_drop(hd_executor **executor);

/* -- submit ---------------------------------------------------------------------------- */

/* Runs fn(arg) some time.  *future gets a reference for the caller; future may be NULL:
 * then nobody can wait for it, and it costs less.  HD_ESHUTDOWN, HD_EBROKEN, HD_ENOMEM,
 * HD_ETHREAD (not even one thread could be started), HD_EFORKED: nothing was accepted and
 * arg stays the caller's. */
HD_API HD_MUST_CHECK int hd_executor_submit(hd_executor *executor, hd_fn *fn, void *arg,
					    hd_future **future);

/* The same, with a copy of size bytes at arg, aligned for any type: the task gets the
 * address of the copy, which is freed after it ran.  For loop variables. */
HD_API HD_MUST_CHECK int hd_executor_submit_copy(hd_executor *executor, hd_fn *fn,
						 const void *arg, size_t size,
						 hd_future **future);

/* All that a task can carry; all zero but fn is the default. */
typedef struct hd_task {
	hd_fn *fn;
	void *arg;
	size_t arg_size;	 /* above 0: a copy of that many bytes is passed */
	void (*drop)(void *arg); /* called once on an argument whose task never ran */
	void (*free_result)(
		void *r);	/* called on a result, not NULL, at the last reference */
	void *user_data;	/* hd_future_user_data */
	const char *label;	/* for traces and messages; copied */
	hd_cancel_token *token; /* hd_cancel_token_current; the task takes a ref */
	hd_future *future;	/* submit onto this pending one, made by hand */
} hd_task;

/* Submits a task with options.  HD_ESTATE: task->future is not pending or already has
 * work; otherwise as hd_executor_submit. */
HD_API HD_MUST_CHECK int hd_executor_submit_task(hd_executor *executor,
						 const hd_task *task, hd_future **future);

/* -- map --------------------------------------------------------------------------------- */

/* One input of a map: where item i comes from. */
typedef struct hd_input {
	void *items; /* item i is items + i * stride ... */
	size_t count, stride;
	bool (*next)(void *state, void **item); /* ... or what next gives, until false */
	void *state;
} hd_input;

/* An array of count items of size bytes; a task gets the address of its item. */
HD_API hd_input hd_array(const void *items, size_t count, size_t size);

/* The integers first <= i < last; a task gets (void *)(intptr_t)i. */
HD_API hd_input hd_range(intptr_t first, intptr_t last);

/* Whatever next gives, in the thread that calls map and map_next, until it says false. */
HD_API hd_input hd_generator(bool (*next)(void *state, void **item), void *state);

/* Start from HD_MAP_OPTIONS and change what you like. */
typedef struct hd_map_options {
	double timeout;	   /* for the whole iteration, from the call; HD_FOREVER */
	size_t chunksize;  /* items a task; 1 */
	size_t buffersize; /* tasks ahead of the consumer; SIZE_MAX: all at the call */
	hd_cancel_token *token; /* every task's token; NULL */
} hd_map_options;
/* clang-format off */
#define HD_MAP_OPTIONS {HD_FOREVER, 1, SIZE_MAX, NULL}
/* clang-format on */

typedef struct hd_map hd_map;

/* Calls fn on every item, in tasks.  With one input fn gets the item; with several it gets
 * a void *[inputs], one item of each, its own as long as it runs; the shortest input ends
 * it.  Everything is submitted now, or buffersize tasks ahead of map_next.
 * options may be NULL.  map may be NULL if no result is wanted.
 * HD_ECHUNKSIZE, HD_EBUFFERSIZE, HD_EINVAL (no input), or an error of submit: then what
 * was submitted is cancelled again. */
HD_API HD_MUST_CHECK int hd_executor_map(hd_executor *executor, hd_fn *fn,
					 const hd_input *inputs, size_t input_count,
					 const hd_map_options *options, hd_map **map);

/* Gives the next result, in input order; waits for it.  HD_END after the last.
 * HD_EFAILED (see hd_map_exception), HD_ETIMEDOUT, HD_ECANCELLED or an error of submit end
 * the iteration: what has not started is cancelled, and HD_END follows. */
HD_API HD_MUST_CHECK int hd_map_next(hd_map *map, void **result);

/* The same for at most so many seconds of the deadline's: HD_ENOTREADY when they have passed,
 * and the next call goes on.  For hosts that must look at signals now and then. */
HD_API HD_MUST_CHECK int hd_map_next_for(hd_map *map, double seconds, void **result);

/* Why the item failed, after HD_EFAILED; alive until hd_map_free. */
HD_API hd_error hd_map_exception(const hd_map *map);

/* Ends the iteration early, if it has not ended: what has not started is cancelled.
 * Results with an owner in their future are freed here.  Sets *map to NULL; NULL is let
 * be. */
HD_API void hd_map_free(hd_map **map);

/* -- for ---------------------------------------------------------------------------------- */

/* Does the items first <= i < last, one after the other.  NULL: go on; anything else ends the
 * loop, hd_raise(...) as its failure. */
typedef void *hd_range_fn(void *arg, size_t first, size_t last);

/* Does all items from first up to last, in pieces, on all workers, and returns when they are
 * done: for many items that are too short for a task each.  Pieces are cut as workers ask
 * for them, smaller and smaller, so that unequal items do not matter.  After an early end the
 * pieces that had begun are done, the others are not.
 * HD_EFAILED: a piece raised; *failed (may be NULL) is the future that says what, a reference
 * for the caller.  HD_ECANCELLED: the executor was shut down, and not all is done.  Errors of
 * submit: nothing was done. */
HD_API HD_MUST_CHECK int hd_executor_for(hd_executor *executor, size_t first, size_t last,
					 hd_range_fn *body, void *arg,
					 hd_future **failed);

/* -- shutdown ------------------------------------------------------------------------------ */

/* Refuses new work.  cancel_futures: what has not started is cancelled, and notified; else
 * it still runs.  wait: returns when all is done and the threads have ended.  May be
 * called again, with other arguments too.  HD_EDEADLOCK: wait, from one of its own tasks
 * or callbacks; nothing happens. */
HD_API int hd_executor_shutdown(hd_executor *executor, bool wait, bool cancel_futures);

/* Shuts down every executor and pool of the process and waits, except for those whose task
 * is calling.  Runs at exit by itself; a host with an exit hook of its own calls it there. */
HD_API void hd_shutdown_all(void);

/* -- for hosts ------------------------------------------------------------------------------- */

/* The most workers it may have; 1 for a serial executor. */
HD_API int hd_executor_workers(const hd_executor *executor);

/* How many threads it has started.  Fills at most max handles, each a reference of the
 * caller's; they may be joined after the executor is gone. */
HD_API size_t hd_executor_threads(hd_executor *executor, hd_thread **threads, size_t max);

/* How many tasks stand in its queues: right when nothing moves, a hint otherwise.  A cancelled
 * task stands there until a worker passes it. */
HD_API size_t hd_executor_queued(const hd_executor *executor);

#ifdef __cplusplus
}
#endif
#endif
