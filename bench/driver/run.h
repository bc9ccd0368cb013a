/* SPDX-License-Identifier: MIT */
/* run - all that a run of show mode has, and its rounds. */
#ifndef HEDDLE_RUN_H
#define HEDDLE_RUN_H

#include "options.h"
#include "progress.h"
#include "results.h"
#include "shuffle.h"

struct run {
	struct options options;
	struct session session;
	struct questions questions;
	struct fleet fleet;
	struct team team;
	struct plan plan;
	struct results results;
	struct progress progress;
	struct shuffle shuffle;
	double round_s;	 /* how long a round takes, by what is known */
	double budget_s; /* rounds are added as long as there is time */
	double last_s;	 /* even the least number of rounds ends here */
	double end_s;	 /* when the run is over, by what is known */
};

/* Settles the size of every cell's sample, and then measures round by round, until the
 * time is over or Ctrl-C comes. */
void run_rounds(struct run *run);

#endif
