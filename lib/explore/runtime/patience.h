/* SPDX-License-Identifier: MIT */
/* patience - threads that only look, again and again, go last.
 *
 * A thread whose last SPIN_LIMIT operations only looked (a load, a yield, a try that failed)
 * is deferred until some thread changes something.  When all who can run are deferred, time
 * passes, and all may look again; after many such rounds it is a livelock.
 */
#ifndef EXPLORE_PATIENCE_H
#define EXPLORE_PATIENCE_H

#include "thread.h"

/* The thread does its operation: it looks, or changes something. */
void patience_did(struct thread *thread);

/* Something changed: who was deferred may look again. */
void patience_progress(void);

/* The thread goes last. */
void patience_defer(struct thread *thread);

/* Whether anybody is deferred. */
bool patience_needed(void);

/* Everybody who can run is deferred: lets time pass, and all of them look again. */
void patience_round(void);

/* What is no step: an access to memory, or what main does while it is alone. */
void patience_count(uint64_t pc);

/* A run that comes to no end: the verdict is livelock, unless it waits for an alarm. */
void patience_livelock(const char *text) __attribute__((noreturn));

#endif
