/* SPDX-License-Identifier: MIT */
#include "../../../lib/explore/dependence.h"
#include "orders.h"

/* Which steps happened before each, as bits. */
static void find_past(const struct event *event, unsigned n, bool exited, uint64_t *past)
{
	unsigned moved = 0;

	for (unsigned i = 0; i < n; i++) {
		struct event step = event[i];

		if (exited && i == n - 1)
			step.kind = OP_EXIT;
		if ((step.flags & EVENT_ADVANCED) != 0)
			moved = i;
		past[i] = 0;
		for (unsigned k = 0; k < i; k++)
			if (k < moved || dependent(&event[k], &step))
				past[i] |= past[k] | UINT64_C(1) << k;
	}
}

uint64_t orders_trace(const struct event *event, unsigned n, bool exited)
{
	uint64_t past[MAX_STEPS], hash[MAX_STEPS], trace = n;

	find_past(event, n, exited, past);
	for (unsigned i = 0; i < n; i++) {
		uint64_t before = 0;

		for (unsigned k = 0; k < i; k++)
			if ((past[i] >> k & 1) != 0)
				before += mix(hash[k], 1);
		hash[i] = mix(before, (uint64_t)event[i].thread << 8 | event[i].chosen);
		trace += mix(hash[i], 2);
	}
	return trace;
}

/* A run so far. */
struct prefix {
	const struct model *model;
	unsigned most;
	struct orders *orders;
	struct event event[MAX_STEPS];
};

static void go_through(struct prefix *prefix, const struct model_state *from,
		       unsigned depth)
{
	struct orders *orders = prefix->orders;
	struct model_state here = *from;
	bool moved;
	uint64_t ready = model_ready(prefix->model, &here, &moved);

	if (ready == 0 || depth == MAX_STEPS) {
		orders->count++;
		set_add(&orders->ends, model_hash(&here));
		set_add(&orders->traces, orders_trace(prefix->event, depth, here.exited));
		return;
	}
	for (unsigned thread = 0; thread < THREADS && orders->count < prefix->most;
	     thread++) {
		struct event *event = &prefix->event[depth];
		unsigned chosen = 0;

		if ((ready >> thread & 1) == 0)
			continue;
		do {
			struct model_state next = here;

			model_step(prefix->model, &next, thread, chosen, event);
			if (moved)
				event->flags |= EVENT_ADVANCED;
			go_through(prefix, &next, depth + 1);
		} while (++chosen < event->options);
	}
}

/* Only the ends, each state once. */
static void visit(const struct model *model, const struct model_state *from,
		  struct orders *orders)
{
	struct model_state here = *from;
	bool moved;
	uint64_t ready = model_ready(model, &here, &moved);

	if (!set_add(&orders->visited, model_hash(&here)))
		return;
	if (ready == 0)
		set_add(&orders->ends, model_hash(&here));
	for (unsigned thread = 0; thread < THREADS; thread++) {
		struct event event;
		unsigned chosen = 0;

		if ((ready >> thread & 1) == 0)
			continue;
		do {
			struct model_state next = here;

			model_step(model, &next, thread, chosen, &event);
			visit(model, &next, orders);
		} while (++chosen < event.options);
	}
}

void orders_of(const struct model *model, unsigned most, struct orders *orders)
{
	struct prefix prefix = {.model = model, .most = most, .orders = orders};
	struct model_state start;

	set_empty(&orders->ends);
	set_empty(&orders->traces);
	set_empty(&orders->visited);
	orders->count = 0;
	model_begin(model, &start);
	go_through(&prefix, &start, 0);
	orders->all = orders->count < most;
	if (orders->all)
		return;
	set_empty(&orders->ends);
	visit(model, &start, orders);
	orders->too_many = set_is_full(&orders->visited);
}
