/* SPDX-License-Identifier: MIT */
/* lesson - what every lesson program needs and no lesson is about.
 *
 *	int main(int argc, char **argv)
 *	{
 *		lesson_begin(argc, argv, "Ten cubes on five workers.", 5, NULL);
 *		hd_executor_options options = {.trace = lesson_trace()};
 *		hd_executor *ex;
 *
 *		must(hd_executor_new_threads(lesson_workers(), &options, &ex));
 *		...
 *		lesson_sleep(1);
 *		lesson_say("slept for %d seconds", 1);
 *		must(hd_executor_free(&ex));
 *		return lesson_end();
 *	}
 *
 * Options of every program: --unit SECONDS (what the lesson calls one second), --workers N,
 * --trace FILE, --seed N (where there is chance), --help.  A bad one gets one line on
 * stderr and exit status 2.
 *
 * Errors:   must() prints what failed and exits with status 1.
 * Threads:  say, sleep, random, trace, workers: any; begin and end: main.
 * Memory:   the trace belongs to the lesson.
 * Time:     in units.
 */
#ifndef LESSON_H
#define LESSON_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heddle.h"

/* Reads the options.  about: one sentence for --help.  workers: the default for --workers,
 * 0 if the program has none.  operands: how --help names what may follow the options
 * ("[URL...]"), NULL if nothing may. */
void lesson_begin(int argc, char **argv, const char *about, int workers,
		  const char *operands);

/* Writes the trace if one was asked for; returns the exit status for main. */
int lesson_end(void);

/* What --workers says, or the default. */
int lesson_workers(void);

/* Seconds in that many units: for the timeouts of calls. */
double lesson_seconds(double units);

/* Sleeps that many units. */
void lesson_sleep(double units);

/* Units since lesson_begin. */
double lesson_elapsed(void);

/* The trace to give to an executor: NULL without --trace. */
hd_trace *lesson_trace(void);

/* Operands: how many, and which. */
int lesson_operands(void);
const char *lesson_operand(int i);

/* A number in [0, 1): the i-th of this run, the same for the same --seed. */
double lesson_random(unsigned i);

/* Prints one whole line at once, so that lines of several threads do not mix. */
void lesson_say(const char *format, ...) HD_PRINTF(1, 2);

/* Ends the program if a call returned an error. */
#define must(call) lesson_must((call), #call, __FILE__, __LINE__)
void lesson_must(int code, const char *call, const char *file, int line);

#endif
