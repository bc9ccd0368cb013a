/* SPDX-License-Identifier: MIT */
#include "waiters.h"

void waiters_add(struct object *condition, struct thread *thread)
{
	thread->next_waiter = NULL;
	if (condition->first_waiter == NULL)
		condition->first_waiter = thread;
	else
		condition->last_waiter->next_waiter = thread;
	condition->last_waiter = thread;
}

void waiters_remove(struct object *condition, struct thread *thread)
{
	struct thread *before = NULL, *at = condition->first_waiter;

	while (at != NULL && at != thread) {
		before = at;
		at = at->next_waiter;
	}
	if (at == NULL)
		return;
	if (before == NULL)
		condition->first_waiter = thread->next_waiter;
	else
		before->next_waiter = thread->next_waiter;
	if (condition->last_waiter == thread)
		condition->last_waiter = before;
}

unsigned waiters_count(const struct object *condition)
{
	unsigned n = 0;

	for (const struct thread *at = condition->first_waiter; at != NULL;
	     at = at->next_waiter)
		n++;
	return n;
}

struct thread *waiters_at(const struct object *condition, unsigned i)
{
	struct thread *at = condition->first_waiter;

	while (i-- > 0)
		at = at->next_waiter;
	return at;
}

void waiters_wake(struct object *condition, struct thread *thread)
{
	waiters_remove(condition, thread);
	thread->signaled = true;
}
