/* SPDX-License-Identifier: MIT */
/* alarms - alarm and setitimer never go off.
 *
 * Most are watchdogs, which end a program that takes too long.  They are about real time, of
 * which a controlled run takes next to none, and explore has a watchdog of its own.  But a
 * program may also wait busily for its handler to tell it that the time is over: so before
 * such a run is called a livelock, one has to ask here.
 */
#ifndef EXPLORE_ALARMS_H
#define EXPLORE_ALARMS_H

#include <stdint.h>

/* Where the program set a timer that would have called its handler; 0 if it did not. */
uint64_t alarms_expected(void);

#endif
