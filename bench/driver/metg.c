/* SPDX-License-Identifier: MIT */
/* metg - the summary's bench "metg": how long a task must be for the workers to be worth it.
 *
 * A task's size is what it takes in a plain loop, measured in the same round.  The workers'
 * efficiency is the part of their time that went into tasks; more workers than CPUs are not
 * expected to do more than the CPUs can.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "header.h"
#include "statistics.h"
#include "summary.h"

#define EFFICIENCY 0.5

/* One implementation with one number of workers: its groups, one for each size of task. */
struct series {
	const struct group **groups;
	int count, cpus;
	struct metg_point *points;
	int below; /* rounds in which even the shortest tasks were efficient */
};

static bool is_grain(const struct group *group)
{
	const struct sample *s = group->samples[0];

	return !strcmp(s->bench, "grain") && strcmp(s->impl, "serial");
}

static bool same_series(const struct group *a, const struct group *b)
{
	return is_grain(a) && is_grain(b) &&
	       !strcmp(a->samples[0]->impl, b->samples[0]->impl) &&
	       a->samples[0]->workers == b->samples[0]->workers;
}

/* The plain loop over the same tasks; it may have been measured only once for all numbers of
 * workers. */
static const struct group *serial_of(const struct groups *groups,
				     const struct sample *like)
{
	const struct group *found = groups_find(groups, "serial", like);

	for (int i = 0; !found && i < groups->count; i++) {
		const struct sample *s = groups->rows[i].samples[0];

		if (!strcmp(s->impl, "serial") && !strcmp(s->bench, "grain") &&
		    !strcmp(s->params, like->params))
			found = &groups->rows[i];
	}
	return found;
}

static double value_beside(const struct group *group, const struct sample *like)
{
	for (int i = 0; group && i < group->count; i++)
		if (sample_beside(group->samples[i], like))
			return sample_value(group->samples[i]);
	return NAN;
}

static int by_size(const void *a, const void *b)
{
	double x = ((const struct metg_point *)a)->size;
	double y = ((const struct metg_point *)b)->size;

	return (x > y) - (x < y);
}

/* METG of one round, of which `round` is a sample; NAN if it has no points.  Where even the
 * shortest tasks are efficient, it is at most their size. */
static double of_round(const struct groups *all, struct series *series,
		       const struct sample *round)
{
	int workers = round->workers, count = 0;
	double metg;

	if (series->cpus && workers > series->cpus)
		workers = series->cpus;
	for (int i = 0; i < series->count; i++) {
		const struct group *group = series->groups[i];
		double size = value_beside(serial_of(all, group->samples[0]), round);
		double each = value_beside(group, round);

		if (isfinite(size) && isfinite(each))
			series->points[count++] =
				(struct metg_point){size, size / (each * workers)};
	}
	qsort(series->points, (size_t)count, sizeof *series->points, by_size);
	metg = statistics_metg(series->points, count, EFFICIENCY);
	if (metg > 0 || isnan(metg))
		return metg;
	series->below++;
	return series->points[0].size;
}

/* Where the median is no number, there is none to show. */
static void finish(struct summary_row *row, int below)
{
	statistics_sort(row->values, row->values_count);
	if (2 * below > row->values_count)
		row->note = "at most: even the shortest tasks are long enough";
	if (isfinite(statistics_median(row->values, row->values_count)))
		return;
	row->note = row->values_count ? "even the longest tasks are too short"
				      : "grain was not measured beside a plain loop";
	row->status = SAMPLE_SKIP;
	row->values_count = 0;
}

static void put_series(FILE *file, const struct samples *samples,
		       const struct groups *groups, struct series *series, double *values)
{
	const struct group *longest = series->groups[0];
	struct sample like = *longest->samples[0];
	struct summary_row row = {
		.like = &like, .bench = "metg", .unit = "ns", .note = "-"};

	snprintf(like.params, sizeof like.params, "efficiency=%.0f", 100 * EFFICIENCY);
	row.status = SAMPLE_OK;
	row.values = values;
	for (int i = 1; i < series->count; i++)
		if (series->groups[i]->count > longest->count)
			longest = series->groups[i];
	for (int i = 0; i < longest->count; i++) {
		double value = of_round(groups, series, longest->samples[i]);

		if (!isnan(value))
			values[row.values_count++] = value;
	}
	finish(&row, series->below);
	summary_put(file, samples, &row);
}

/* The series that begins with this group, if one does. */
static void gather(const struct groups *groups, int first, struct series *series)
{
	series->count = series->below = 0;
	for (int i = 0; i < groups->count; i++) {
		if (!same_series(&groups->rows[i], &groups->rows[first]))
			continue;
		if (i < first)
			return;
		series->groups[series->count++] = &groups->rows[i];
	}
}

bool summary_metg(FILE *file, const struct samples *samples, const struct groups *groups)
{
	size_t room = (size_t)groups->count + 1;
	struct series series = {calloc(room, sizeof(void *)), 0, header_cpus(samples),
				calloc(room, sizeof(struct metg_point)), 0};
	double *values = calloc(samples->count + 1, sizeof *values);
	bool fine = series.groups && series.points && values;

	for (int i = 0; fine && i < groups->count; i++) {
		gather(groups, i, &series);
		if (series.count)
			put_series(file, samples, groups, &series, values);
	}
	if (!fine)
		fprintf(stderr, "heddle-bench: no memory for the summary\n");
	free(series.groups);
	free(series.points);
	free(values);
	return fine;
}
