/* SPDX-License-Identifier: MIT */
/* verdict - did a change make a bench slower?
 *
 *	struct comparison c = verdict_of(d, pairs, alpha, verdict_threshold(5));
 *
 *	printf("%s by %.1f %%\n", verdict_name(c.verdict), 100 * (c.ratio - 1));
 *
 * Each pair of processes gave one d, the median of ln(new/old) over its rounds.  Whatever made
 * a pair of processes lucky as a whole, such as where its memory came to lie, is in its d once.
 *
 * Errors:   too few pairs are unclear.
 * Threads:  functions of their arguments.
 */
#ifndef HEDDLE_VERDICT_H
#define HEDDLE_VERDICT_H

enum verdict { VERDICT_UNCLEAR, VERDICT_SAME, VERDICT_FASTER, VERDICT_SLOWER };

struct comparison {
	int pairs;
	double ratio, lo, hi; /* new/old; NAN where there are too few pairs */
	enum verdict verdict;
};

/* Five percent as the logarithm of a ratio. */
double verdict_threshold(double percent);

/* Slower: the whole interval is above 0 and the median at or above the threshold.  Faster: the
 * mirror of that.  Same: the whole interval is inside of the threshold.  Otherwise unclear.
 * Sorts d. */
struct comparison verdict_of(double *d, int pairs, double alpha, double threshold);

/* What is said of a row that was flagged, slower or faster, and measured again: the same, or
 * unclear. */
enum verdict verdict_confirmed(enum verdict first, enum verdict again);

const char *verdict_name(enum verdict verdict);

#endif
