/* SPDX-License-Identifier: MIT */
/* place - where in the program a thread is, that was interrupted anywhere.
 */
#ifndef EXPLORE_PLACE_H
#define EXPLORE_PLACE_H

#include <stdint.h>

/* What a signal interrupted; after a call of a null pointer, that call. */
uint64_t place_interrupted(const void *context);

/* The stack pointer then. */
uint64_t place_stack(const void *context);

/* pc, if it is in the program itself; else the place in the program that called, over
 * however many calls, what holds pc; pc if there is none.  For the calling thread. */
uint64_t place_in_program(uint64_t pc);

#endif
