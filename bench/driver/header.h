/* SPDX-License-Identifier: MIT */
/* header - the header lines that are lists: `peer: libuv | outside | 1.44.2`.
 *
 *	char part[16];
 *
 *	if (header_field(&samples, "peer", "libuv", 1, part, sizeof part))
 *		puts(part);
 *
 * Errors:   what a header does not say is the end of the list, or false.
 * Memory:   texts are copied.
 */
#ifndef HEDDLE_HEADER_H
#define HEDDLE_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "samples.h"

/* Which of the lines `key: NAME | ...`, counted from 0, is about this name; how many lines
 * there are, if none is. */
int header_place(const struct samples *samples, const char *key, const char *name);

/* Its field number `field`, 0 being the name. */
bool header_field(const struct samples *samples, const char *key, const char *name,
		  int field, char *text, size_t room);

/* How many CPUs the run was allowed to use, "0-3,8" being five; 0 if it does not say. */
int header_cpus(const struct samples *samples);

#endif
