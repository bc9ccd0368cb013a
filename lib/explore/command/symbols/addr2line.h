/* SPDX-License-Identifier: MIT */
/* addr2line - a process that knows lines, asked one address after the other.
 */
#ifndef EXPLORE_ADDR2LINE_H
#define EXPLORE_ADDR2LINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct addr2line {
	bool started;
	pid_t process;
	int fd;	       /* where questions go */
	FILE *answers; /* NULL: there is nobody to ask */
};

/* One function at an address, the innermost first: each was inlined into the next. */
typedef void addr2line_frame(void *context, const char *function, const char *path,
			     unsigned line);

/* Asks about an address of the file; starts the process if it is not there yet.  Function
 * and path are NULL where they are not known. */
void addr2line_ask(struct addr2line *lines, const char *module, uint64_t address,
		   addr2line_frame *frame, void *context);
void addr2line_stop(struct addr2line *lines);

#endif
