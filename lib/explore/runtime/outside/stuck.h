/* SPDX-License-Identifier: MIT */
/* stuck - a run that comes to no point of the schedule, for so long that the command asks, or
 * until its processor time is used up.
 */
#ifndef EXPLORE_STUCK_H
#define EXPLORE_STUCK_H

#include <stdbool.h>

/* Is this one of the signals that say so? */
bool stuck_signalled(int signal);

/* Its handler: the run ends, and says where it was; but not one that waits for the outside. */
void stuck_say_where(const void *context);

#endif
