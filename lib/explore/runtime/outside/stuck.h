/* SPDX-License-Identifier: MIT */
/* stuck - a run that comes to no point of the schedule, for so long that the command asks.
 */
#ifndef EXPLORE_STUCK_H
#define EXPLORE_STUCK_H

/* The signal with which it asks. */
int stuck_signal(void);

/* Its handler: the run ends, and says where it was; but not one that waits for the outside. */
void stuck_say_where(const void *context);

#endif
