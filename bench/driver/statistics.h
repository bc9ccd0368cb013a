/* SPDX-License-Identifier: MIT */
/* statistics - what may be said about a row of numbers, and how surely.
 *
 *	statistics_sort(values, count);
 *	double typical = statistics_median(values, count);
 *	struct interval sure = statistics_interval(values, count, 0.05);
 *
 * Nothing here believes in a normal distribution.  What typical is, is the median; how sure
 * that is, say two of the values themselves (order statistics), with a probability that is
 * known exactly, whatever the values are spread like.
 *
 * Errors:   what cannot be said, because there are too few values, is NAN.
 * Threads:  all of these are functions of their arguments.
 * Memory:   none is kept.
 * Time:     n log n for sorting; the others are linear or better.
 */
#ifndef HEDDLE_STATISTICS_H
#define HEDDLE_STATISTICS_H

struct interval {
	double lo, hi;
};

/* Ascending.  All that follows wants values sorted so. */
void statistics_sort(double *values, int count);

double statistics_median(const double *sorted, int count);

/* Between two values it lies on the line between them; p = 0 is the first, p = 1 the last. */
double statistics_quantile(const double *sorted, int count, double p);

/* How many lie more than 1.5 interquartile ranges outside of the quartiles (Tukey).  They are
 * counted, never dropped. */
int statistics_outliers(const double *sorted, int count);

/* Which value from either end bounds the median, counted from 1, so that it is outside of the
 * two with a probability of at most alpha; 0: there are too few values. */
int statistics_rank(int count, double alpha);

/* These two. */
struct interval statistics_interval(const double *sorted, int count, double alpha);

/* What each of so many rows may risk, so that all of them together risk alpha (Bonferroni). */
double statistics_bonferroni(double alpha, int rows);

/* How many pairs to measure, when `pairs` have been and gave this interval of ln(new/old):
 * 20 to begin with, then 40 and 80, until half of the interval is under half of the
 * threshold.  The same number: enough.  What the interval says about new and old does not
 * matter: who stops as soon as he likes the answer finds differences where there are none. */
int statistics_pairs(int pairs, struct interval interval, double threshold);

/* METG, the minimum effective task granularity: how long a task must be so that the workers
 * spend the given part of their time (0.5) on tasks.  The points are sorted by size; between
 * two of them efficiency is a line over the logarithm of size.  0: even the shortest task is
 * efficient; INFINITY: not even the longest is; NAN: there are no points. */
struct metg_point {
	double size, efficiency;
};

double statistics_metg(const struct metg_point *points, int count, double efficiency);

#endif
