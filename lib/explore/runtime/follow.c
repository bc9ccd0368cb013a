/* SPDX-License-Identifier: MIT */
#include "dependence.h"
#include "follow.h"
#include "point.h"
#include "strategy.h"
#include "verdict.h"

/* -- a replay ------------------------------------------------------------------------------ */

/* Moves are ordered by thread and step, and a thread passes its own one after the other. */
static const struct move *current(struct thread *thread)
{
	const struct order *order = &board->order;

	while (thread->next_move < order->moves) {
		const struct move *move = &order->move[thread->next_move];

		if (move->thread != thread->number)
			break;
		if (move->step >= thread->steps)
			return move;
		thread->next_move++;
	}
	return NULL;
}

void follow_stepped(struct thread *thread)
{
	const struct move *move = current(thread);

	thread->next_plain = move != NULL ? move->step : UINT32_MAX;
}

void follow_added(struct thread *thread)
{
	const struct order *order = &board->order;

	if (order->strategy != STRATEGY_REPLAY)
		return;
	thread->next_move = 0;
	while (thread->next_move < order->moves &&
	       order->move[thread->next_move].thread < thread->number)
		thread->next_move++;
	follow_stepped(thread);
}

const struct move *strategy_replayed(struct thread *thread, char kind)
{
	const struct order *order = &board->order;
	const struct move *move;

	if (order->strategy != STRATEGY_REPLAY || current(thread) == NULL)
		return NULL;
	for (uint32_t i = thread->next_move; i < order->moves; i++) {
		move = &order->move[i];
		if (move->thread != thread->number || move->step != thread->steps)
			break;
		if (move->kind == kind)
			return move;
	}
	return NULL;
}

struct thread *follow_moves(struct thread **ready, unsigned n, struct thread *last)
{
	const struct move *move = strategy_replayed(last, ':');

	if (move == NULL)
		move = strategy_replayed(last, '!');
	for (unsigned i = 0; move != NULL && i < n; i++)
		if (ready[i]->number == move->value)
			return ready[i];
	return strategy_default(ready, n, last);
}

unsigned follow_moved_choice(unsigned n, struct thread *last)
{
	const struct move *move = strategy_replayed(last, '=');

	return move != NULL && move->value < n ? move->value : 0;
}

/* -- a search ------------------------------------------------------------------------------ */

static bool asleep(const struct thread *thread)
{
	const struct order *order = &board->order;

	for (uint32_t i = 0; i < order->sleepers; i++)
		if (order->sleeper[i].thread == thread->number &&
		    order->sleeper[i].kind != OP_NONE)
			return true;
	return false;
}

/* Sleepers whose next operation depends on what has just been done wake: done now, what it
 * was is known to the last flag. */
static void wake_sleepers(const struct event *done)
{
	struct order *order = &board->order;

	for (uint32_t i = 0; i < order->sleepers; i++)
		if (order->sleeper[i].kind != OP_NONE &&
		    dependent(&order->sleeper[i], done))
			order->sleeper[i].kind = OP_NONE;
}

struct thread *follow_dictate(struct thread **ready, unsigned n, struct thread *last)
{
	const struct order *order = &board->order;
	static struct thread *awake[MAX_THREADS];
	uint32_t step = board->report.events;
	unsigned n_awake = 0;
	struct thread *next;

	if (step < order->prefix) {
		for (unsigned i = 0; i < n; i++)
			if (ready[i]->number == order->dictate[step].thread)
				return ready[i];
		verdict_refuse(
			"something that differs from run to run", last->op.pc,
			"the same schedule led elsewhere; the program must depend on "
			"nothing but its input");
	}
	if (step > 0)
		wake_sleepers(&board->report.event[step - 1]);
	for (unsigned i = 0; i < n; i++)
		if (!asleep(ready[i]))
			awake[n_awake++] = ready[i];
	if (n_awake == 0)
		return NULL;
	next = strategy_default(awake, n_awake, last);
	return next != NULL ? next : awake[0];
}

unsigned follow_dictated_choice(unsigned n)
{
	const struct order *order = &board->order;
	uint32_t step = board->report.events - 1;

	if (board->report.events == 0 || step >= order->prefix)
		return 0;
	return order->dictate[step].chosen < n ? order->dictate[step].chosen : 0;
}
