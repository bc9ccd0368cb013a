/* SPDX-License-Identifier: MIT */
/* strategy - who goes on, of those who can.
 */
#ifndef EXPLORE_STRATEGY_H
#define EXPLORE_STRATEGY_H

#include "thread.h"

/* Called once before a run. */
void strategy_begin(void);

/* A thread was added. */
void strategy_added(struct thread *thread);

/* One of ready[0..n), n > 0, in the order of their numbers; `last` had the step before and
 * is among them if it can go on.  NULL: there is nothing new this way (a search). */
struct thread *strategy_pick(struct thread **ready, unsigned n, struct thread *last);

/* The default: last, if it is among them and does not yield, else the next by number. */
struct thread *strategy_default(struct thread **ready, unsigned n,
				const struct thread *last);

/* One of 0..n-1, n > 1; `last` does the operation. */
unsigned strategy_choose(unsigned n, struct thread *last);

/* The thread is about to do the operation it was chosen for. */
void strategy_did(struct thread *thread);

/* The thread only spins, or has run long while others could: let others go before it. */
void strategy_demote(struct thread *thread);

/* A replay's move of this kind at the thread's present step, or NULL. */
const struct move *strategy_replayed(struct thread *thread, char kind);

/* Writes a departure from the default schedule into the report. */
void strategy_moved(const struct thread *thread, char kind, uint32_t value);

/* Random numbers of this run (splitmix64; Steele, Lea, Flood, OOPSLA 2014). */
uint64_t random_bits(void);
uint32_t random_below(uint32_t n);

#endif
