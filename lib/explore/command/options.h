/* SPDX-License-Identifier: MIT */
/* options - what the user asked explore for.
 */
#ifndef EXPLORE_OPTIONS_H
#define EXPLORE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "board.h"

enum time_mode { TIME_FROZEN, TIME_ADVERSARIAL, TIME_BOTH };

enum { STRATEGY_MIX = 100 }; /* the default: random, PCT of depths 1 to 3, POS, in turn */

struct options {
	uint64_t schedules;  /* -n */
	uint64_t seed;	     /* --seed */
	unsigned mode;	     /* --mode: enum strategy or STRATEGY_MIX */
	unsigned depth;	     /* --depth: of PCT; preemptions of a bounded search */
	enum time_mode time; /* --time */
	unsigned races;	     /* --races: as in struct order */
	unsigned leaks;	     /* --leaks: as in struct order */
	unsigned spurious;   /* --spurious */
	unsigned steps;	     /* --steps */
	unsigned accesses;   /* --accesses, 0: no limit */
	bool busy_fails;     /* --busy fail */
	unsigned jobs;	     /* --jobs */
	unsigned timeout;    /* --timeout: real seconds without a step before giving up */
	bool time_given;     /* and not the default */
	bool weak;	     /* --weak */
	bool every_access;   /* --points all */
	bool exhaustive;     /* --exhaustive */
	bool outputs;	     /* --outputs */
	bool keep_going;  /* --keep-going: count failing schedules, do not stop at one */
	bool minimize;	  /* off by --no-minimize */
	bool any_status;  /* --status any */
	bool pass_output; /* one schedule only: its output is not caught */
	bool quiet;	  /* --quiet: only the summary */
	bool colour;	  /* the report goes to a terminal */
	const char *expect;  /* --expect FILE, or NULL */
	const char *replay;  /* --replay TOKEN or FILE, or NULL */
	const char *json;    /* --json FILE */
	const char *events;  /* --events FILE */
	const char *library; /* path of libheddle-explore.so */
	char **program;	     /* program and its arguments, NULL at the end */
};

/* Reads the command line; ends the process for --help, --version and for what is wrong. */
void options_read(struct options *options, int argc, char **argv);

#endif
