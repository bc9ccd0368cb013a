/* SPDX-License-Identifier: MIT */
/* failure - what is done about a schedule that has failed, or cannot be run.
 */
#ifndef EXPLORE_FAILURE_H
#define EXPLORE_FAILURE_H

#include "runner.h"

/* The runner's last run failed, as schedule number so and so of the campaign: makes it
 * shorter, prints it, writes it to the files that were asked for. */
void failure_report(struct runner *runner, uint64_t schedule);

/* Prints the last run as it is, if it failed, and writes those files.  Schedule as above, 0
 * for a replay. */
void failure_show(struct runner *runner, uint64_t schedule);

/* The last run could not be controlled: says why and ends the process with status 2. */
void failure_refuse(struct runner *runner) __attribute__((noreturn));

#endif
