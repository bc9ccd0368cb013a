/* SPDX-License-Identifier: MIT */
#include "verdict.h"

#include <math.h>

#include "statistics.h"

double verdict_threshold(double percent)
{
	return log1p(percent / 100);
}

static enum verdict judge(double median, struct interval sure, double threshold)
{
	if (isnan(sure.lo))
		return VERDICT_UNCLEAR;
	if (sure.lo > 0 && median >= threshold)
		return VERDICT_SLOWER;
	if (sure.hi < 0 && median <= -threshold)
		return VERDICT_FASTER;
	if (sure.lo > -threshold && sure.hi < threshold)
		return VERDICT_SAME;
	return VERDICT_UNCLEAR;
}

struct comparison verdict_of(double *d, int pairs, double alpha, double threshold)
{
	struct comparison comparison = {.pairs = pairs};
	struct interval sure;
	double median;

	statistics_sort(d, pairs);
	median = statistics_median(d, pairs);
	sure = statistics_interval(d, pairs, alpha);
	comparison.ratio = exp(median);
	comparison.lo = exp(sure.lo);
	comparison.hi = exp(sure.hi);
	comparison.verdict = judge(median, sure, threshold);
	return comparison;
}

enum verdict verdict_confirmed(enum verdict first, enum verdict again)
{
	if (first != VERDICT_SLOWER && first != VERDICT_FASTER)
		return first;
	return first == again ? first : VERDICT_UNCLEAR;
}

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {"unclear", "same", "faster", "slower"};

	return names[verdict];
}
