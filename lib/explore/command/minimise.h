/* SPDX-License-Identifier: MIT */
/* minimise - the same failure with as few departures from the default schedule as possible.
 *
 * Delta debugging (Zeller, Hildebrandt: Simplifying and Isolating Failure-Inducing Input,
 * IEEE Transactions on Software Engineering 28(2), 2002) over the moves of the schedule.
 */
#ifndef EXPLORE_MINIMISE_H
#define EXPLORE_MINIMISE_H

#include <stdbool.h>

#include "runner.h"

struct minimised {
	bool replays;  /* the failure came back when its moves were replayed */
	bool tried;    /* to make it shorter */
	unsigned runs; /* that it took */
	unsigned moves_before;
};

/* Runs the order on the board and judges the run: runner_run, or what compares the output
 * as well. */
typedef void judged_run(struct runner *runner);

/* Replays the failing schedule that was run last, with whole stacks; if shorter, makes it as
 * short as it can within a bounded number of runs first.  The board then holds the failing
 * schedule that was left; if its moves do not replay, the one that was found. */
struct minimised minimise(struct runner *runner, judged_run *run, bool shorter);

#endif
