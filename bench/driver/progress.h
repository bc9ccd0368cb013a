/* SPDX-License-Identifier: MIT */
/* progress - how far a run is, on standard error.
 *
 * On a terminal it is one line that is written again and again; elsewhere a line now and
 * then.
 */
#ifndef HEDDLE_PROGRESS_H
#define HEDDLE_PROGRESS_H

#include <stdbool.h>

struct progress {
	bool terminal;
	double next_s; /* when the next line is due, in seconds of the session */
};

void progress_begin(struct progress *progress);

/* "round 3 of 7", "submit, 2 workers: libuv", and how many seconds are left. */
void progress_show(struct progress *progress, double now_s, double left_s,
		   const char *stage, const char *what);

/* Takes the line away, so that something else can be written. */
void progress_clear(const struct progress *progress);

#endif
