/* SPDX-License-Identifier: MIT */
/* The histogram that bench/ counts durations in. */
#include "probe.h"

#include "../bench/histogram.c" /* it is no part of the library */

static struct histogram h;

/* The bucket that one duration falls into. */
static int bucket(int64_t ns)
{
	int found = -1;

	histogram_clear(&h);
	histogram_add(&h, ns);
	for (int i = 0; i < HISTOGRAM_BUCKETS; i++)
		if (h.counts[i]) {
			CHECK_INT(found, -1);
			CHECK_INT(h.counts[i], 1);
			found = i;
		}
	return found;
}

static void every_bucket(void)
{
	for (int i = 0; i < HISTOGRAM_BUCKETS; i++) {
		int64_t low = histogram_low(i), end = histogram_low(i + 1);

		sprintf(probe_note, "bucket %d", i);
		CHECK(low < end);
		CHECK_INT(bucket(low), i);
		CHECK_INT(bucket(end - 1), i);
		CHECK(low < 16 || (double)(end - low) / (double)low <= 0.0625);
	}
}

static void whole_range(void)
{
	CHECK_INT(histogram_low(0), 0);
	CHECK_INT(histogram_low(HISTOGRAM_BUCKETS), INT64_C(1) << 40);
}

static void beyond(void)
{
	CHECK_INT(bucket(-1), 0);
	CHECK_INT(bucket(INT64_MIN), 0);
	CHECK_INT(bucket(INT64_C(1) << 40), HISTOGRAM_BUCKETS - 1);
	CHECK_INT(bucket(INT64_MAX), HISTOGRAM_BUCKETS - 1);
}

static const probe_case cases[] = {
	CASE(every_bucket, "the first and the last nanosecond of a bucket fall into it"),
	CASE(whole_range, "the buckets go from 0 to 18 minutes"),
	CASE(beyond, "what is outside of them falls into the first and the last"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
