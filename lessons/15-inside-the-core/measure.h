/* SPDX-License-Identifier: MIT */
/* measure - how long something takes, as far as a busy machine lets one know.
 *
 *	double ns = measure(submit_many, ex, 10000);
 *
 * The middle one of some runs is taken: neither the lucky one nor the one in which the
 * machine did something else.  Only ratios of such numbers mean anything elsewhere.
 */
#ifndef MEASURE_H
#define MEASURE_H

/* Nanoseconds an operation: the median of five calls of run(arg), each of which does that
 * many operations, after one call that is thrown away. */
double measure(void (*run)(void *arg), void *arg, int operations);

/* Sorts the values; the one in the middle. */
double median(double *values, int count);

#endif
