/* SPDX-License-Identifier: MIT */
/* rounds - everybody's answer to each question, taken side by side.
 *
 * The processes are resident, but a bench is opened anew for each sample: each has pools,
 * threads and memory of its own, and so its own luck.  A round visits all rows; in a row
 * the implementations come in random order, one directly after the other.  A ratio is of
 * two samples of the same round.
 */
#include "run.h"

#include <math.h>
#include <stdio.h>

#include "interrupt.h"

enum { LEAST_ROUNDS = 7 };

static void tell(struct run *run, const char *stage, const struct row *row,
		 const struct cell *cell)
{
	char what[320];
	double now = session_seconds(&run->session);

	snprintf(what, sizeof what, "%s %s, workers %d: %s", row->question->bench,
		 row->question->params, row->workers, cell->impl);
	progress_show(&run->progress, now, run->end_s - now, stage, what);
}

/* What cannot be measured is said once, in the data and in the terminal. */
static void leave_out(struct run *run, const struct row *row, const struct cell *cell,
		      int round, int pos)
{
	if (interrupted())
		return;
	results_add(&run->results, row, cell, round, pos, NULL);
	if (cell->status != SAMPLE_FAIL)
		return;
	progress_clear(&run->progress);
	fprintf(stderr, "heddle-bench: %s %s, workers %d: %s failed: %s\n",
		row->question->bench, row->question->params, row->workers, cell->impl,
		cell->note);
}

static double row_cost(const struct row *row)
{
	double cost = 0;

	for (int i = 0; i < row->count; i++)
		if (row->cells[i].status == SAMPLE_OK)
			cost += row->cells[i].cost_s;
	return cost;
}

static void fit_row(struct run *run, const struct row *row, const char *stage)
{
	for (int i = 0; i < row->count && !interrupted(); i++) {
		struct cell *cell = &row->cells[i];

		tell(run, stage, row, cell);
		measure_fit(row, cell, &run->fleet);
		if (cell->status != SAMPLE_OK)
			leave_out(run, row, cell, 0, 0);
	}
	run->round_s += row_cost(row);
}

static void measure_row(struct run *run, const struct row *row, int round,
			const char *stage)
{
	struct measurement m;

	shuffle_order(&run->shuffle, row->order, row->count);
	for (int i = 0; i < row->count && !interrupted(); i++) {
		struct cell *cell = &row->cells[row->order[i]];

		if (cell->status != SAMPLE_OK)
			continue;
		tell(run, stage, row, cell);
		if (measure_sample(row, cell, &run->fleet, &m))
			results_add(&run->results, row, cell, round, i + 1, &m);
		else
			leave_out(run, row, cell, round, i + 1);
	}
	noise_probe(&run->results.noise, session_seconds(&run->session));
}

static void fit_all(struct run *run)
{
	char stage[40];

	run->end_s = run->budget_s;
	for (int i = 0; i < run->plan.count && !interrupted(); i++) {
		snprintf(stage, sizeof stage, "finding sizes %d of %d", i + 1,
			 run->plan.count);
		fit_row(run, &run->plan.rows[i], stage);
	}
	run->end_s = session_seconds(&run->session) + LEAST_ROUNDS * run->round_s;
	run->end_s = fmin(fmax(run->end_s, run->budget_s), run->last_s);
	if (interrupted())
		return;
	progress_clear(&run->progress);
	fprintf(stderr,
		"heddle-bench: a round takes about %.1f s, at least %d are made\n",
		run->round_s, LEAST_ROUNDS);
}

/* The least number of rounds for all, and then row by row as long as there is time. */
static bool time_is_over(struct run *run, const struct row *row, int round)
{
	double after = session_seconds(&run->session) + row_cost(row);

	if (round > LEAST_ROUNDS)
		return after > run->budget_s;
	if (after <= run->last_s)
		return false;
	progress_clear(&run->progress);
	fprintf(stderr,
		"heddle-bench: there was time for %d rounds only; --minutes gives more\n",
		round - 1);
	return true;
}

static void measure_all(struct run *run)
{
	char stage[40];

	for (int round = 1; run->round_s > 0; round++) {
		snprintf(stage, sizeof stage,
			 round <= LEAST_ROUNDS ? "round %d of %d" : "round %d", round,
			 LEAST_ROUNDS);
		for (int i = 0; i < run->plan.count; i++) {
			if (interrupted() || time_is_over(run, &run->plan.rows[i], round))
				return;
			measure_row(run, &run->plan.rows[i], round, stage);
		}
	}
}

void run_rounds(struct run *run)
{
	run->shuffle.state = run->options.seed;
	run->budget_s = 60 * run->options.minutes;
	run->last_s = run->options.hurry ? 1.15 * run->budget_s : INFINITY;
	progress_begin(&run->progress);
	fit_all(run);
	measure_all(run);
	progress_clear(&run->progress);
}
