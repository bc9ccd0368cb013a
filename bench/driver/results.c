/* SPDX-License-Identifier: MIT */
#include "results.h"

#include <inttypes.h>
#include <stdlib.h>

bool results_begin(struct results *results, const struct session *session)
{
	*results = (struct results){.session = session};
	results->samples = open_memstream(&results->samples_text, &results->samples_size);
	results->histograms =
		open_memstream(&results->histograms_text, &results->histograms_size);
	if (results->samples && results->histograms)
		return true;
	fprintf(stderr, "heddle-bench: there is no memory for the results\n");
	results_free(results);
	return false;
}

void results_free(struct results *results)
{
	if (results->samples)
		fclose(results->samples);
	if (results->histograms)
		fclose(results->histograms);
	free(results->samples_text);
	free(results->histograms_text);
	noise_free(&results->noise);
	*results = (struct results){0};
}

/* -- taking in -------------------------------------------------------------------------------- */

static void add_histogram(struct results *results, const struct row *row,
			  const struct cell *cell, int round,
			  const struct histogram *histogram)
{
	double t_s = session_seconds(results->session);

	for (int i = 0; i < HISTOGRAM_BUCKETS; i++)
		if (histogram->counts[i])
			fprintf(results->histograms,
				"%s\t%s\t%s\t%d\t%d\t%.3f\t%" PRId64 "\t%" PRId64
				"\t%" PRIu64 "\n",
				row->question->bench, cell->impl, row->question->params,
				row->workers, round, t_s, histogram_low(i),
				histogram_low(i + 1), histogram->counts[i]);
}

void results_add(struct results *results, const struct row *row, const struct cell *cell,
		 int round, int pos, const struct measurement *m)
{
	const struct question *q = row->question;
	struct sample sample = {.workers = row->workers,
				.n = cell->n,
				.round = round,
				.pos = pos,
				.status = cell->status};

	snprintf(sample.session, sizeof sample.session, "%s", results->session->name);
	snprintf(sample.side, sizeof sample.side, "-");
	snprintf(sample.bench, sizeof sample.bench, "%s", q->bench);
	snprintf(sample.impl, sizeof sample.impl, "%s", cell->impl);
	snprintf(sample.params, sizeof sample.params, "%s", q->params);
	snprintf(sample.note, sizeof sample.note, "%s", m ? m->note : cell->note);
	if (m) {
		sample.ops = m->ops;
		sample.wall_ns = m->wall_ns;
		sample.cpu_ns = m->cpu_ns;
		sample.vcsw = m->vcsw;
		sample.ivcsw = m->ivcsw;
		if (m->has_histogram)
			add_histogram(results, row, cell, round, &m->histogram);
	}
	samples_put(results->samples, &sample);
}
