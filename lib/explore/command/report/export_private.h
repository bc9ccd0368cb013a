/* SPDX-License-Identifier: MIT */
/* export_private - what the kinds of exported files share.
 */
#ifndef EXPLORE_EXPORT_PRIVATE_H
#define EXPLORE_EXPORT_PRIVATE_H

#include <stdio.h>

#include "schedule.h"

enum { STEP_NS = 1000 };

FILE *export_begin(const char *path);
void export_end(FILE *out, const char *path);

/* When a step begins; that behind the last step is the end of all. */
int64_t export_time(const struct schedule *schedule, uint32_t step);

#endif
