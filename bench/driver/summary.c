/* SPDX-License-Identifier: MIT */
#include "summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "header.h"
#include "statistics.h"

/* Outside is how heddle is used unless the bench says otherwise. */
static void takes_part(const struct samples *samples, const char *impl, char *text,
		       size_t room)
{
	if (header_field(samples, "peer", impl, 1, text, room))
		return;
	snprintf(text, room, "%s", strncmp(impl, "heddle", 6) ? "-" : "outside");
}

static void put_number(FILE *file, double value)
{
	if (isfinite(value))
		fprintf(file, "\t%.6g", value);
	else
		fprintf(file, "\tnan");
}

static void put_spread(FILE *file, double *values, int count)
{
	struct interval sure;

	statistics_sort(values, count);
	sure = statistics_interval(values, count, SUMMARY_ALPHA_PERCENT / 100.0);
	put_number(file, statistics_median(values, count));
	put_number(file, sure.lo);
	put_number(file, sure.hi);
	put_number(file, count ? values[0] : NAN);
	put_number(file, statistics_quantile(values, count, 0.25));
	put_number(file, statistics_quantile(values, count, 0.75));
	put_number(file, count ? (double)statistics_outliers(values, count) : NAN);
}

static void put_ratio(FILE *file, double *ratios, int count)
{
	struct interval sure;

	statistics_sort(ratios, count);
	sure = statistics_interval(ratios, count, SUMMARY_ALPHA_PERCENT / 100.0);
	put_number(file, statistics_median(ratios, count));
	put_number(file, sure.lo);
	put_number(file, sure.hi);
}

void summary_put(FILE *file, const struct samples *samples, struct summary_row *row)
{
	char part[16];

	takes_part(samples, row->like->impl, part, sizeof part);
	fprintf(file, "%s\t%s\t%s\t%s\t%d\t", row->bench, row->like->impl, part,
		row->like->params, row->like->workers);
	if (row->n)
		fprintf(file, "%ld", row->n);
	else
		fprintf(file, "nan");
	fprintf(file, "\t%s\t%d", row->unit, row->values_count);
	put_spread(file, row->values, row->values_count);
	put_ratio(file, row->ratios, row->ratios_count);
	fprintf(file, "\t%s\t%s\n", sample_status_name(row->status), row->note);
}

/* One wrong answer is enough: how long it took to get others does not count.  A group that has
 * samples has been measured, even if not in every round. */
static void judge(const struct group *group, struct summary_row *row)
{
	row->status = group->samples[0]->status;
	row->note = group->samples[0]->note;
	for (int i = 0; i < group->count; i++) {
		const struct sample *s = group->samples[i];

		if (s->status == SAMPLE_FAIL) {
			row->status = SAMPLE_FAIL;
			row->note = s->note;
			return;
		}
		if (s->status == SAMPLE_OK) {
			row->status = SAMPLE_OK;
			row->note = "-";
		}
	}
}

/* Both are in the order of rounds. */
static void collect_ratios(const struct group *group, const struct group *heddle,
			   struct summary_row *row)
{
	for (int i = 0, j = 0; i < group->count && j < heddle->count; i++) {
		const struct sample *s = group->samples[i];
		double ratio;

		while (j < heddle->count && !sample_beside(heddle->samples[j], s) &&
		       sample_before(heddle->samples[j], s))
			j++;
		if (j == heddle->count || !sample_beside(heddle->samples[j], s))
			continue;
		ratio = sample_value(s) / sample_value(heddle->samples[j]);
		if (isfinite(ratio))
			row->ratios[row->ratios_count++] = ratio;
	}
}

static void fill(const struct samples *samples, const struct groups *groups,
		 const struct group *group, struct summary_row *row, char *unit,
		 size_t room)
{
	const struct sample *first = group->samples[0];
	const struct group *heddle = groups_find(groups, "heddle", first);

	row->like = first;
	row->bench = first->bench;
	row->n = first->n;
	row->unit = unit;
	if (!header_field(samples, "question", first->bench, 1, unit, room))
		snprintf(unit, room, "%s",
			 strncmp(first->note, "bytes=", 6) ? "ns" : "bytes");
	judge(group, row);
	for (int i = 0; i < group->count && row->status == SAMPLE_OK; i++) {
		double value = sample_value(group->samples[i]);

		if (isfinite(value))
			row->values[row->values_count++] = value;
	}
	if (heddle && row->status == SAMPLE_OK)
		collect_ratios(group, heddle, row);
}

static bool put_group(FILE *file, const struct samples *samples,
		      const struct groups *groups, const struct group *group)
{
	size_t count = (size_t)group->count;
	struct summary_row row = {.values = calloc(count, sizeof(double)),
				  .ratios = calloc(count, sizeof(double))};
	char unit[16];
	bool fine = row.values && row.ratios;

	if (fine) {
		fill(samples, groups, group, &row, unit, sizeof unit);
		summary_put(file, samples, &row);
	} else {
		fprintf(stderr, "heddle-bench: no memory for %zu samples\n", count);
	}
	free(row.values);
	free(row.ratios);
	return fine;
}

static void put_header(FILE *file, const struct samples *samples)
{
	fprintf(file, "# format: heddle-summary/1\n");
	for (size_t i = 0; i < samples->header_count; i++)
		if (strncmp(samples->header[i], "format:", 7))
			fprintf(file, "# %s\n", samples->header[i]);
	fprintf(file, "# interval: of the median, %d %%, by order statistics\n",
		100 - SUMMARY_ALPHA_PERCENT);
	fprintf(file,
		"bench\timpl\ttakes_part\tparams\tworkers\tn\tunit\tsamples\tmedian\t"
		"lo\thi\tmin\tq1\tq3\toutliers\tratio\tratio_lo\tratio_hi\tstatus\t"
		"note\n");
}

bool summary_write(const char *samples_path, FILE *file)
{
	struct samples samples;
	struct groups groups;
	bool fine;

	if (!samples_read(samples_path, &samples))
		return false;
	fine = groups_make(&samples, &groups);
	if (fine)
		put_header(file, &samples);
	for (int i = 0; fine && i < groups.count; i++)
		fine = put_group(file, &samples, &groups, &groups.rows[i]);
	fine = fine && summary_metg(file, &samples, &groups);
	groups_free(&groups);
	samples_free(&samples);
	return fine;
}

int command_summary(int argc, char **argv)
{
	if (argc != 2 || argv[1][0] == '-') {
		fprintf(stderr, "usage: heddle-bench summary SAMPLES.tsv\n");
		return 2;
	}
	if (!summary_write(argv[1], stdout))
		return 2;
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "heddle-bench summary: cannot write: standard output\n");
		return 1;
	}
	return 0;
}
