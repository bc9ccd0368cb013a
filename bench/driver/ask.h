/* SPDX-License-Identifier: MIT */
/* ask - what another command says: one line of it. */
#ifndef HEDDLE_ASK_H
#define HEDDLE_ASK_H

#include <stddef.h>

/* Runs a shell command and keeps the first line that it prints, "" if none.  Its exit
 * status; -1: it could not be run. */
int ask(const char *command, char *line, size_t size);

/* The first line of a file that begins so, without that beginning; "" if there is none. */
void look(const char *path, const char *beginning, char *rest, size_t size);

#endif
