/* SPDX-License-Identifier: MIT */
/* noise - was the machine quiet enough to believe what was measured?
 *
 * A fixed piece of computing, some milliseconds on every CPU at once, is done again and
 * again during a run.  On a quiet machine it always takes the same time; where others
 * compute, one of the CPUs is late.
 *
 *	struct noise noise = {0};
 *
 *	noise_probe(&noise, session_seconds(&session));         (now and then)
 *	puts(noise_grade(&noise));                              (at the end)
 *	noise_free(&noise);
 */
#ifndef HEDDLE_NOISE_H
#define HEDDLE_NOISE_H

#include <stdint.h>
#include <stdio.h>

struct probe {
	double t_s;  /* when in the session */
	int64_t ns;  /* how long it took until all CPUs were done */
	long nivcsw; /* how often it was interrupted by others */
};

struct noise {
	struct probe *probes;
	int count;
};

void noise_probe(struct noise *noise, double t_s);

/* How far apart the fast tenth and the slow tenth are, by the median: 0.02 is 2 %. */
double noise_spread(const struct noise *noise);

/* "quiet" below 3 %, "fair" below 10 %, "noisy"; "unknown" with fewer than 10 probes. */
const char *noise_grade(const struct noise *noise);

/* Header lines `grade` and `spread`, the columns t_s ns nivcsw, the probes. */
void noise_put(FILE *file, const struct noise *noise);
void noise_free(struct noise *noise);

#endif
