/* SPDX-License-Identifier: MIT */
#include "samples.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char titles[] =
	"session\tside\tbench\timpl\tparams\tworkers\tn\tpair\tround\tpos"
	"\tops\twall_ns\tcpu_ns\tvcsw\tivcsw\tstatus\tnote";

static const char *const statuses[] = {"ok", "skip", "slow", "fail"};

const char *sample_status_name(enum sample_status status)
{
	return statuses[status];
}

double sample_value(const struct sample *sample)
{
	if (sample->status != SAMPLE_OK || sample->ops < 1)
		return NAN;
	if (!strncmp(sample->note, "bytes=", 6))
		return strtod(sample->note + 6, NULL) / (double)sample->ops;
	return (double)sample->wall_ns / (double)sample->ops;
}

void samples_columns(FILE *file)
{
	fprintf(file, "%s\n", titles);
}

/* A reason may come from anywhere: nothing in it may look like a column or a line. */
static void put_note(FILE *file, const char *note)
{
	for (const char *p = *note ? note : "-"; *p; p++)
		fputc((unsigned char)*p < ' ' ? ' ' : *p, file);
	fputc('\n', file);
}

void samples_put(FILE *file, const struct sample *s)
{
	fprintf(file, "%s\t%s\t%s\t%s\t%s\t%d\t%ld\t%d\t%d\t%d\t", s->session, s->side,
		s->bench, s->impl, s->params, s->workers, s->n, s->pair, s->round,
		s->pos);
	if (s->status == SAMPLE_OK)
		fprintf(file, "%ld\t%" PRId64 "\t%" PRId64 "\t%ld\t%ld\t", s->ops,
			s->wall_ns, s->cpu_ns, s->vcsw, s->ivcsw);
	else
		fprintf(file, "nan\tnan\tnan\tnan\tnan\t");
	fprintf(file, "%s\t", statuses[s->status]);
	put_note(file, s->note);
}
