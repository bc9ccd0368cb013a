/* SPDX-License-Identifier: MIT */
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void statistics_sort(double *values, int count)
{
	if (count > 0)
		qsort(values, (size_t)count, sizeof *values, ascending);
}

double statistics_median(const double *sorted, int count)
{
	return statistics_quantile(sorted, count, 0.5);
}

double statistics_quantile(const double *sorted, int count, double p)
{
	double place, below;
	int i;

	if (count < 1)
		return NAN;
	place = p * (count - 1);
	below = floor(place);
	i = (int)below;
	if (i >= count - 1)
		return sorted[count - 1];
	return sorted[i] + (place - below) * (sorted[i + 1] - sorted[i]);
}

int statistics_outliers(const double *sorted, int count)
{
	double q1 = statistics_quantile(sorted, count, 0.25);
	double q3 = statistics_quantile(sorted, count, 0.75);
	double reach = 1.5 * (q3 - q1);
	int outliers = 0;

	for (int i = 0; i < count; i++)
		outliers += sorted[i] < q1 - reach || sorted[i] > q3 + reach;
	return outliers;
}

/* The number of values below the median is binomial with probability one half.  Probabilities
 * are kept as logarithms: powers of one half would be 0 from about a thousand values on. */
int statistics_rank(int count, double alpha)
{
	double probability = count * log(0.5), tail = 0;
	int rank = 0;

	while (rank < count / 2) {
		tail += exp(probability);
		if (tail > alpha / 2)
			break;
		rank++;
		probability += log((double)(count - rank + 1) / rank);
	}
	return rank;
}

struct interval statistics_interval(const double *sorted, int count, double alpha)
{
	int rank = statistics_rank(count, alpha);

	if (!rank)
		return (struct interval){NAN, NAN};
	return (struct interval){sorted[rank - 1], sorted[count - rank]};
}

double statistics_bonferroni(double alpha, int rows)
{
	return alpha / (rows > 1 ? rows : 1);
}

int statistics_pairs(int pairs, struct interval interval, double threshold)
{
	static const int steps[] = {20, 40, 80};

	if (pairs >= steps[0] && (interval.hi - interval.lo) / 2 < threshold / 2)
		return pairs;
	for (unsigned i = 0; i < sizeof steps / sizeof *steps; i++)
		if (steps[i] > pairs)
			return steps[i];
	return pairs;
}

double statistics_metg(const struct metg_point *points, int count, double efficiency)
{
	const struct metg_point *a, *b;
	double part;
	int first = count;

	if (count < 1)
		return NAN;
	/* From the long tasks downwards: the first of those that are all efficient. */
	while (first > 0 && points[first - 1].efficiency >= efficiency)
		first--;
	if (first == count)
		return INFINITY;
	if (first == 0)
		return 0;
	a = &points[first - 1];
	b = &points[first];
	part = (efficiency - a->efficiency) / (b->efficiency - a->efficiency);
	return exp(log(a->size) + part * (log(b->size) - log(a->size)));
}
