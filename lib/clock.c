/* SPDX-License-Identifier: MIT */
#include "heddle/clock.h"

#include <errno.h>
#include <time.h>

#include "sync.h"

int64_t hd_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

double hd_seconds(int64_t nanoseconds)
{
	return (double)nanoseconds / 1e9;
}

void hd_sleep(double seconds)
{
	int64_t deadline = hd_deadline(seconds);
	struct timespec until = {(time_t)(deadline / 1000000000),
				 (long)(deadline % 1000000000)};

	if (!(seconds > 0)) /* which NaN is not, either */
		return;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		continue;
}
