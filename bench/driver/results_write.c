/* SPDX-License-Identifier: MIT */
/* results_write - the files of a run. */
#include <string.h>

#include "output.h"
#include "results.h"
#include "summary.h"

#ifndef HEDDLE_VERSION
#define HEDDLE_VERSION "-"
#endif

/* -- what the figures have to know stands in the data itself ---------------------------------- */

static bool first_with_impl(const struct plan *plan, int row, int cell)
{
	const char *impl = plan->rows[row].cells[cell].impl;

	for (int i = 0; i <= row; i++)
		for (int k = 0; k < (i == row ? cell : plan->rows[i].count); k++)
			if (!strcmp(plan->rows[i].cells[k].impl, impl))
				return false;
	return true;
}

static void put_peer(FILE *file, const struct team *team, const struct cell *cell)
{
	const char *version = cell->peer->version;

	if (!strcmp(cell->impl, "machine"))
		fprintf(file, "# peer: machine | - | -\n");
	else
		fprintf(file, "# peer: %s | %s | %s\n", cell->impl,
			team_takes_part(team, cell->impl, cell->peer),
			*version ? version : HEDDLE_VERSION);
}

/* In the order of the team. */
static void put_peers(FILE *file, const struct plan *plan, const struct team *team)
{
	for (int m = 0; m < team->count; m++)
		for (int i = 0; i < plan->count; i++)
			for (int k = 0; k < plan->rows[i].count; k++) {
				const struct cell *cell = &plan->rows[i].cells[k];

				if (cell->peer == &team->members[m].peer &&
				    first_with_impl(plan, i, k))
					put_peer(file, team, cell);
			}
}

static void put_questions(FILE *file, const struct plan *plan)
{
	for (int i = 0; i < plan->count; i++) {
		const struct question *q = plan->rows[i].question;

		if (!i || strcmp(q->bench, plan->rows[i - 1].question->bench))
			fprintf(file, "# question: %s | %s | %s | %s\n", q->bench,
				q->unit, q->floor, q->text);
	}
}

/* -- writing ---------------------------------------------------------------------------------- */

static bool write_samples(struct results *results, const char *folder,
			  const struct plan *plan, const struct team *team)
{
	struct output output;

	if (!output_begin(&output, folder, "samples.tsv"))
		return false;
	session_header(output.file, results->session, "heddle-samples/1");
	session_end(output.file);
	put_questions(output.file, plan);
	put_peers(output.file, plan, team);
	samples_columns(output.file);
	fwrite(results->samples_text, 1, results->samples_size, output.file);
	return output_finish(&output, true);
}

static bool write_histograms(struct results *results, const char *folder)
{
	struct output output;

	if (!output_begin(&output, folder, "histograms.tsv"))
		return false;
	session_header(output.file, results->session, "heddle-histograms/1");
	fprintf(output.file,
		"bench\timpl\tparams\tworkers\tround\tt_s\tlo_ns\thi_ns\tcount\n");
	fwrite(results->histograms_text, 1, results->histograms_size, output.file);
	return output_finish(&output, true);
}

static bool write_noise(struct results *results, const char *folder)
{
	struct output output;

	if (!output_begin(&output, folder, "noise.tsv"))
		return false;
	session_header(output.file, results->session, "heddle-noise/1");
	noise_put(output.file, &results->noise);
	return output_finish(&output, true);
}

static bool write_summary(const char *folder)
{
	struct output output;
	char samples[512];

	snprintf(samples, sizeof samples, "%s/samples.tsv", folder);
	if (!output_begin(&output, folder, "summary.tsv"))
		return false;
	return output_finish(&output, summary_write(samples, output.file));
}

bool results_write(struct results *results, const char *folder, const struct plan *plan,
		   const struct team *team)
{
	if (fflush(results->samples) || fflush(results->histograms)) {
		fprintf(stderr, "heddle-bench: there is no memory for the results\n");
		return false;
	}
	return write_samples(results, folder, plan, team) &&
	       write_histograms(results, folder) && write_noise(results, folder) &&
	       write_summary(folder);
}
