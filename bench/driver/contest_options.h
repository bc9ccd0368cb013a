/* SPDX-License-Identifier: MIT */
/* contest_options - the command line of `heddle-bench compare` and `heddle-bench aa`: what both
 * may be told. */
#ifndef HEDDLE_CONTEST_OPTIONS_H
#define HEDDLE_CONTEST_OPTIONS_H

#include "contest.h"

struct contest_options {
	struct contest_choice choice;
	double threshold; /* percent; 0: by the noise of the machine */
	int most;	  /* pairs */
	double seconds;	  /* 0: no limit */
	uint64_t seed;
	const char *out;
};

extern const char contest_usage[];

void contest_options_init(struct contest_options *options);

/* Takes one of these options with its value; false, said on standard error: there is no such
 * option, or its value is none. */
bool contest_option(struct contest_options *options, const char *name, const char *value);

/* A number from least to most; false, said on standard error. */
bool contest_number(const char *name, const char *text, double least, double most,
		    double *value);

/* The rules that follow.  If the threshold depends on the machine, that is looked at first, for
 * half a second. */
struct contest_rules contest_rules(struct contest_options *options,
				   const struct session *session,
				   struct shuffle *shuffle);

#endif
