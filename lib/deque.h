/* SPDX-License-Identifier: MIT */
/* deque - a worker's own queue, from which the others may take.
 *
 * The owner pushes at the bottom; anybody takes the oldest task from the top, the owner too,
 * so that tasks start in the order in which they came.  Only a worker that waits for the
 * very task that it pushed last takes from the bottom.
 *
 *	top                     bottom
 *	 |  oldest ... newest     |
 *	 take, by anybody         push, pop: the owner
 *
 * (Chase, Lev: Dynamic Circular Work-Stealing Deque, SPAA 2005; memory orders after Le et
 * al.: Correct and Efficient Work-Stealing for Weak Memory Models, PPoPP 2013, with
 * sequentially consistent accesses in place of fences, which ThreadSanitizer can follow.)
 *
 * It grows by doubling.  Old rings are kept until the end, for a thief may still read one:
 * all together they are smaller than the newest.
 */
#ifndef HEDDLE_DEQUE_H
#define HEDDLE_DEQUE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heddle/future.h"
#include "sync.h"

struct hd_ring;

struct hd_deque {
	_Alignas(HD_CACHE_LINE) _Atomic int64_t top;	/* takers move it */
	_Alignas(HD_CACHE_LINE) _Atomic int64_t bottom; /* the owner moves it */
	_Atomic(struct hd_ring *) ring;
};

/* HD_ENOMEM. */
int hd_deque_init(struct hd_deque *deque);
void hd_deque_destroy(struct hd_deque *deque);

/* Owner only: all of them, the oldest first.  False: there is no room for all, and no memory
 * to grow; then none is pushed. */
bool hd_deque_push(struct hd_deque *deque, hd_future *const *tasks, size_t count);

/* The same for one, which is the usual number. */
bool hd_deque_push_one(struct hd_deque *deque, hd_future *task);

/* Owner only: takes the newest if it is this task. */
bool hd_deque_pop_if(struct hd_deque *deque, const hd_future *task);

/* Owner only: takes the newest, or NULL. */
hd_future *hd_deque_pop(struct hd_deque *deque);

/* Takes the oldest.  NULL: there is none, or another taker was faster. */
hd_future *hd_deque_take(struct hd_deque *deque);

/* How many, for those who can live with an answer that is out of date. */
static inline size_t hd_deque_count(struct hd_deque *deque)
{
	/* seq_cst: a worker that announced its sleep and then finds nothing here must not
	 * have missed a push whose owner saw nobody asleep */
	int64_t bottom = atomic_load(&deque->bottom);
	int64_t top = atomic_load(&deque->top);

	return bottom > top ? (size_t)(bottom - top) : 0;
}

#endif
