/* SPDX-License-Identifier: MIT */
/* task - the object that is a task and its future at once.
 *
 * A task is one cache line.  Everything that most tasks do not need (a label, a copied
 * argument, a function that frees the result) is in an extra block that most tasks do not
 * have.
 *
 * The word holds the state, four flags and the number of references, so that the usual
 * life of a task (submitted, taken, run, looked at) is a handful of operations on one word:
 *
 *	bit  0-2   the state
 *	bit  3     WATCHED: somebody waits or wants a call; settling takes the bucket's lock
 *	bit  4     ON_WORKER: a worker runs it, and nobody else may settle it
 *	bit  5     SUBMITTED: it belongs to an executor
 *	bit  6     LOCAL: by hand, and only this process will settle it
 *	bit  7     BRANCH: it lies on its owner's stack and is his alone (branch.c)
 *	bit  8-31  references
 *
 *   I1  The state leaves PENDING once, and RUNNING once; it never comes back.
 *   I2  code and result are written by the one thread that moved the state to SETTLING, or
 *       that runs the task (ON_WORKER), before the state becomes FINISHED (release), and
 *       never after.  Who has seen FINISHED (acquire) may read them.
 *   I3  The word of an object with no reference is not touched any more.
 */
#ifndef HEDDLE_TASK_H
#define HEDDLE_TASK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heddle/cancel.h"
#include "heddle/executor.h"
#include "heddle/future.h"
#include "heddle/trace.h"
#include "failure.h"
#include "fork.h"
#include "sync.h"

enum {
	HD_STATE_BITS = 7,
	HD_SETTLING = 5, /* a state that is RUNNING to everybody else */
	HD_WATCHED = 1 << 3,
	HD_ON_WORKER = 1 << 4,
	HD_SUBMITTED = 1 << 5,
	HD_LOCAL = 1 << 6,
	HD_BRANCH = 1 << 7,
	HD_ONE_REF = 1 << 8
};

/* What becomes of the value with the last reference. */
enum hd_result_owner {
	HD_RESULT_LENT,	  /* nothing */
	HD_RESULT_OWNED,  /* free() */
	HD_RESULT_TASKS,  /* what the free_result in its extra block says */
	HD_RESULT_CALLED, /* free_result(value) */
	HD_RESULT_KEPT	  /* the value, or the failure, is another future's: kept */
};

struct hd_watcher;
struct hd_extra;

struct hd_future {
	_Alignas(HD_CACHE_LINE) _Atomic uint32_t word;
	int code;		   /* 0, or what the task raised */
	unsigned scheduler;	   /* the number of the one it was submitted to, or 0 */
	unsigned short generation; /* of the fork in which it was submitted */
	unsigned char owner;	   /* enum hd_result_owner */
	bool spin;		   /* who waits for it may spin first */
	union {
		hd_fn *fn;			  /* before it runs */
		void (*free_result)(void *value); /* with HD_RESULT_CALLED */
		struct hd_future *kept;		  /* with HD_RESULT_KEPT: a reference */
	};
	void *arg;
	void *result; /* the value; after a failure its struct hd_failure */
	struct hd_extra *extra;
	struct hd_watcher *watchers; /* a ring's last; guarded by the bucket's lock */
	union {
		void *user_data;
		struct hd_future *next_free;
	};
};

/* What few tasks have.  The label and the copied argument lie behind it. */
struct hd_extra {
	void (*drop)(void *arg);
	void (*free_result)(void *result);
	hd_cancel_token *token; /* a reference */
	hd_trace *trace;	/* a reference */
	hd_trace_row row;
	const char *label;
};

static inline uint32_t hd_task_state(uint32_t word)
{
	return word & HD_STATE_BITS;
}

/* CANCELLED, CANCELLED_AND_NOTIFIED or FINISHED. */
static inline bool hd_task_is_done(uint32_t word)
{
	return hd_task_state(word) - HD_CANCELLED <= HD_FINISHED - HD_CANCELLED;
}

/* CANCELLED_AND_NOTIFIED or FINISHED: what wait and as_completed call done. */
static inline bool hd_task_is_notified(uint32_t word)
{
	return hd_task_state(word) - HD_CANCELLED_AND_NOTIFIED <=
	       HD_FINISHED - HD_CANCELLED_AND_NOTIFIED;
}

/* The word after a move to that state: a worker lets go, and a cancelled task of an executor
 * is notified at once. */
static inline uint32_t hd_task_moved(uint32_t word, uint32_t to)
{
	if (to == HD_CANCELLED && word & HD_SUBMITTED)
		to = HD_CANCELLED_AND_NOTIFIED;
	return (word & ~(uint32_t)(HD_STATE_BITS | HD_ON_WORKER)) | to;
}

/* The word, with everything that was written before it was. */
static inline uint32_t hd_task_word(const hd_future *task)
{
	/* acquire: pairs with the release that settled it (I2) */
	return atomic_load_explicit(&task->word, memory_order_acquire);
}

/* A pending task whose word has these references and flags; NULL if there is no memory. */
hd_future *hd_task_new(hd_fn *fn, void *arg, uint32_t word);

/* The same in the caller's memory. */
static inline void hd_task_init(hd_future *task, hd_fn *fn, void *arg, uint32_t word)
{
	task->code = 0;
	task->scheduler = 0;
	task->generation = (unsigned short)hd_fork_generation();
	task->owner = HD_RESULT_LENT;
	task->spin = false;
	task->fn = fn;
	task->arg = arg;
	task->result = NULL;
	task->extra = NULL;
	task->watchers = NULL;
	task->user_data = NULL;
	/* relaxed: nobody else knows it yet; what makes it known publishes it */
	atomic_store_explicit(&task->word, word, memory_order_relaxed);
}

/* Gives a pending task that nobody else knows its extra block, from options; copies what is
 * to be copied.  trace may be NULL; label too.  HD_ENOMEM: unchanged. */
int hd_task_equip(hd_future *task, const hd_task *options, hd_trace *trace);

/* Undoes hd_task_equip of a task that was refused: the argument stays the caller's. */
void hd_task_strip(hd_future *task);

/* Frees what became of it: a value that it owns, or a failure. */
void hd_task_free_result(hd_future *task);

/* Gives its memory back.  Requires that nobody holds a reference. */
void hd_task_free(hd_future *task);

static inline void hd_task_ref(hd_future *task)
{
	/* relaxed: whoever adds a reference has one, so the object cannot go away meanwhile */
	atomic_fetch_add_explicit(&task->word, HD_ONE_REF, memory_order_relaxed);
}

static inline void hd_task_unref(hd_future *task)
{
	/* The last reference need not be subtracted: nobody else has one to add another from.
	 * acquire and release: all that the others did with it happens before it is freed */
	if (hd_task_word(task) < 2 * HD_ONE_REF ||
	    atomic_fetch_sub_explicit(&task->word, HD_ONE_REF, memory_order_acq_rel) <
		    2 * HD_ONE_REF)
		hd_task_free(task);
}

/* The token that the task was submitted with, or NULL. */
hd_cancel_token *hd_task_token(const hd_future *task);

#endif
