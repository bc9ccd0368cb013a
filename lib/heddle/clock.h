/* SPDX-License-Identifier: MIT */
/* clock - the one place that knows what time it is.
 *
 *	int64_t start = hd_now();
 *	hd_sleep(0.5);
 *	printf("%.1f s\n", hd_seconds(hd_now() - start));
 *
 * Errors:   none.
 * Threads:  any thread.
 * Memory:   none.
 * Time:     CLOCK_MONOTONIC: it never jumps when someone sets the date.
 */
#ifndef HEDDLE_CLOCK_H
#define HEDDLE_CLOCK_H

#include <stdint.h>

#include "heddle/error.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HD_FOREVER (-1.0)

/* Nanoseconds since some fixed moment in the past. */
HD_API int64_t hd_now(void);

/* Nanoseconds as seconds. */
HD_API double hd_seconds(int64_t nanoseconds);

/* Blocks the calling thread for that many seconds; signals do not shorten it.
 * Zero and less return at once. */
HD_API void hd_sleep(double seconds);

#ifdef __cplusplus
}
#endif
#endif
