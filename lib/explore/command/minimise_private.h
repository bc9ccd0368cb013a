/* SPDX-License-Identifier: MIT */
/* minimise_private - what trying moves and choosing among them share.
 */
#ifndef EXPLORE_MINIMISE_PRIVATE_H
#define EXPLORE_MINIMISE_PRIVATE_H

#include <time.h>

#include "minimise.h"

/* A list of moves in the order in which they were made. */
struct moves {
	struct move *move;
	unsigned count;
};

/* What makes one schedule simpler than another: the first that differs decides. */
struct cost {
	uint32_t preemptions, moves, switches, steps;
};

struct shortening {
	struct runner *runner;
	judged_run *run;
	struct board *found; /* as it was */
	struct moves best, trial;
	struct cost cost; /* of the best */
	unsigned runs;
	uint64_t steps;
	time_t started;
};

/* True when no more runs are to be made. */
bool shorten_spent(const struct shortening *shortening);

/* Replays moves; true if the failure is the one that was found. */
bool shorten_replay(struct shortening *shortening, const struct move *move,
		    unsigned count);

/* The run that was just made is the best so far.  Its report has the moves that took effect,
 * which may be fewer than were asked for. */
void shorten_adopt(struct shortening *shortening);

/* Replays the trial, and adopts it if it fails alike and is simpler. */
bool shorten_try(struct shortening *shortening);

/* True if a has fewer preemptions or, with as many, fewer moves. */
bool cost_has_fewer_moves(struct cost a, struct cost b);

/* Leaves out moves that are not needed, and puts others in the place of several. */
void shorten(struct shortening *shortening);

#endif
