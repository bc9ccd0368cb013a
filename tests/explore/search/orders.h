/* SPDX-License-Identifier: MIT */
/* orders - all orders of a model's steps, gone through one by one: what a search has to find.
 */
#ifndef EXPLORE_ORDERS_H
#define EXPLORE_ORDERS_H

#include "model.h"
#include "set.h"

struct orders {
	struct set ends;   /* hashes of final states */
	struct set traces; /* of runs, the same for all orders of independent steps */
	struct set visited;
	unsigned count;
	bool all;      /* else only the ends are known, as there are too many orders */
	bool too_many; /* not even those */
};

/* Goes through at most so many orders, then at least through all states. */
void orders_of(const struct model *model, unsigned most, struct orders *orders);

/* A hash of a run as a set of steps, each with all that happened before it.  If the program
 * ended with the last step, that depends on all. */
uint64_t orders_trace(const struct event *event, unsigned n, bool exited);

#endif
