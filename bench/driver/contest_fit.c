/* SPDX-License-Identifier: MIT */
/* contest_fit - how much work makes a sample.
 *
 * Both sides do the same work, and for each it takes some milliseconds at least.  Work that
 * takes too long is made smaller where the question allows that: many short pairs of processes
 * say more than a few long ones.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "contest.h"
#include "interrupt.h"
#include "process.h"

#define LIMIT 20.0

enum {
	LEAST_NS = 4000000,   /* as long as a sample takes at least */
	SHRINK_NS = 12000000, /* longer: n is made smaller */
	MOST_NS = 150000000,  /* longer: it is left out */
	WHOLE_NS = 100000000, /* with what is not timed: it is long enough */
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

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* What tries showed: the shortest of a few, as what made the others longer may not be there
 * later. */
struct tried {
	int64_t wall,
		whole; /* of one sample; with what is not timed, and the untimed run */
};

/* False: it cannot be had. */
static bool try(struct contest_row *row, enum side side, struct process *process,
		long repeats, struct tried *tried)
{
	struct measurement m;

	tried->wall = tried->whole = INT64_MAX;
	for (int i = 0; i < TRIES && !interrupted(); i++) {
		int64_t start = now(), whole;

		if (process_run(process, repeats, &m, LIMIT) != PROCESS_OK) {
			give_up(row, CONTEST_FAILED, side, process_why(process));
			return false;
		}
		whole = now() - start;
		if (m.wall_ns < tried->wall)
			tried->wall = m.wall_ns;
		if (whole < tried->whole)
			tried->whole = whole;
		if (m.wall_ns > MOST_NS)
			break;
	}
	return true;
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
		   struct tried *tried)
{
	long smaller;

	for (;;) {
		if (!try(row, side, process, 1, tried))
			return false;
		smaller = row->step ? row->n - row->step : row->n / 10;
		if (tried->wall <= SHRINK_NS || !row->fit ||
		    smaller < (row->step ? row->step : 10))
			break;
		set_n(row->params, sizeof row->params, smaller);
		if (!open_it(row, side, process))
			return false;
	}
	if (tried->wall <= MOST_NS)
		return true;
	give_up(row, CONTEST_SKIPPED, side, "one sample takes too long");
	return false;
}

static void fit_side(struct contest_row *row, enum side side, struct process *process)
{
	struct tried t;
	bool well = open_it(row, side, process) && shrink(row, side, process, &t);

	if (well && row->repeats > 1)
		well = try(row, side, process, row->repeats, &t);
	while (well && t.wall < LEAST_NS && t.whole < WHOLE_NS &&
	       row->repeats < MOST_REPEATS && !interrupted()) {
		long factor = t.wall > 0 ? LEAST_NS * 5 / 4 / t.wall + 1 : 8;
		long most = WHOLE_NS / (t.whole + 1) + 1;

		most = most > 8 ? 8 : most;
		factor = factor > most ? most : factor;
		row->repeats *= factor < 2 ? 2 : factor;
		well = try(row, side, process, row->repeats, &t);
	}
	if (well)
		row->cost_s += PAIR_ROUNDS * (double)t.whole * 1e-9;
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
