/* SPDX-License-Identifier: MIT */
#include "follow.h"
#include "point.h"
#include "priorities.h"
#include "strategy.h"
#include "verdict.h"

/* A run that is many times longer than its likes goes on at random, which is fair, so that
 * threads which wait for each other by polling come to an end. */
enum { FAIR_FACTOR = 20, FAIR_AT_LEAST = 4000 };

static uint64_t random_state;
static uint32_t fair_from;

/* In most runs, whoever is about to end the process lets the others do their work first; and
 * in most runs by chance alone, threads begin together, as if at a barrier: one that is
 * started early would often be at its end before the last one exists. */
enum { ENDS_EARLY = 8, BEGINS_EARLY = 4 }; /* one run in so many */

static bool others_first, together;

uint64_t random_bits(void)
{
	uint64_t z = (random_state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint32_t random_below(uint32_t n)
{
	return (uint32_t)(((random_bits() >> 32) * n) >> 32);
}

void strategy_begin(void)
{
	const struct order *order = &board->order;

	random_state = order->seed * UINT64_C(0x9e3779b97f4a7c15) + 0x1234567;
	fair_from = UINT32_MAX;
	if (order->steps_expected != 0 &&
	    order->steps_expected < UINT32_MAX / FAIR_FACTOR)
		fair_from = order->steps_expected * FAIR_FACTOR + FAIR_AT_LEAST;
	others_first = random_below(ENDS_EARLY) != 0;
	together = order->strategy != STRATEGY_PCT && random_below(BEGINS_EARLY) != 0;
	priorities_begin();
}

void strategy_added(struct thread *thread)
{
	priorities_added(thread);
	follow_added(thread);
}

struct thread *strategy_default(struct thread **ready, unsigned n,
				const struct thread *last)
{
	struct thread *next = NULL, *first = NULL;

	for (unsigned i = 0; i < n; i++) {
		if (!ready[i]->could_run)
			continue;
		if (ready[i] == last && last->op.class->kind != OP_YIELD)
			return ready[i];
		if (first == NULL)
			first = ready[i];
		if (next == NULL && ready[i]->number > last->number)
			next = ready[i];
	}
	return next != NULL ? next : first;
}

static struct thread *round_robin(struct thread **ready, unsigned n,
				  const struct thread *last)
{
	for (unsigned i = 0; i < n; i++)
		if (ready[i]->could_run && ready[i]->number > last->number)
			return ready[i];
	return ready[0];
}

static bool may_wait(const struct thread *thread)
{
	switch (thread->op.class->kind) {
	case OP_EXIT:
		return others_first;
	case OP_START:
		return together && thread_numbered(thread->created_by)->could_run;
	default:
		return false;
	}
}

/* The strategies of chance, among those who need not wait for others, if there are any. */
static struct thread *by_chance(struct thread **ready, unsigned n, struct thread *last)
{
	static struct thread *urgent[MAX_THREADS];
	unsigned n_urgent = 0;

	for (unsigned i = 0; i < n; i++)
		if (!may_wait(ready[i]))
			urgent[n_urgent++] = ready[i];
	if (n_urgent > 0) {
		ready = urgent;
		n = n_urgent;
	}
	if (board->order.strategy == STRATEGY_RANDOM || point_steps > fair_from)
		return ready[random_below(n)];
	return priorities_pick(ready, n, last);
}

struct thread *strategy_pick(struct thread **ready, unsigned n, struct thread *last)
{
	switch ((enum strategy)board->order.strategy) {
	case STRATEGY_RANDOM:
	case STRATEGY_PCT:
	case STRATEGY_POS:
		return by_chance(ready, n, last);
	case STRATEGY_ROUND_ROBIN:
		return round_robin(ready, n, last);
	case STRATEGY_SEARCH:
		return follow_dictate(ready, n, last);
	case STRATEGY_REPLAY:
		return follow_moves(ready, n, last);
	case STRATEGY_DEFAULT:
		break;
	}
	return strategy_default(ready, n, last);
}

unsigned strategy_choose(unsigned n, struct thread *last)
{
	switch ((enum strategy)board->order.strategy) {
	case STRATEGY_RANDOM:
	case STRATEGY_PCT:
	case STRATEGY_POS:
		return random_below(n);
	case STRATEGY_SEARCH:
		return follow_dictated_choice(n);
	case STRATEGY_REPLAY:
		return follow_moved_choice(n, last);
	case STRATEGY_DEFAULT:
	case STRATEGY_ROUND_ROBIN:
		break;
	}
	return 0;
}

void strategy_did(struct thread *thread)
{
	priorities_did(thread);
	if (board->order.strategy == STRATEGY_REPLAY)
		follow_stepped(thread);
}

void strategy_demote(struct thread *thread)
{
	priorities_demote(thread);
}

void strategy_moved(const struct thread *thread, char kind, uint32_t value)
{
	struct report *report = &board->report;

	if (report->moves == MAX_MOVES) {
		report->truncated = 1;
		return;
	}
	report->move[report->moves++] = (struct move){.step = thread->steps,
						      .thread = (uint16_t)thread->number,
						      .value = (uint16_t)value,
						      .kind = kind};
}
