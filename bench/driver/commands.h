/* SPDX-License-Identifier: MIT */
/* commands - the subcommands of heddle-bench, one file each.
 *
 * Each gets its own name as argv[0] and returns the exit status: 0, 1 (a confirmed
 * slowdown, a failure), 2 (bad usage or input), 3 (unclear, where that was to be an
 * error), 130 (Ctrl-C).  The working directory is the project's folder.
 */
#ifndef HEDDLE_COMMANDS_H
#define HEDDLE_COMMANDS_H

int command_run(int argc, char **argv);
int command_list(int argc, char **argv);
int command_summary(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_aa(int argc, char **argv);
int command_ratios(int argc, char **argv);

/* The folder of this build, "build/release", by the place of the command itself. */
const char *build_folder(void);

#endif
