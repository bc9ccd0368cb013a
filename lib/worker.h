/* SPDX-License-Identifier: MIT */
/* worker - one thread of a scheduler: what it owns, and how it finds its next task. */
#ifndef HEDDLE_WORKER_H
#define HEDDLE_WORKER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "deque.h"
#include "idle.h"
#include "lot.h"
#include "queue.h"
#include "scheduler.h"

struct hd_worker {
	struct hd_deque deque;
	struct hd_sleeper sleeper;
	struct hd_parker parker;
	struct hd_scheduler *scheduler;
	int index;
	unsigned tick;	       /* tasks run, to be fair to the queue now and then */
	unsigned batch;	       /* how many it takes from the queue at once */
	int64_t last_take;     /* when it last took several */
	bool streaming;	       /* the last task was there without a search */
	bool fills;	       /* a moment's patience lately let the queue grow */
	hd_future *first;      /* the task the thread was started for, or NULL */
	struct hd_wait *begun; /* the starter waits for this; NULL if nobody does */
	hd_thread *thread;     /* a reference of the scheduler's */
};

/* Locking discipline
 *
 *   Above lock: set once, before the scheduler is shared, or atomic.
 *   lock guards the starting of threads and the change to closed and broken.  It may be held
 *   while a thread is started and begins; no user code runs under it.
 *   Lock order: lock, then the queue's, the idlers', a parker's.
 *   I1  workers[i] is complete before started > i.
 *   I2  started never shrinks, and does not grow once the queue is closed.
 */
struct hd_scheduler {
	unsigned number; /* its own among all of the process; tasks carry it */
	int max;
	unsigned generation; /* of the fork that its threads live in */
	char *prefix;
	hd_fn *initializer;
	void *initarg;
	struct hd_queue queue;
	struct hd_idlers idlers;

	_Alignas(HD_CACHE_LINE) _Atomic int started; /* read at every submit */
	_Atomic bool closed;
	_Atomic unsigned references;		  /* the handle's, and one a thread */
	_Alignas(HD_CACHE_LINE) _Atomic int load; /* see scheduler.h */

	pthread_mutex_t lock;
	struct hd_scheduler *next, *prev; /* guarded by the registry's lock */

	struct hd_worker *workers[];
};

/* The calling thread's worker, or NULL. */
extern _Thread_local struct hd_worker *hd_worker_self;

/* Is any task visible to somebody who looks for one?  Sequentially consistent. */
hd_look hd_worker_look;

/* The thread counts as free from here on (see scheduler.h). */
static inline void hd_scheduler_lower_load(struct hd_scheduler *scheduler)
{
	if (atomic_load(&scheduler->started) < scheduler->max)
		atomic_fetch_sub(&scheduler->load, 1);
}

/* What a worker's thread runs; arg is the worker. */
hd_fn hd_worker_main;

/* The initializer of a worker has failed: everything that waits fails, and all that comes. */
void hd_scheduler_break(struct hd_scheduler *scheduler, const char *message);

/* Takes a task that has not started from wherever one is, or NULL. */
hd_future *hd_scheduler_take_any(struct hd_scheduler *scheduler);

void hd_worker_fork_child(void);

#endif
