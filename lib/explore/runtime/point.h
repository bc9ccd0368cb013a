/* SPDX-License-Identifier: MIT */
/* point - the place where a schedule is made.
 *
 * A thread that is about to do an operation calls point: a strategy chooses among the
 * threads whose operations can be done now, and point returns when it is this thread's turn.
 * From then until its next point the thread runs alone.
 */
#ifndef EXPLORE_POINT_H
#define EXPLORE_POINT_H

#include "thread.h"

/* The call that the caller's caller wrote: the program's own place. */
#define CALL_PC() ((uint64_t)__builtin_return_address(0) - 1)

/* The controlled thread that is running, or NULL: then the real function is to be called. */
struct thread *point_controls(void);

/* Waits for the thread's turn to do op.  Afterwards self->op.fired tells that the deadline
 * ended the wait (the operation may then still be possible: the class decides). */
void point(const struct op *op);

/* For a thread that ends: chooses who goes on, and grants its operation.  NULL: nobody lives. */
struct thread *point_pass_on(struct thread *last);

/* One of n ways that an operation may go, chosen by the strategy, recorded, replayed. */
unsigned point_choose(unsigned n);

/* After an operation that lets others go on: what the thread does next may have to wait for
 * what they do.  A step of its own, in programs whose accesses are not seen. */
void point_after(uint64_t pc);

/* The operation in progress got nothing (a try that failed): looking, not progress. */
void point_failed(void);
/* The operation in progress changed something others may wait for, though its class only
 * looks (a try that succeeded, a store). */
void point_progress(void);

/* A plain access that is not (yet) known to race: counts it, and follows a replay or forces a
 * step now and then, so that no loop runs for ever.  True if it became a step. */
bool point_plain(const struct op *op);

/* Steps taken so far in this run. */
extern uint32_t point_steps;

/* More than one thread has lived in this run: before that, nothing is a step. */
extern bool point_multithreaded;

#endif
