/* SPDX-License-Identifier: MIT */
#include "point.h"
#include "priorities.h"
#include "strategy.h"
#include "verdict.h"

enum { MAX_CHANGES = 16 };

/* Priorities that threads are born with are above those that changes give: change i of c
 * gives c - i.  Spinning threads get 0. */
static const uint64_t born_above = UINT64_C(1) << 32;

static uint32_t change[MAX_CHANGES];
static uint32_t changes;
static uint32_t decisions;

void priorities_begin(void)
{
	const struct order *order = &board->order;

	if (order->strategy != STRATEGY_PCT || order->depth == 0)
		return;
	changes = order->depth - 1 < MAX_CHANGES ? order->depth - 1 : MAX_CHANGES;
	for (uint32_t i = 0; i < changes; i++)
		change[i] =
			1 + random_below(order->steps_expected > 1 ? order->steps_expected
								   : 100);
}

void priorities_added(struct thread *thread)
{
	thread->priority = born_above + (random_bits() >> 1);
}

static struct thread *highest(struct thread **ready, unsigned n)
{
	struct thread *best = ready[0];

	for (unsigned i = 1; i < n; i++)
		if (ready[i]->priority > best->priority)
			best = ready[i];
	return best;
}

struct thread *priorities_pick(struct thread **ready, unsigned n, struct thread *last)
{
	if (board->order.strategy == STRATEGY_PCT) {
		decisions++;
		for (uint32_t i = 0; i < changes; i++)
			if (change[i] == decisions)
				last->priority = changes - i;
	}
	return highest(ready, n);
}

static bool touches(const struct thread *thread, const struct op *op)
{
	return thread->state == THREAD_PENDING &&
	       ((op->address != 0 && thread->op.address == op->address) ||
		(op->second_address != 0 && thread->op.address == op->second_address));
}

void priorities_did(struct thread *thread)
{
	if (board->order.strategy != STRATEGY_POS)
		return;
	thread->priority = born_above + (random_bits() >> 1);
	for (unsigned i = 0; i < threads_live_count; i++)
		if (threads_live[i] != thread && touches(threads_live[i], &thread->op))
			threads_live[i]->priority = born_above + (random_bits() >> 1);
}

void priorities_demote(struct thread *thread)
{
	if (board->order.strategy == STRATEGY_PCT)
		thread->priority = 0;
}
