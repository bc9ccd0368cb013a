/* SPDX-License-Identifier: MIT */
/* follow - the strategies that do as they are told: a replay's moves, a search's dictate.
 */
#ifndef EXPLORE_FOLLOW_H
#define EXPLORE_FOLLOW_H

#include "thread.h"

void follow_added(struct thread *thread);

/* The thread has taken a step: looks up where its next move is. */
void follow_stepped(struct thread *thread);

struct thread *follow_moves(struct thread **ready, unsigned n, struct thread *last);
unsigned follow_moved_choice(unsigned n, struct thread *last);

struct thread *follow_dictate(struct thread **ready, unsigned n, struct thread *last);
unsigned follow_dictated_choice(unsigned n);

#endif
