/* SPDX-License-Identifier: MIT */
/* outside - what is not controlled, and lives in real time: other processes, people.
 *
 * The explored process may wait for them.  To stay the same in each run, a wait for the
 * outside ends only when nobody else can run: as if the outside were slow.
 */
#ifndef EXPLORE_OUTSIDE_H
#define EXPLORE_OUTSIDE_H

#include <stdbool.h>

/* The run starts another process. */
void outside_starts_child(void);

/* One of those that it started is still there, or was not waited for yet. */
bool outside_has_children(void);

/* Around a call that really waits: meanwhile nobody is impatient with this process. */
void outside_begin(void);
void outside_end(void);

/* The running thread has asked in vain for something from the outside, and is likely to ask
 * again: lets a moment of real time pass, so that it does not count as spinning. */
void outside_pause(void);

#endif
