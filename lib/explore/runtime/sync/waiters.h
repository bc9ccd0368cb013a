/* SPDX-License-Identifier: MIT */
/* waiters - the queue of threads that wait on a condition, first come first.
 */
#ifndef EXPLORE_WAITERS_H
#define EXPLORE_WAITERS_H

#include "object.h"

void waiters_add(struct object *condition, struct thread *thread);
void waiters_remove(struct object *condition, struct thread *thread);
unsigned waiters_count(const struct object *condition);

/* The one who came i-th, counted from 0; there are more than i. */
struct thread *waiters_at(const struct object *condition, unsigned i);

/* Takes it off the queue: it has been signalled. */
void waiters_wake(struct object *condition, struct thread *thread);

#endif
