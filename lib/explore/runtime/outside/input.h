/* SPDX-License-Identifier: MIT */
/* input - the calls that read from a stream.
 *
 * When the stream holds nothing yet, the thread first waits for its descriptor.  A call that
 * then needs even more waits for that in the kernel; a line that comes in two parts is rare.
 */
#ifndef EXPLORE_INPUT_H
#define EXPLORE_INPUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Before and after a call: turn says whether it may really wait, for the outside. */
bool input_turn(FILE *stream, uint64_t pc);
void input_done(bool may_have_waited);

/* The body of a function that reads `stream` by a call with a result of this type. */
#define READS(type, call)                                                                \
	do {                                                                             \
		bool waits_ = input_turn(stream, CALL_PC());                             \
		type result_ = call;                                                     \
                                                                                         \
		input_done(waits_);                                                      \
		return result_;                                                          \
	} while (0)

#endif
