/* SPDX-License-Identifier: MIT */
/* names - those of symbol tables as a programmer wrote them.
 */
#ifndef EXPLORE_NAMES_H
#define EXPLORE_NAMES_H

#include "words.h"

/* A C++ function without its parameters, any function without what a compiler appends to the
 * names of its copies. */
const char *function_name(struct words *words, const char *name);

/* A static variable of a function, such as count.0, without what the compiler appended; a
 * stream by the name that programs use. */
const char *variable_name(struct words *words, const char *name);

#endif
