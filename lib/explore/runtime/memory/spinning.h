/* SPDX-License-Identifier: MIT */
/* spinning - does a thread load the same again and again?
 *
 * A load that sees something new is work; one that sees what the same place in the program
 * has seen before, with nothing changed by the thread since, may be a thread that waits.
 */
#ifndef EXPLORE_SPINNING_H
#define EXPLORE_SPINNING_H

#include <stdbool.h>
#include <stdint.h>

#include "thread.h"

/* The running thread has loaded a value: if that is news, it does not spin. */
void spinning_loaded(struct thread *self, uint64_t pc, uint64_t address, uint64_t value);

/* It has changed an atomic object. */
void spinning_changed(struct thread *self);

/* A load here may return an older store: what is stored must be seen at last (C11 7.17.3p16),
 * so this many times in a row and no more. */
bool spinning_allows_stale(const struct thread *self, uint64_t pc, uint64_t address);
void spinning_was_stale(const struct thread *self, uint64_t pc, uint64_t address,
			bool stale);

#endif
