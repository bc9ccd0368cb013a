/* SPDX-License-Identifier: MIT */
/* fences - what fences gather and give, and the one order of all seq_cst fences.
 */
#ifndef EXPLORE_FENCES_H
#define EXPLORE_FENCES_H

#include <stdbool.h>
#include <stdint.h>

#include "memory_model.h"

/* Of one thread. */
struct fences {
	uint32_t thread; /* its number + 1 */
	bool acquirable, released;
	struct vclock
		acquire; /* of stores that it read relaxed: for its next acquire fence */
	struct vclock release; /* for its stores after a release fence */
};

struct fences *fences_of(const struct thread *self);

/* The last seq_cst fence of a slot. */
struct barrier {
	uint32_t first; /* the thread's moment at the first of them, 0: none */
	uint32_t time;	/* in the order of all seq_cst operations */
	struct vclock
		known; /* what had happened before it or an earlier one of anybody */
};

/* The latest seq_cst fence that may happen before what the thread does now, NULL if none. */
const struct barrier *fences_barrier(const struct thread *self);

/* The place of a new seq_cst operation in their order. */
uint32_t fences_next_time(void);

static inline bool order_acquires(enum memory_order order)
{
	return order != ORDER_RELAXED && order != ORDER_RELEASE;
}

static inline bool order_releases(enum memory_order order)
{
	return order >= ORDER_RELEASE;
}

#endif
