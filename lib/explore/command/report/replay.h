/* SPDX-License-Identifier: MIT */
/* replay - how to run a schedule again, as a line to paste into a shell.
 */
#ifndef EXPLORE_REPLAY_H
#define EXPLORE_REPLAY_H

#include <stdio.h>

#include "runner.h"

/* Prints "replay: explore --replay TOKEN -- program args" for the schedule that was run
 * last.  A long token is written to a file in the current folder, which stands in its place. */
void replay_print(FILE *out, const struct runner *runner);

#endif
