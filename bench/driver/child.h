/* SPDX-License-Identifier: MIT */
/* child - a process at the other end of two pipes, spoken with in lines.
 *
 * It leads a process group of its own, so that it can be stopped, continued and killed
 * together with the processes that it starts, and so that Ctrl-C reaches it only through
 * us.
 *
 * Errors:   false, or NULL; why says what happened, and pid is 0 then: the child is gone.
 * Threads:  one at a time.
 * Time:     limits are seconds.
 */
#ifndef HEDDLE_CHILD_H
#define HEDDLE_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

struct child {
	pid_t pid; /* 0: there is none (any more) */
	int in, out;
	char why[200];
	char buffer[4096];
	size_t used, taken; /* of the buffer: bytes that are there, bytes given out */
};

/* variables: "A=b C=d" for its environment, "" for none. */
bool child_start(struct child *child, char *const *argv, const char *variables, int log);

/* Sends one line; the newline is added. */
bool child_say(struct child *child, const char *line);

/* The next line, without its newline, valid until the next call. */
char *child_hear(struct child *child, double limit);

/* Stops its whole group, and lets it go on.  Not to be stopped twice. */
void child_stop(struct child *child);
void child_continue(struct child *child);

/* Kills its whole group. */
void child_kill(struct child *child, const char *why);

/* Closes its input, waits for its end that long, then kills. */
void child_end(struct child *child, double limit);

#endif
