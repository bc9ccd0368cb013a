/* SPDX-License-Identifier: MIT */
/* contest_read - a contest again, from the samples that it kept. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "contest.h"
#include "groups.h"
#include "statistics.h"

static bool is_again(const struct sample *s)
{
	return strchr(s->session, '+') != NULL;
}

static bool same_pair(const struct sample *a, const struct sample *b)
{
	return a->pair == b->pair && !strcmp(a->session, b->session);
}

/* The values of both sides, round by round; how many rounds have both. */
static int collect(const struct sample **samples, int count,
		   double values[SIDES][PAIR_KEPT])
{
	int rounds = 0;

	for (int i = 0; i + 1 < count && rounds < PAIR_KEPT; i++) {
		const struct sample *a = samples[i], *b = samples[i + 1];
		bool first_is_old = !strcmp(a->side, side_names[OLD]);

		if (!sample_beside(a, b) || !strcmp(a->side, b->side))
			continue;
		values[OLD][rounds] = sample_value(first_is_old ? a : b);
		values[NEW][rounds] = sample_value(first_is_old ? b : a);
		rounds++;
	}
	return rounds;
}

static double median(double *values, int count)
{
	statistics_sort(values, count);
	return statistics_median(values, count);
}

static void read_pair(struct contest_row *row, const struct sample **samples, int count)
{
	struct contest_attempt *a = is_again(samples[0]) ? &row->again : &row->first;
	double values[SIDES][PAIR_KEPT], logs[PAIR_KEPT];
	int rounds = collect(samples, count, values), pair = a->result.pairs;

	if (!rounds || pair == CONTEST_PAIRS)
		return;
	for (int i = 0; i < rounds; i++)
		logs[i] = log(values[NEW][i] / values[OLD][i]);
	a->d[pair] = median(logs, rounds);
	for (int side = OLD; side < SIDES; side++)
		a->values[side][pair] = median(values[side], rounds);
	a->result.pairs++;
}

static void read_group(struct contest_row *row, const struct group *group)
{
	const struct sample *first = group->samples[0];
	int from = 0;

	row->workers = first->workers;
	row->n = first->n;
	row->bytes = !strncmp(first->note, "bytes=", 6);
	snprintf(row->bench, sizeof row->bench, "%s", first->bench);
	snprintf(row->params, sizeof row->params, "%s", first->params);
	for (int i = 1; i <= group->count; i++) {
		if (i < group->count &&
		    same_pair(group->samples[i], group->samples[from]))
			continue;
		read_pair(row, &group->samples[from], i - from);
		from = i;
	}
}

bool contest_read(struct contest *contest, const struct samples *samples)
{
	struct groups groups;

	*contest = (struct contest){.complete = true};
	if (!groups_make(samples, &groups))
		return false;
	contest->rows = calloc((size_t)groups.count + 1, sizeof *contest->rows);
	if (!contest->rows)
		fprintf(stderr, "heddle-bench: no memory for the comparison\n");
	for (int i = 0; contest->rows && i < groups.count; i++)
		read_group(&contest->rows[contest->count++], &groups.rows[i]);
	groups_free(&groups);
	return contest->rows != NULL;
}
