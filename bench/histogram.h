/* SPDX-License-Identifier: MIT */
/* histogram - durations, counted in buckets that grow with them.
 *
 * Sixteen buckets for each doubling, so that a bucket is at most 6.25 % wide: from one
 * nanosecond to some minutes.  (The layout of Gil Tene's HdrHistogram, with four bits.)
 */
#ifndef HEDDLE_HISTOGRAM_H
#define HEDDLE_HISTOGRAM_H

#include <stdint.h>

enum {
	HISTOGRAM_BITS = 4,
	HISTOGRAM_BUCKETS = (40 - HISTOGRAM_BITS + 1) << HISTOGRAM_BITS
};

struct histogram {
	uint64_t counts[HISTOGRAM_BUCKETS];
};

void histogram_clear(struct histogram *histogram);
void histogram_add(struct histogram *histogram, int64_t ns);

/* The first nanosecond that falls into a bucket.  That of the next one is its end. */
int64_t histogram_low(int bucket);

#endif
