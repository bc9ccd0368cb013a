/* SPDX-License-Identifier: MIT */
/* process - how the explored process begins, starts others, and ends.
 *
 * A child that it forks goes on alone and uncontrolled.
 */
#ifndef EXPLORE_PROCESS_H
#define EXPLORE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The calling process is to run the program once. */
void process_begin(void);
extern bool process_begun;

/* In a child: what it does, its end too, is no part of the run. */
void process_detach(void);

/* fork, and _exit, of the running thread. */
pid_t process_fork(uint64_t pc);
void process_leave(int status, uint64_t pc) __attribute__((noreturn));

/* What exit does; pc 0: main has returned. */
void process_exit(int status, uint64_t pc) __attribute__((noreturn));

#endif
