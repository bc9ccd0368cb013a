/* SPDX-License-Identifier: MIT */
/* contest_report - the verdicts: how they come about, a table for people, compare.tsv. */
#include <math.h>
#include <string.h>

#include "contest.h"
#include "statistics.h"

bool contest_flagged(const struct contest_row *row)
{
	return row->first.result.verdict == VERDICT_SLOWER ||
	       row->first.result.verdict == VERDICT_FASTER;
}

static void judge_row(struct contest_row *row)
{
	enum verdict first = row->first.result.verdict, again = row->again.result.verdict;

	if (row->state != CONTEST_MEASURED)
		return;
	row->verdict = verdict_confirmed(first, again);
	snprintf(row->note, sizeof row->note, "-");
	if (contest_flagged(row) && row->verdict == VERDICT_UNCLEAR)
		snprintf(row->note, sizeof row->note, "%s at first, and then %s",
			 verdict_name(first),
			 row->again.result.pairs ? verdict_name(again)
						 : "not measured again");
}

void contest_judge(struct contest *contest, double alpha, double threshold)
{
	for (int i = 0; i < contest->count; i++) {
		struct contest_row *row = &contest->rows[i];

		row->first.result = verdict_of(row->first.d, row->first.result.pairs,
					       alpha, threshold);
		row->again.result = verdict_of(row->again.d, row->again.result.pairs,
					       alpha, threshold);
		judge_row(row);
	}
}

int contest_verdicts(const struct contest *contest, enum verdict verdict)
{
	int count = 0;

	for (int i = 0; i < contest->count; i++)
		count += contest->rows[i].state == CONTEST_MEASURED &&
			 contest->rows[i].verdict == verdict;
	return count;
}

int contest_states(const struct contest *contest, enum contest_state state)
{
	int count = 0;

	for (int i = 0; i < contest->count; i++)
		count += contest->rows[i].state == state;
	return count;
}

static const char *verdict_text(const struct contest_row *row)
{
	switch (row->state) {
	case CONTEST_SKIPPED:
		return "skip";
	case CONTEST_FAILED:
		return "fail";
	case CONTEST_MEASURED:
		break;
	}
	return verdict_name(row->verdict);
}

/* What is told of a row that was measured twice is what the second time said. */
static const struct contest_attempt *told(const struct contest_row *row)
{
	return row->again.result.pairs ? &row->again : &row->first;
}

/* -- for people ------------------------------------------------------------------------------- */

static void put_value(FILE *file, const struct contest_row *row, enum side side)
{
	double values[CONTEST_PAIRS], median;
	const struct contest_attempt *a = told(row);

	memcpy(values, a->values[side], sizeof values);
	statistics_sort(values, a->result.pairs);
	median = statistics_median(values, a->result.pairs);
	if (row->bytes)
		fprintf(file, " %8.4g B ", median);
	else if (median < 1e4)
		fprintf(file, " %8.4g ns", median);
	else if (median < 1e7)
		fprintf(file, " %8.4g us", median / 1e3);
	else
		fprintf(file, " %8.4g ms", median / 1e6);
}

static double percent(double ratio)
{
	return 100 * (ratio - 1);
}

static void put_row(FILE *file, const struct contest_row *row)
{
	const struct comparison *c = &told(row)->result;

	fprintf(file, "%-18s %-22s %3d", row->bench, row->params, row->workers);
	if (row->state != CONTEST_MEASURED) {
		fprintf(file, "  %s: %s\n", verdict_text(row), row->note);
		return;
	}
	put_value(file, row, OLD);
	put_value(file, row, NEW);
	fprintf(file, " %+7.1f %%", percent(c->ratio));
	if (isnan(c->lo))
		fprintf(file, "  %17s", "(too few pairs)");
	else
		fprintf(file, "  %+6.1f to %+6.1f", percent(c->lo), percent(c->hi));
	fprintf(file, " %5d  %s%s%s\n", c->pairs, verdict_text(row),
		strcmp(row->note, "-") ? ": " : "",
		strcmp(row->note, "-") ? row->note : "");
}

void contest_table(const struct contest *contest, FILE *file)
{
	fprintf(file, "%-18s %-22s %3s %11s %11s %9s  %16s %5s  %s\n", "bench",
		"parameters", "w", "old", "new", "change", "between", "pairs", "verdict");
	for (int i = 0; i < contest->count; i++)
		put_row(file, &contest->rows[i]);
	fprintf(file, "%d slower, %d faster, %d the same, %d unclear",
		contest_verdicts(contest, VERDICT_SLOWER),
		contest_verdicts(contest, VERDICT_FASTER),
		contest_verdicts(contest, VERDICT_SAME),
		contest_verdicts(contest, VERDICT_UNCLEAR));
	if (contest_states(contest, CONTEST_FAILED))
		fprintf(file, ", %d failed", contest_states(contest, CONTEST_FAILED));
	if (contest_states(contest, CONTEST_SKIPPED))
		fprintf(file, ", %d skipped", contest_states(contest, CONTEST_SKIPPED));
	fprintf(file, "\n");
}

/* -- for figures ------------------------------------------------------------------------------ */

static void put_number(FILE *file, double value)
{
	if (isfinite(value))
		fprintf(file, "\t%.6g", value);
	else
		fprintf(file, "\tnan");
}

void contest_write(const struct contest *contest, FILE *file)
{
	fprintf(file,
		"row\tbench\tparams\tworkers\tpairs\tratio\tlo\thi\tverdict\tnote\n");
	for (int i = 0; i < contest->count; i++) {
		const struct contest_row *row = &contest->rows[i];
		const struct comparison *c = &told(row)->result;
		bool measured = row->state == CONTEST_MEASURED;

		fprintf(file, "%d\t%s\t%s\t%d\t%d", i + 1, row->bench, row->params,
			row->workers, measured ? c->pairs : 0);
		put_number(file, measured ? c->ratio : NAN);
		put_number(file, measured ? c->lo : NAN);
		put_number(file, measured ? c->hi : NAN);
		fprintf(file, "\t%s\t%s\n", verdict_text(row), row->note);
	}
}
