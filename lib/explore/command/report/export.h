/* SPDX-License-Identifier: MIT */
/* export - the schedule that was run last, as a file.
 *
 * Time in both is virtual, plus a microsecond a step, so that steps at the same moment lie
 * side by side.
 *
 * Errors:   a file that cannot be written ends the process with status 2 and the reason.
 */
#ifndef EXPLORE_EXPORT_H
#define EXPLORE_EXPORT_H

#include "runner.h"
#include "texts.h"

/* Chrome's trace format, for ui.perfetto.dev: a track a thread, a slice a step. */
void export_json(const char *path, struct texts *texts, const struct report *report);

/* heddle's events, which plots/timeline draws: a row for each stretch that a thread ran,
 * from where it went on to where it had to wait or was made to.  Sleeping counts as work, and
 * ends a stretch when it ends. */
void export_events(const char *path, struct texts *texts, const struct report *report,
		   char **program);

#endif
