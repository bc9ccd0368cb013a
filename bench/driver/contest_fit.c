/* SPDX-License-Identifier: MIT */
/* contest_fit - how much work makes a sample.
 *
 * Both sides do the same work, and for each it takes some milliseconds at least.  Work that
 * takes too long is made smaller where the question allows that: many short pairs of processes
 * say more than a few long ones.
 */
#include <stdlib.h>
#include <string.h>

#include "contest.h"
#include "interrupt.h"
#include "process.h"

#define LIMIT 20.0

enum {
	LEAST_NS = 4000000,   /* as long as a sample takes at least */
	SHRINK_NS = 12000000, /* longer: n is made smaller */
	MOST_NS = 150000000,  /* longer: it is left out */
	MOST_REPEATS = 1 << 22,
	TRIES = 3
};

static long n_of(const char *params)
{
	const char *n = strncmp(params, "n=", 2) ? strstr(params, " n=") : params;

	return n ? strtol(strchr(n, '=') + 1, NULL, 10) : 1;
}

/* The parameters with another n. */
static void set_n(char *params, size_t size, long n)
{
	char old[128], *place, *rest;

	snprintf(old, sizeof old, "%s", params);
	place = strncmp(old, "n=", 2) ? strstr(old, " n=") : old;
	if (!place)
		return;
	place = strchr(place, '=') + 1;
	rest = place + strspn(place, "0123456789");
	snprintf(params, size, "%.*s%ld%s", (int)(place - old), old, n, rest);
}

static void give_up(struct contest_row *row, enum contest_state state, enum side side,
		    const char *why)
{
	row->state = state;
	snprintf(row->note, sizeof row->note, "%s: %s", side_names[side], why);
}

/* How long one sample with so many repeats takes, the shortest of a few; below 0: it cannot be
 * had.  What made the others longer may not be there later. */
static int64_t try(struct contest_row *row, enum side side, struct process *process,
		   long repeats)
{
	struct measurement m;
	int64_t shortest = INT64_MAX;

	for (int i = 0; i < TRIES && !interrupted(); i++) {
		if (process_run(process, repeats, &m, LIMIT) != PROCESS_OK) {
			give_up(row, CONTEST_FAILED, side, process_why(process));
			return -1;
		}
		if (m.wall_ns < shortest)
			shortest = m.wall_ns;
		if (m.wall_ns > MOST_NS)
			break;
	}
	return shortest;
}

static bool open_it(struct contest_row *row, enum side side, struct process *process)
{
	enum process_answer answer =
		process_open(process, row->bench, row->params, row->workers, LIMIT);

	row->n = n_of(row->params);
	if (answer == PROCESS_OK)
		return true;
	give_up(row, answer == PROCESS_SKIP ? CONTEST_SKIPPED : CONTEST_FAILED, side,
		process_why(process));
	return false;
}

/* Makes n smaller until a single time is short enough. */
static bool shrink(struct contest_row *row, enum side side, struct process *process,
		   int64_t *wall)
{
	long smaller;

	for (;;) {
		*wall = try(row, side, process, 1);
		if (*wall < 0)
			return false;
		smaller = row->step ? row->n - row->step : row->n / 10;
		if (*wall <= SHRINK_NS || !row->fit ||
		    smaller < (row->step ? row->step : 10))
			break;
		set_n(row->params, sizeof row->params, smaller);
		if (!open_it(row, side, process))
			return false;
	}
	if (*wall <= MOST_NS)
		return true;
	give_up(row, CONTEST_SKIPPED, side, "one sample takes too long");
	return false;
}

static void fit_side(struct contest_row *row, enum side side, struct process *process)
{
	int64_t wall;

	if (!open_it(row, side, process) || !shrink(row, side, process, &wall))
		return;
	if (row->repeats > 1)
		wall = try(row, side, process, row->repeats);
	while (wall >= 0 && wall < LEAST_NS && row->repeats < MOST_REPEATS &&
	       !interrupted()) {
		long factor = wall > 0 ? LEAST_NS * 5 / 4 / wall + 1 : 8;

		row->repeats *= factor < 2 ? 2 : factor > 8 ? 8 : factor;
		wall = try(row, side, process, row->repeats);
	}
	/* An untimed run goes before each that is timed. */
	row->cost_s += 2 * PAIR_ROUNDS * (double)wall * 1e-9;
}

void contest_fit(struct contest_row *row)
{
	row->repeats = 1;
	for (int side = OLD; side < SIDES && row->state == CONTEST_MEASURED; side++) {
		struct process_spec spec = {row->programs[side], "-", row->workers, NULL,
					    -1};
		struct process *process = process_start(&spec);

		if (process)
			fit_side(row, (enum side)side, process);
		else
			give_up(row, CONTEST_FAILED, (enum side)side,
				"there is no memory for it");
		process_free(process);
	}
}
