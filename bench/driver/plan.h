/* SPDX-License-Identifier: MIT */
/* plan - what a run measures: rows (a question with its parameters, a number of workers),
 * and in each row cells, one for each implementation that has an answer.
 *
 * Errors:   said on standard error; false.
 * Memory:   plan_free frees all of it.
 */
#ifndef HEDDLE_PLAN_H
#define HEDDLE_PLAN_H

#include <stdbool.h>

#include "questions.h"
#include "samples.h"
#include "team.h"

/* What the command line chose; NULL is everything. */
struct choice {
	const char *benches, *peers, *workers;
	bool quick;
};

struct cell {
	const struct peer *peer;
	char impl[48];	/* "heddle scoped" */
	char bench[40]; /* as its program calls it: "forkjoin@scoped" */
	enum sample_status status;
	char note[160];
	long n, repeats; /* a sample is `repeats` times the work with this n */
	double cost_s;	 /* how long opening, measuring and closing it takes */
};

struct row {
	const struct question *question;
	int workers;
	struct cell *cells;
	int count;
	int *order; /* room for the order in which they are measured */
};

struct plan {
	struct row *rows;
	int count;
};

bool plan_make(struct plan *plan, const struct choice *choice,
	       const struct questions *questions, const struct team *team);
void plan_free(struct plan *plan);

#endif
