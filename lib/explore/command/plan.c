/* SPDX-License-Identifier: MIT */
#include "plan.h"

static const struct {
	enum strategy strategy;
	unsigned depth;
} turns[] = {
	{STRATEGY_RANDOM, 0}, {STRATEGY_PCT, 2}, {STRATEGY_POS, 0}, {STRATEGY_PCT, 3},
	{STRATEGY_RANDOM, 0}, {STRATEGY_POS, 0}, {STRATEGY_PCT, 1},
};

enum { TURNS = sizeof turns / sizeof turns[0], LARGEST_BATCH = 64 };

void plan_schedule(struct order *order, const struct options *options, uint64_t index,
		   uint32_t expected)
{
	bool mixed = options->mode == STRATEGY_MIX;

	order->seed = (options->seed << 32) + index;
	order->steps_expected = expected;
	order->strategy = mixed ? turns[index % TURNS].strategy : options->mode;
	order->depth = mixed ? turns[index % TURNS].depth : options->depth;
	order->adversarial = options->time == TIME_ADVERSARIAL ||
			     (options->time == TIME_BOTH && index / TURNS % 2 == 1);
	if (index == 0 && options->mode != STRATEGY_ROUND_ROBIN)
		order->strategy = STRATEGY_DEFAULT;
}

unsigned plan_batch(uint64_t done)
{
	if (done == 0)
		return 1;
	return done < LARGEST_BATCH ? (unsigned)done : LARGEST_BATCH;
}
