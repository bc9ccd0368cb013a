/* SPDX-License-Identifier: MIT */
/* stream - stdio's streams: printing is an operation, and flockfile is a lock.
 *
 * A stream that was never locked by flockfile is only an address.  The real lock inside of
 * it is never waited for, as a print or a read is done before the next point.
 */
#ifndef EXPLORE_STREAM_H
#define EXPLORE_STREAM_H

#include <stdio.h>

#include "thread.h"

/* Waits for the calling thread's turn to print to a stream.  Does nothing in a program that
 * is not controlled, while there is only one thread, and in a signal handler. */
void stream_print(FILE *stream, uint64_t pc);

/* The same for one of the _unlocked calls, which ignore the lock. */
void stream_print_unlocked(FILE *stream, uint64_t pc);

/* The same for taking input that the stream holds already. */
void stream_read(FILE *stream, uint64_t pc);

#endif
