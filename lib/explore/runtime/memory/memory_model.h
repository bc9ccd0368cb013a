/* SPDX-License-Identifier: MIT */
/* memory_model - what atomic operations do, as C11 has it (5.1.2.4, 7.17.3).
 *
 * Stores take their places in a location's modification order as they are executed, and a
 * read-modify-write reads the newest.  A load may return any store that is not older than
 *
 *	one that happens before the load (coherence of writes and reads),
 *	one that was read by a load that happens before it (coherence of reads), or
 *	one that a seq_cst fence or operation made known to all (7.17.3p6 to p11).
 *
 * seq_cst loads return the newest.  Where C11 leaves more freedom than this, such as for loads
 * of stores that have not been executed yet, a run does not use it.
 *
 * References: C11, 7.17.3; Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing Sequential
 * Consistency in C/C++11", PLDI 2017.
 */
#ifndef EXPLORE_MEMORY_MODEL_H
#define EXPLORE_MEMORY_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "location.h"
#include "thread.h"

/* As compilers pass them. */
enum memory_order {
	ORDER_RELAXED,
	ORDER_CONSUME,
	ORDER_ACQUIRE,
	ORDER_RELEASE,
	ORDER_BOTH,
	ORDER_SEQUENTIAL,
};

/* The thread loads.  *stale says whether it may return an older store than the newest, and
 * then whether it did. */
wide model_load(struct thread *self, struct location *location, enum memory_order order,
		bool *stale);

/* The reading half of a read-modify-write, also of one that then does not write. */
void model_read_newest(struct thread *self, struct location *location,
		       enum memory_order order);

/* A store, or the writing half of a read-modify-write (`goes_on`). */
void model_store(struct thread *self, struct location *location, wide value,
		 enum memory_order order, bool goes_on);

void model_fence(struct thread *self, enum memory_order order);

#endif
