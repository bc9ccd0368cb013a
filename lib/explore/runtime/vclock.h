/* SPDX-License-Identifier: MIT */
/* vclock - vector clocks: what happened before what.
 *
 * A thread's clock holds, for each thread slot, the last moment of that thread which it has
 * heard of.  A release copies a clock into an object, an acquire joins the object's into the
 * thread's own (Lamport 1978; Fidge 1988; Mattern 1989).
 */
#ifndef EXPLORE_VCLOCK_H
#define EXPLORE_VCLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "board.h"

struct vclock {
	uint32_t at[MAX_THREADS];
};

/* Slots that were ever used: no clock has anything beyond. */
extern unsigned vclock_slots;

static inline void vclock_join(struct vclock *into, const struct vclock *from)
{
	for (unsigned i = 0; i < vclock_slots; i++)
		if (from->at[i] > into->at[i])
			into->at[i] = from->at[i];
}

static inline void vclock_copy(struct vclock *into, const struct vclock *from)
{
	for (unsigned i = 0; i < vclock_slots; i++)
		into->at[i] = from->at[i];
}

#endif
