/* SPDX-License-Identifier: MIT */
/* fleet - the measuring programs that are resident, each started when first needed.
 *
 * One that has died is started anew for the next who needs it: what killed it is the
 * fault of one bench, not of those after it.
 */
#ifndef HEDDLE_FLEET_H
#define HEDDLE_FLEET_H

#include "peers.h"
#include "process.h"

struct fleet {
	struct resident *residents;
	int count;
	int log;	   /* where their standard errors go; -1: nowhere */
	double patience_s; /* who does not answer for longer than expected by that hangs */
};

/* A program of this peer; where the environment depends on it, the one for so many
 * workers.  NULL only without memory. */
struct process *fleet_get(struct fleet *fleet, const struct peer *peer, int workers);

/* The same, started for this call: nobody has used memory in it before. */
struct process *fleet_fresh(struct fleet *fleet, const struct peer *peer, int workers);

/* Ends them all. */
void fleet_free(struct fleet *fleet);

#endif
