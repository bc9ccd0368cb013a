/* SPDX-License-Identifier: MIT */
/* runner - one started copy of the explored program, which runs schedules to order.
 */
#ifndef EXPLORE_RUNNER_H
#define EXPLORE_RUNNER_H

#include <sys/types.h>

#include "options.h"

struct runner {
	const struct options *options;
	struct board *board;
	pid_t server;	     /* the program, stopped before its main */
	int orders, answers; /* pipes */
	int output; /* what the last run printed, stdout and stderr (a memory file) */
	int cpu;
};

/* Starts the program under the library, on one CPU of those allowed.  Ends the process with
 * status 2 and a reason if it cannot be controlled. */
void runner_start(struct runner *runner, const struct options *options, int cpu);
void runner_stop(struct runner *runner);

/* Fills everything but strategy, seed and moves of the board's order from the options; the
 * set of racing places stays. */
void runner_prepare(struct runner *runner);

/* Runs the order on the board and waits for its end: board->report is then complete. */
void runner_run(struct runner *runner);

/* The same in two halves, for several runners at once: fd becomes readable when it is done. */
void runner_begin(struct runner *runner);
void runner_finish(struct runner *runner);

/* Adds the races of the last run to the set of racing places; true if one was new. */
bool runner_learn(struct runner *runner);

/* What the last run printed: memory to free, with a NUL behind its size bytes. */
char *runner_output(struct runner *runner, size_t *size);

/* Says why on stderr, after "explore: ", and ends the process with status 2. */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
