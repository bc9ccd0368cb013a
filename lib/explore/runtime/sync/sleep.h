/* SPDX-License-Identifier: MIT */
/* sleep - sleeping in virtual time, and yielding.
 */
#ifndef EXPLORE_SLEEP_H
#define EXPLORE_SLEEP_H

#include <stdint.h>
#include <time.h>

/* Sleeps so long: 0, or EINVAL for a duration that is none. */
int sleep_for(const struct timespec *duration, uint64_t pc);

/* Lets others go first; a thread that only yields is spinning. */
void sleep_yield(uint64_t pc);

#endif
