/* SPDX-License-Identifier: MIT */
#include "histogram.h"

#include <string.h>

void histogram_clear(struct histogram *histogram)
{
	memset(histogram, 0, sizeof *histogram);
}

static int bucket_of(uint64_t ns)
{
	int power, bucket;

	if (ns < 1U << HISTOGRAM_BITS)
		return (int)ns;
	power = 63 - __builtin_clzll(ns) - HISTOGRAM_BITS;
	bucket = (power << HISTOGRAM_BITS) + (int)(ns >> power);
	return bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1;
}

void histogram_add(struct histogram *histogram, int64_t ns)
{
	histogram->counts[bucket_of(ns < 0 ? 0 : (uint64_t)ns)]++;
}

int64_t histogram_low(int bucket)
{
	int power = (bucket >> HISTOGRAM_BITS) - 1;

	if (power <= 0)
		return bucket;
	return (int64_t)((bucket & ((1 << HISTOGRAM_BITS) - 1)) | 1 << HISTOGRAM_BITS)
	       << power;
}
