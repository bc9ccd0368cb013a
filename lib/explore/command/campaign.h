/* SPDX-License-Identifier: MIT */
/* campaign - many schedules of one program, until one fails.
 */
#ifndef EXPLORE_CAMPAIGN_H
#define EXPLORE_CAMPAIGN_H

#include "options.h"

/* Does what the options say; returns the exit status of explore. */
int campaign_run(const struct options *options);

#endif
