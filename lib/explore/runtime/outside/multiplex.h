/* SPDX-License-Identifier: MIT */
/* multiplex - what the calls that wait for one of several descriptors have in common.
 *
 * Their timeouts are virtual time.  Without a descriptor they only sleep.
 */
#ifndef EXPLORE_MULTIPLEX_H
#define EXPLORE_MULTIPLEX_H

#include <stdint.h>
#include <time.h>

#include "descriptors.h"

/* Timeouts in nanoseconds; less than 0: none. */
int64_t multiplex_milliseconds(int milliseconds);
int64_t multiplex_timespec(const struct timespec *timeout);

/* Another descriptor that can end the wait. */
void multiplex_add(struct waiting *waiting, int fd);

/* Calls ask, which does not wait, in turns of the thread, until it gets something or the time
 * is over.  Returns what it said last. */
int multiplex_in_turns(struct waiting *waiting, int (*ask)(void *call), void *call,
		       int64_t timeout, uint64_t pc);

#endif
