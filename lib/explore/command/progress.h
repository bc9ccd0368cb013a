/* SPDX-License-Identifier: MIT */
/* progress - what the user sees while a campaign runs, and its last line.
 */
#ifndef EXPLORE_PROGRESS_H
#define EXPLORE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "options.h"

struct progress {
	const struct options *options;
	double started, shown; /* seconds */
	bool terminal;
	uint64_t schedules; /* judged */
	uint64_t redundant; /* cut short by a search, as they showed nothing new */
	uint64_t failing;
	uint64_t steps;		/* of all of them */
	uint32_t threads;	/* the most that a schedule had */
	int64_t longest;	/* virtual nanoseconds */
	uint64_t leaked, races; /* where these are reported only */
};

void progress_begin(struct progress *progress, const struct options *options);

/* Counts a run that was judged, and now and then shows how far it is. */
void progress_saw(struct progress *progress, const struct report *report);

/* Takes the line away, so that a report can be printed. */
void progress_hide(struct progress *progress);

/* The last line: "explore: passed: 1000 schedules ...".  What: how the search ended, or "". */
void progress_end(struct progress *progress, const char *what);

#endif
