/* SPDX-License-Identifier: MIT */
/* pair - two processes that live at the same time, one of each build, measured in turns.
 *
 * Both are started, opened and pinned to the same CPUs; then come PAIR_ROUNDS rounds, in each
 * of which both take one sample, in random order.  The first PAIR_THROWN rounds are thrown
 * away.  What comes out is one number: the median of ln(new/old) over the rounds.
 *
 *	struct pair pair = {.bench = "submit", .params = "n=1000", ...};
 *
 *	if (pair_measure(&pair, &shuffle, &d))
 *		use(d);
 *	else
 *		puts(pair.why);
 *
 * Errors:   false, and why says which side failed, and how.
 * Threads:  one at a time.
 * Time:     about PAIR_ROUNDS * 4 samples, as an untimed one of the same length goes before
 *           each that is timed.
 */
#ifndef HEDDLE_PAIR_H
#define HEDDLE_PAIR_H

#include <stdbool.h>
#include <stdio.h>

#include "samples.h"
#include "shuffle.h"

enum { PAIR_ROUNDS = 10, PAIR_THROWN = 2, PAIR_KEPT = PAIR_ROUNDS - PAIR_THROWN };

enum side { OLD, NEW, SIDES };

/* On which CPUs the two may run: both on the same ones. */
enum placement {
	PLACE_PROCESS, /* all threads on as many CPUs as there are of them, or as there are */
	PLACE_THREADS, /* each thread on one CPU of its own, as long as there are enough */
	PLACE_ONE      /* all threads on one CPU, another one for each pair */
};

extern const char *const side_names[SIDES];

struct pair {
	const char *programs[SIDES];
	const char *slowdowns[SIDES]; /* HEDDLE_BENCH_SLOWDOWN; NULL: none */
	const char *bench, *params;
	int workers;
	long repeats;
	enum placement placement;
	int number; /* from 1 */

	struct sample
		samples[PAIR_KEPT * SIDES]; /* what was measured, without session and n */
	char why[240];
};

bool pair_measure(struct pair *pair, struct shuffle *shuffle, double *d);

/* The placement of that name: "process", "threads" or "one". */
bool placement_named(const char *name, enum placement *placement);

/* "pinned, each thread to one CPU", ... */
const char *placement_text(enum placement placement);

#endif
