/* SPDX-License-Identifier: MIT */
#include "measure.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* A sample is at least so long; where most of the time is not timed, as it is spent on
 * pauses and preparations, the whole of it is not made longer than the other. */
static const double sample_s = 4e-3, whole_s = 50e-3;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* What one attempt showed. */
struct attempt {
	struct measurement measurement;
	double run_s;  /* of the work; a sample of a time is two of that, see runner.c */
	double cell_s; /* with opening and closing */
};

static void give_up(struct cell *cell, enum sample_status status, const char *why)
{
	cell->status = status;
	snprintf(cell->note, sizeof cell->note, "%.150s", why);
}

/* params with another n. */
static void with_n(char *out, size_t size, const char *params, long n)
{
	const char *at = NULL;

	for (const char *p = params; p && !at; p = strchr(p, ' '), p = p ? p + 1 : p)
		if (!strncmp(p, "n=", 2))
			at = p;
	if (!at) {
		snprintf(out, size, "%s", params);
		return;
	}
	snprintf(out, size, "%.*sn=%ld%s", (int)(at - params), params, n,
		 at + strcspn(at, " "));
}

static bool answered(struct cell *cell, const struct process *process,
		     enum process_answer answer)
{
	if (answer != PROCESS_OK)
		give_up(cell, answer == PROCESS_SKIP ? SAMPLE_SKIP : SAMPLE_FAIL,
			process_why(process));
	return answer == PROCESS_OK;
}

/* Memory that others have used before, and freed, would not be counted. */
static bool counts_bytes(const struct row *row)
{
	return !strcmp(row->question->unit, "bytes");
}

static bool attempt(const struct row *row, struct cell *cell, struct fleet *fleet,
		    struct attempt *a)
{
	double limit = fleet->patience_s + 20 * cell->cost_s;
	double start = now(), running;
	struct process *process = (counts_bytes(row) ? fleet_fresh : fleet_get)(
		fleet, cell->peer, row->workers);
	char params[160];
	bool well;

	if (!process) {
		give_up(cell, SAMPLE_FAIL, "there is no memory for its process");
		return false;
	}
	with_n(params, sizeof params, row->question->params, cell->n);
	if (!answered(cell, process,
		      process_open(process, cell->bench, params, row->workers, limit)))
		return false;
	running = now();
	well = answered(cell, process,
			process_run(process, cell->repeats, &a->measurement, limit));
	a->run_s = (now() - running) / (counts_bytes(row) ? 1 : 2);
	if (process_alive(process))
		well &= answered(cell, process, process_close(process, limit));
	a->cell_s = now() - start;
	return well;
}

/* -- fitting ---------------------------------------------------------------------------------- */

enum {
	STEPS = 3, /* to a thousandth of n at most */
	BEARABLE_S =
		1 /* that may take longer than the limit, if n cannot be made smaller */
};

/* n, smaller by so many steps. */
static long smaller(const struct question *q, int steps)
{
	long n = q->n;

	for (; steps > 0; steps--)
		n = q->step ? n - q->step : n / 10;
	return n;
}

/* How many steps leave something to measure. */
static int steps_of(const struct question *q)
{
	int steps = 0;

	while (steps < STEPS && smaller(q, steps + 1) >= (q->step ? q->step : 10))
		steps++;
	return steps;
}

static void too_slow(const struct row *row, struct cell *cell, double seconds)
{
	char why[120];

	snprintf(why, sizeof why,
		 seconds < 99 ? "one sample takes %.2g s, more than %.2g s"
			      : "one sample takes %.0f s, more than %.2g s",
		 seconds, row->question->limit_s);
	cell->n = row->question->n;
	give_up(cell, SAMPLE_SLOW, why);
}

static double tenfold(double value, int times)
{
	for (; times > 0; times--)
		value *= 10;
	return value;
}

/* Begins with a small n, as one may be a thousand times as slow as another, and goes on
 * to the largest that is quick enough. */
static bool fit_n(const struct row *row, struct cell *cell, struct fleet *fleet,
		  struct attempt *a)
{
	const struct question *q = row->question;
	int step = steps_of(q), good = step + 1, bad = -1;

	while (step > bad) {
		cell->n = smaller(q, step);
		if (!attempt(row, cell, fleet, a))
			return false;
		cell->cost_s = a->cell_s;
		if (a->run_s > q->limit_s) {
			bad = step;
			step = q->fit ? good - 1 : bad;
			continue;
		}
		good = step;
		if (step && tenfold(a->run_s, 1) > 1.2 * q->limit_s)
			bad = step - 1;
		step = step && bad < 0 && tenfold(a->run_s, step) < q->limit_s ? 0
									       : step - 1;
	}
	if (bad < 0)
		return true;
	if (q->fit && good <= steps_of(q)) {
		if (cell->n == smaller(q, good))
			return true;
		cell->n = smaller(q, good);
		return attempt(row, cell, fleet, a);
	}
	if (q->fit && a->run_s < BEARABLE_S)
		return true;
	too_slow(row, cell, a->run_s * (double)q->n / (double)cell->n);
	return false;
}

/* Repeats the work until a sample is long enough. */
static void fit_repeats(const struct row *row, struct cell *cell, struct fleet *fleet,
			struct attempt *a)
{
	for (int tries = 0; tries < 6; tries++) {
		double wall = (double)a->measurement.wall_ns * 1e-9;
		double factor = wall > 0 ? 1.1 * sample_s / wall : 1000;
		double most = whole_s / (a->run_s + 1e-9);

		if (wall >= sample_s || most < 2 || cell->repeats >= 1 << 24)
			break;
		factor = factor < 2 ? 2 : factor > 1000 ? 1000 : factor;
		cell->repeats =
			(long)((double)cell->repeats * (factor < most ? factor : most));
		if (!attempt(row, cell, fleet, a))
			return;
	}
}

void measure_fit(const struct row *row, struct cell *cell, struct fleet *fleet)
{
	struct attempt a;

	if (cell->status != SAMPLE_OK || !fit_n(row, cell, fleet, &a))
		return;
	if (!counts_bytes(row))
		fit_repeats(row, cell, fleet, &a);
	cell->cost_s = a.cell_s;
}

bool measure_sample(const struct row *row, struct cell *cell, struct fleet *fleet,
		    struct measurement *measurement)
{
	struct attempt a;
	bool well = attempt(row, cell, fleet, &a);

	*measurement = a.measurement;
	return well;
}
