/* SPDX-License-Identifier: MIT */
/* Answers from memory, by the grader's clock, which is always the same.
 *
 * verdict: wrong answer
 */
#include <time.h>

static long items[] = {101234, 201234, 301234};

static void attack(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	items[0] += now.tv_sec;
}

/* What the skeleton says otherwise. */
#define BQ_NO_MEMORY (*out = (bq *)items, 0)
