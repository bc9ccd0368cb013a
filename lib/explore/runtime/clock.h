/* SPDX-License-Identifier: MIT */
/* clock - virtual time.
 *
 * It starts at 0 and moves only when no thread can run: then to the earliest deadline that
 * a thread waits for.  What a program reads is this time, added to a fixed date.
 */
#ifndef EXPLORE_CLOCK_H
#define EXPLORE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define NANOSECONDS INT64_C(1000000000)

/* Nanoseconds since the start of the run. */
extern int64_t clock_now;

/* Moves to the earliest deadline of a waiting thread and fires those that are due; false if
 * nobody waits for one. */
bool clock_advance(void);

/* Moves at most so far, and not beyond the earliest deadline; fires what is due. */
void clock_creep(int64_t at_most);

/* Moves to `when`, if that is later, and fires what is due. */
void clock_advance_to(int64_t when);

/* The run's time of an absolute time of clock `id`, at least 1. */
int64_t clock_deadline(clockid_t id, const struct timespec *absolute);

/* The run's time in so many nanoseconds; at least 1, never beyond INT64_MAX. */
int64_t clock_after(int64_t nanoseconds);

/* What clock `id` shows now. */
struct timespec clock_show(clockid_t id);

/* False for a timespec that POSIX calls invalid. */
bool clock_valid(const struct timespec *time);

#endif
