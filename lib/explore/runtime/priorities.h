/* SPDX-License-Identifier: MIT */
/* priorities - the strategies that give threads priorities.
 *
 * PCT (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010): each thread has a random
 * priority; the highest that can run does; at depth - 1 random steps the running thread's
 * priority drops below all others.  A bug that needs depth ordered steps is met with
 * probability at least 1 / (n * k^(depth-1)), for n threads and k steps.  Steps at which
 * only one thread can run are not counted: nothing can be changed there.
 *
 * POS (Yuan, Yang, Gu, CAV 2018): each pending operation has a random priority, drawn anew
 * when an operation on the same place is done.
 */
#ifndef EXPLORE_PRIORITIES_H
#define EXPLORE_PRIORITIES_H

#include "thread.h"

void priorities_begin(void);
void priorities_added(struct thread *thread);
struct thread *priorities_pick(struct thread **ready, unsigned n, struct thread *last);
void priorities_did(struct thread *thread);
void priorities_demote(struct thread *thread);

#endif
