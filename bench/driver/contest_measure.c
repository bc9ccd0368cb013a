/* SPDX-License-Identifier: MIT */
/* contest_measure - pairs of processes for every row, until enough is known. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "contest.h"
#include "interrupt.h"
#include "statistics.h"

/* One of the two measurements of a contest. */
struct pass {
	struct contest *contest;
	const struct contest_rules *rules;
	bool again;
	double alpha, start_s;
	int *order, *targets; /* room for all rows */
};

static struct contest_attempt *attempt(const struct pass *pass, struct contest_row *row)
{
	return pass->again ? &row->again : &row->first;
}

static bool out_of_time(const struct pass *pass)
{
	return pass->rules->seconds > 0 &&
	       session_seconds(pass->rules->session) - pass->start_s >
		       pass->rules->seconds;
}

/* How many pairs this row is to have by now. */
static int wanted(const struct pass *pass, struct contest_row *row)
{
	const struct comparison *c = &attempt(pass, row)->result;
	struct interval logs = {log(c->lo), log(c->hi)};
	int pairs;

	if (row->state != CONTEST_MEASURED || (pass->again && !contest_flagged(row)))
		return 0;
	if (!c->pairs)
		logs = (struct interval){NAN, NAN};
	pairs = statistics_pairs(c->pairs, logs, pass->rules->threshold);
	return pairs < pass->rules->most ? pairs : pass->rules->most;
}

/* -- one pair --------------------------------------------------------------------------------- */

static double side_median(const struct pair *pair, enum side side)
{
	double values[PAIR_KEPT];

	for (int i = 0; i < PAIR_KEPT; i++)
		values[i] = sample_value(&pair->samples[i * SIDES + side]);
	statistics_sort(values, PAIR_KEPT);
	return statistics_median(values, PAIR_KEPT);
}

/* The second measurement is a session of its own, "...+2". */
static void keep_samples(const struct pass *pass, const struct contest_row *row,
			 struct pair *pair)
{
	for (int i = 0; pass->rules->samples && i < PAIR_KEPT * SIDES; i++) {
		struct sample *s = &pair->samples[i];

		snprintf(s->session, sizeof s->session, "%.16s%s",
			 pass->rules->session->name, pass->again ? "+2" : "");
		snprintf(s->impl, sizeof s->impl, "heddle");
		s->n = row->n;
		samples_put(pass->rules->samples, s);
	}
}

static void measure_pair(const struct pass *pass, struct contest_row *row)
{
	struct contest_attempt *a = attempt(pass, row);
	int number = a->result.pairs;
	struct pair pair = {.programs = {row->programs[OLD], row->programs[NEW]},
			    .slowdowns = {NULL, pass->contest->choice->slowdown},
			    .bench = row->bench,
			    .params = row->params,
			    .workers = row->workers,
			    .repeats = row->repeats,
			    .placement = pass->contest->choice->placement,
			    .number = number + 1};

	if (pair_measure(&pair, pass->rules->shuffle, &a->d[number])) {
		for (int side = OLD; side < SIDES; side++)
			a->values[side][number] = side_median(&pair, (enum side)side);
		a->result.pairs++;
		keep_samples(pass, row, &pair);
	} else if (!interrupted()) {
		row->state = CONTEST_FAILED;
		snprintf(row->note, sizeof row->note, "%s", pair.why);
	}
}

/* -- all of them ------------------------------------------------------------------------------ */

/* How long what is planned takes yet: by the cost of its pairs, and by how much more than that
 * the pairs so far have taken. */
static double time_left(const struct pass *pass, double now)
{
	double done = 0, planned = 0;

	for (int i = 0; i < pass->contest->count; i++) {
		struct contest_row *row = &pass->contest->rows[i];
		int pairs = attempt(pass, row)->result.pairs;

		done += pairs * row->cost_s;
		if (pass->targets[i] > pairs)
			planned += (pass->targets[i] - pairs) * row->cost_s;
	}
	return done > 0 ? (now - pass->start_s) / done * planned : planned;
}

static void tell(const struct pass *pass, const struct contest_row *row, int pair)
{
	double now = session_seconds(pass->rules->session);
	char stage[40], what[200];

	if (!pass->rules->progress)
		return;
	snprintf(stage, sizeof stage, "%spair %d", pass->again ? "again, " : "", pair);
	snprintf(what, sizeof what, "%s %s, workers %d", row->bench, row->params,
		 row->workers);
	progress_show(pass->rules->progress, now, time_left(pass, now), stage, what);
}

/* Every row that is to have this pair gets it; false: time is up. */
static bool next_pairs(const struct pass *pass, int pair)
{
	struct contest *contest = pass->contest;

	shuffle_order(pass->rules->shuffle, pass->order, contest->count);
	for (int i = 0; i < contest->count; i++) {
		int number = pass->order[i];
		struct contest_row *row = &contest->rows[number];

		if (pass->targets[number] < pair || row->state != CONTEST_MEASURED ||
		    attempt(pass, row)->result.pairs >= pair)
			continue;
		if (interrupted() || out_of_time(pass)) {
			contest->complete = false;
			return false;
		}
		tell(pass, row, pair);
		measure_pair(pass, row);
	}
	return true;
}

/* 20 pairs, 40, 80: until no row wants more. */
static void measure(const struct pass *pass)
{
	bool goes_on = true;

	while (goes_on) {
		int most = 0;

		for (int i = 0; i < pass->contest->count; i++) {
			struct contest_row *row = &pass->contest->rows[i];

			pass->targets[i] = wanted(pass, row);
			if (pass->targets[i] > attempt(pass, row)->result.pairs &&
			    pass->targets[i] > most)
				most = pass->targets[i];
		}
		for (int pair = 1; goes_on && pair <= most; pair++)
			goes_on = next_pairs(pass, pair);
		goes_on = goes_on && most;
		contest_judge(pass->contest, pass->alpha, pass->rules->threshold);
	}
}

static void forget(struct contest_row *row)
{
	if (row->state == CONTEST_FAILED && row->first.result.pairs)
		row->state = CONTEST_MEASURED;
	row->first.result = row->again.result = (struct comparison){0};
}

void contest_measure(struct contest *contest, const struct contest_rules *rules)
{
	int rows = contest->count - contest_states(contest, CONTEST_SKIPPED);
	struct pass pass = {.contest = contest,
			    .rules = rules,
			    .alpha = statistics_bonferroni(rules->alpha, rows),
			    .order = calloc((size_t)contest->count, sizeof(int)),
			    .targets = calloc((size_t)contest->count, sizeof(int))};

	contest->complete = pass.order && pass.targets;
	if (!contest->complete)
		fprintf(stderr, "heddle-bench: no memory for the comparison\n");
	for (int i = 0; i < contest->count; i++)
		forget(&contest->rows[i]);
	for (int again = 0; again < 2 && pass.order && pass.targets; again++) {
		pass.again = again;
		pass.start_s = session_seconds(rules->session);
		measure(&pass);
	}
	if (rules->progress)
		progress_clear(rules->progress);
	free(pass.order);
	free(pass.targets);
}
