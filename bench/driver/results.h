/* SPDX-License-Identifier: MIT */
/* results - what a run found, until it is written: samples.tsv, histograms.tsv, noise.tsv
 * and summary.tsv.
 *
 * Nothing is written before the run ends, or is interrupted; each file then takes the
 * place of the one before at once.
 *
 * Errors:   false; what was wrong is on standard error.
 * Memory:   results_free frees all of it.
 */
#ifndef HEDDLE_RESULTS_H
#define HEDDLE_RESULTS_H

#include <stdbool.h>
#include <stdio.h>

#include "measure.h"
#include "noise.h"
#include "session.h"

struct results {
	const struct session *session;
	FILE *samples, *histograms;
	char *samples_text, *histograms_text;
	size_t samples_size, histograms_size;
	struct noise noise;
};

bool results_begin(struct results *results, const struct session *session);

/* One sample.  NULL for the measurement: the cell has none, and says why. */
void results_add(struct results *results, const struct row *row, const struct cell *cell,
		 int round, int pos, const struct measurement *measurement);

bool results_write(struct results *results, const char *folder, const struct plan *plan,
		   const struct team *team);
void results_free(struct results *results);

#endif
