/* SPDX-License-Identifier: MIT */
/* signals - the program's signal handlers, and how the runtime gets its own.
 *
 * A handler of the program runs inside of one of ours, which notes that it does: a handler
 * may not synchronise, as it interrupts a thread at no point of the schedule.  For the signals
 * of crashes the runtime's own handler comes first, see crash.h; the program is told that
 * it has what it asked for.
 */
#ifndef EXPLORE_SIGNALS_H
#define EXPLORE_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

#include "thread.h"

/* At the start of a run, and of each of its threads. */
void signals_begin(void);
void signals_begin_thread(struct thread *thread);

/* The program has a handler for this signal. */
bool signals_handled(int signal);
bool signals_ignored(int signal);

/* Runs the program's handler. */
void signals_handle(int signal, siginfo_t *info, void *context);

/* As sigaction: what the program believes to be in place, and a change of it. */
int signals_current(int signal, struct sigaction *action);
int signals_change(int signal, const struct sigaction *action, struct sigaction *old);

/* A crash is to be seen whatever the program blocks: takes those signals out. */
void signals_leave_crashes_open(sigset_t *mask);

/* This process is no longer explored: crashes are its own again. */
void signals_give_back(int signal);

#endif
