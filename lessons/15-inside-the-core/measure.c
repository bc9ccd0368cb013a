/* SPDX-License-Identifier: MIT */
#include "measure.h"

#include <stdlib.h>

#include "heddle.h"

enum { RUNS = 5 };

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof *values, compare);
	return values[count / 2];
}

double measure(void (*run)(void *arg), void *arg, int operations)
{
	double ns[RUNS];

	run(arg);
	for (int i = 0; i < RUNS; i++) {
		int64_t start = hd_now();

		run(arg);
		ns[i] = (double)(hd_now() - start) / operations;
	}
	return median(ns, RUNS);
}
