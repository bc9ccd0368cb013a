/* SPDX-License-Identifier: MIT */
/* report - what the user reads about a failing schedule.
 */
#ifndef EXPLORE_REPORT_H
#define EXPLORE_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "minimise.h"
#include "runner.h"
#include "texts.h"

/* How the schedule on the board was found. */
struct finding {
	uint64_t schedule; /* its number in the campaign, from 1; 0: a replay */
	uint64_t seed;	   /* of the campaign */
	struct minimised minimised;
};

/* "deadlock", "data race", ... */
const char *verdict_name(enum verdict verdict);

/* True for a verdict that makes the exit status 1. */
bool verdict_fails(enum verdict verdict);

/* True for one that means that nobody goes on: those who wait are what there is to see. */
bool verdict_stands_still(enum verdict verdict);

/* Prints the failing schedule that the runner ran last: what is wrong, who waits for what,
 * the steps, the program's output, how to replay it.  The texts are of its report. */
void report_print(FILE *out, struct runner *runner, struct texts *texts,
		  const struct finding *finding);

#endif
