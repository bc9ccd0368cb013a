/* SPDX-License-Identifier: MIT */
/* measure - one cell of the plan: how large its sample has to be, and a sample of it.
 *
 * Threads:  one at a time.
 * Time:     a cell of a program that hangs takes until its limit, and is left out from
 *           then on.
 */
#ifndef HEDDLE_MEASURE_H
#define HEDDLE_MEASURE_H

#include <stdbool.h>

#include "fleet.h"
#include "plan.h"

/* Settles n and repeats: at least 4 ms, at most the question's limit.  A cell that cannot
 * be measured gets a status other than SAMPLE_OK and the reason. */
void measure_fit(const struct row *row, struct cell *cell, struct fleet *fleet);

/* Opens, takes one sample, closes.  False: the cell has a status and a reason now. */
bool measure_sample(const struct row *row, struct cell *cell, struct fleet *fleet,
		    struct measurement *measurement);

#endif
