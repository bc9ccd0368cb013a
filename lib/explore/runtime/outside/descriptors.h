/* SPDX-License-Identifier: MIT */
/* descriptors - pipes, sockets, files: calls that may keep a thread waiting in the kernel.
 *
 * Whoever has the token must not sleep there.  So a call that may wait is an operation: its
 * thread has its turn only when the kernel, asked with poll, would not let it wait, and then
 * does the real call.
 *
 *	if (!descriptors_read_turn(fd, CALL_PC()))
 *		return descriptors_failed(EAGAIN);
 *	return descriptors_heard(fd, real.read(fd, buffer, size));
 *
 * In the events of a report, `address` is the number of the channel that was used, 0 for any;
 * `second` is the descriptor + 1, or 0.
 *
 * Threads: any; of those that are not controlled, nothing is asked or told.
 * Errors:  errno, as the calls have it.
 */
#ifndef EXPLORE_DESCRIPTORS_H
#define EXPLORE_DESCRIPTORS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "waiting.h"

/* -- for the choice of a thread: see waiting.h --------------------------------------------- */

static inline bool descriptors_waiting(void)
{
	return waiting_any();
}

/* 0: virtual time can still move; less: there is nothing else to wait for. */
static inline bool descriptors_wait(int real_milliseconds)
{
	return waiting_in_real_time(real_milliseconds >= 0);
}

/* -- for the calls ------------------------------------------------------------------------- */

/* The calling thread is controlled, and does not run a signal handler. */
bool descriptors_controlled(void);

/* Waits for the turn of a call that never waits in the kernel; fd may be -1. */
void descriptors_pass(int fd, uint64_t pc);

/* The same for a call on an open descriptor, of which the channel is known. */
void descriptors_enter(int fd, const struct channel *channel, uint64_t pc);

/* Waits for the turn of a call that only asks and may get nothing. */
void descriptors_try(int fd, uint64_t pc);

/* Waits for the turn to read from fd, or to accept; false if the socket's own timeout was
 * first. */
bool descriptors_read_turn(int fd, uint64_t pc);

/* The deadline that a socket has for each call, by SO_RCVTIMEO or SO_SNDTIMEO; 0 if none. */
int64_t descriptors_deadline(int fd, const struct channel *channel, int option);

/* Reads and accepts so far: each may have made room for a writer. */
extern uint32_t descriptors_drained;

/* Waits for the turn to try again, after any reader, or accepter, has made room. */
void descriptors_drained_turn(int fd, const char *what, uint64_t pc);

/* A call that may wait: to write what it can, from `done` on. */
typedef ssize_t descriptors_attempt(int fd, size_t done, const void *what);

/* Makes the attempt while fd does not let it wait. */
ssize_t descriptors_without_waiting(int fd, descriptors_attempt *attempt, size_t done,
				    const void *what);

/* Writes size bytes, by attempts.  As write, returns how many, or -1. */
ssize_t descriptors_push(int fd, descriptors_attempt *attempt, const void *what,
			 size_t size, uint64_t pc);

/* A call on fd has ended that reads, or one that others may notice: returns result. */
ssize_t descriptors_heard(int fd, ssize_t result);
ssize_t descriptors_told(int fd, ssize_t result);

/* A call that only asked has got something, or has not. */
void descriptors_asked(bool got_it, enum whence whence);

/* Sets errno and returns -1. */
int descriptors_failed(int code);

#endif
