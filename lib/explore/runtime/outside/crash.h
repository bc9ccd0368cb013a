/* SPDX-License-Identifier: MIT */
/* crash - signals that end a program.
 *
 * They are served on a stack of their own: the thread's may have overflowed.
 */
#ifndef EXPLORE_CRASH_H
#define EXPLORE_CRASH_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/* The signals whose handlers are the runtime's own during a run; that of stuck.h is one. */
bool crash_owns(int signal);

/* The handler. */
void crash_handle(int signal, siginfo_t *info, void *context);

/* Ends the run: the running thread called abort at pc. */
void crash_aborted(uint64_t pc) __attribute__((noreturn));

#endif
