/* SPDX-License-Identifier: MIT */
/* summary - summary.tsv: what the samples say, one line for each group of them.
 *
 *	summary_write("build/bench/samples.tsv", file);
 *
 * The columns are bench impl takes_part params workers n unit samples median lo hi min q1 q3
 * outliers ratio ratio_lo ratio_hi status note; times are those of one operation.  lo and hi
 * bound the median with 95 %.  ratio is implementation / heddle, both measured in the same
 * round, and above 1 heddle is faster.  A number that there is not is nan.
 *
 * The bench "metg" is computed from "grain" and "serial": how long a task must be for the
 * workers to spend half of their time on tasks.
 *
 * The same samples give the same bytes.
 *
 * Errors:   false; what was wrong is on standard error.
 * Threads:  one at a time.
 */
#ifndef HEDDLE_SUMMARY_H
#define HEDDLE_SUMMARY_H

#include <stdbool.h>
#include <stdio.h>

#include "groups.h"

enum { SUMMARY_ALPHA_PERCENT = 5 };

struct summary_row {
	const struct sample *like; /* bench, impl, params, workers of the row */
	const char *bench, *unit, *note;
	enum sample_status status;
	long n; /* 0: none */
	double *values, *ratios;
	int values_count, ratios_count;
};

bool summary_write(const char *samples_path, FILE *file);

/* One line.  Sorts the row's values and ratios. */
void summary_put(FILE *file, const struct samples *samples, struct summary_row *row);

/* The lines of the bench "metg". */
bool summary_metg(FILE *file, const struct samples *samples, const struct groups *groups);

#endif
