/* SPDX-License-Identifier: MIT */
/* samples - samples.tsv: what was measured, one line a sample, in the order of measuring.
 *
 *	samples_columns(file);              (after the header lines, see session.h)
 *	samples_put(file, &sample);
 *
 *	struct samples all;
 *	if (samples_read("build/bench/samples.tsv", &all))
 *		...
 *	samples_free(&all);
 *
 * Errors:   samples_read says on standard error what is wrong, with file and line.
 * Threads:  one at a time.
 * Memory:   samples_free frees what samples_read made.
 */
#ifndef HEDDLE_SAMPLES_H
#define HEDDLE_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum sample_status {
	SAMPLE_OK,
	SAMPLE_SKIP, /* it is not installed; note: the package to install */
	SAMPLE_SLOW, /* left out, as one sample would take too long */
	SAMPLE_FAIL  /* a wrong answer, a crash, a hang; note: which */
};

/* The columns, in this order.  Where status is not SAMPLE_OK, ops to ivcsw are nan in the
 * file and 0 here. */
struct sample {
	char session[20]; /* when the run began, 20260102T030405Z */
	char side[8];	  /* "-"; "old" or "new" when two builds are compared */
	char bench[40];
	char impl[48];	  /* "heddle", "heddle scoped", "libuv" */
	char params[128]; /* of the question; the n in it may not be the one measured */
	int workers;
	long n;
	int pair;  /* which pair of processes, from 1; 0: not paired */
	int round; /* from 1; 0: not measured in rounds (skip, slow) */
	int pos;   /* the place in the random order of its round, from 1 */
	long ops;
	int64_t wall_ns, cpu_ns;
	long vcsw, ivcsw;
	enum sample_status status;
	char note[160]; /* "-", "bytes=123", the reason, the package */
};

struct samples {
	struct sample *rows;
	size_t count;
	char **header; /* the "# key: value" lines, without "# " */
	size_t header_count;
};

const char *sample_status_name(enum sample_status status);

/* The value that counts, for one operation: nanoseconds, or bytes where the note has
 * them; NAN where there is none. */
double sample_value(const struct sample *sample);

void samples_columns(FILE *file);
void samples_put(FILE *file, const struct sample *sample);

bool samples_read(const char *path, struct samples *samples);
void samples_free(struct samples *samples);

/* The value of the header line "key: value"; NULL if there is none. */
const char *samples_header(const struct samples *samples, const char *key);

#endif
