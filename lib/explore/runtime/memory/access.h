/* SPDX-License-Identifier: MIT */
/* access - plain accesses of instrumented code: steps where they race, races by happens-before.
 *
 * Two accesses race when they touch the same bytes, at least one writes, at least one is not
 * atomic, and neither happens before the other (C11 5.1.2.4).  Each granule of memory keeps
 * its last few accesses with the moment of their thread, and each new access is compared with
 * them (Flanagan, Freund, "FastTrack", PLDI 2009).
 *
 * Places found to race in one run are steps in the next ones.
 */
#ifndef EXPLORE_ACCESS_H
#define EXPLORE_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "thread.h"

enum access_flags {
	ACCESS_READS = 0,
	ACCESS_WRITES = 1,
	ACCESS_ATOMIC = 2,
	ACCESS_FREES = 4
};

struct access {
	uint64_t address, size, pc;
	uint8_t flags; /* enum access_flags */
};

/* The running thread is about to read or write plainly, or to free: takes its turn, if the
 * place is known to race. */
void access_turn(const struct thread *self, const struct access *access);

/* Both: the turn, then the check. */
void access_plain(const struct thread *self, const struct access *access);

/* Compares an access with the past ones and remembers it; ends the run if it touches freed
 * memory, or if it races and races fail. */
void access_check(const struct thread *self, const struct access *access);

/* The thread begins on memory of its own, which may have been the stack of another. */
void access_thread_begins(const struct thread *thread);

#endif
