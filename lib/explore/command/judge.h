/* SPDX-License-Identifier: MIT */
/* judge - runs a schedule and has the last word on it.
 */
#ifndef EXPLORE_JUDGE_H
#define EXPLORE_JUDGE_H

#include "runner.h"

/* Reads the file of --expect, if there is one. */
void judge_begin(const struct options *options);

/* After runner_finish: a run that passed, but printed something else than was expected, has
 * failed. */
void judge(struct runner *runner);

/* runner_run, and judge. */
void judge_run(struct runner *runner);

#endif
