/* SPDX-License-Identifier: MIT */
/* options - the command line of `heddle-bench run` and `heddle-bench list`. */
#ifndef HEDDLE_OPTIONS_H
#define HEDDLE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "plan.h"

struct options {
	struct choice choice;
	double minutes;
	bool hurry; /* nobody asked for more: the time may not be exceeded by much */
	uint64_t seed;
	const char *out;
	double patience_s; /* how long a program may take to answer */
};

/* False: what is wrong is on standard error. */
bool options_read(struct options *options, int argc, char **argv);

#endif
