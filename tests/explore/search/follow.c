/* SPDX-License-Identifier: MIT */
/* follow - the part of explore's library, for models: it carries out the order of a search.
 */
#include "../../../lib/explore/dependence.h"
#include "model.h"

struct follower {
	const struct model *model;
	struct model_state *state;
	struct order *order;
	struct report *report;
	int last; /* the thread that had the step before, or -1 */
};

static bool is_asleep(const struct order *order, int thread)
{
	for (uint32_t i = 0; i < order->sleepers; i++)
		if (order->sleeper[i].thread == thread &&
		    order->sleeper[i].kind != OP_NONE)
			return true;
	return false;
}

static void wake_sleepers(struct order *order, const struct event *event)
{
	for (uint32_t i = 0; i < order->sleepers; i++)
		if (order->sleeper[i].kind != OP_NONE &&
		    dependent(&order->sleeper[i], event))
			order->sleeper[i].kind = OP_NONE;
}

/* The same thread if it can, else the next by number; -1 if all who can are asleep. */
static int by_default(const struct follower *follower, uint64_t ready)
{
	for (int i = 0; i < THREADS; i++) {
		int thread = ((follower->last < 0 ? 0 : follower->last) + i) % THREADS;

		if ((ready >> thread & 1) != 0 && !is_asleep(follower->order, thread))
			return thread;
	}
	return -1;
}

static int choose(const struct follower *follower, uint64_t ready)
{
	uint32_t step = follower->report->events;

	if (step > 0 && step >= follower->order->prefix)
		wake_sleepers(follower->order, &follower->report->event[step - 1]);
	if (step < follower->order->prefix)
		return follower->order->dictate[step].thread;
	return by_default(follower, ready);
}

static void step(struct follower *follower, int thread, uint64_t ready, bool moved)
{
	uint32_t i = follower->report->events++;
	struct event *event = &follower->report->event[i];
	unsigned chosen = 0;
	bool could =
		follower->last >= 0 &&
		model_can_run(follower->model, follower->state, (unsigned)follower->last);

	if (i < follower->order->prefix)
		chosen = follower->order->dictate[i].chosen;
	model_step(follower->model, follower->state, (unsigned)thread, chosen, event);
	event->ready = ready;
	if (moved)
		event->flags |= EVENT_ADVANCED;
	if (thread != follower->last && could) {
		event->flags |= EVENT_PREEMPTED;
		follower->report->preemptions++;
	}
	follower->last = thread;
}

static void close_report(const struct follower *follower, bool redundant)
{
	const struct model_state *state = follower->state;
	struct report *report = follower->report;
	bool blocked = false;

	for (unsigned i = 0; i < follower->model->threads; i++) {
		struct thread_report *thread = &report->thread[i];

		thread->state = THREAD_ENDED;
		if (!model_lives(state, i))
			continue;
		blocked = true;
		thread->state = THREAD_PENDING;
		thread->could_run = model_can_run(follower->model, state, i);
		model_next(follower->model, state, i, &thread->pending);
	}
	report->threads = follower->model->threads;
	report->finished = 1;
	if (redundant)
		report->verdict = VERDICT_REDUNDANT;
	else if (state->exited)
		report->verdict = VERDICT_ASSERTION;
	else
		report->verdict = blocked ? VERDICT_DEADLOCK : VERDICT_PASSED;
}

void model_follow(const struct model *model, struct board *board,
		  struct model_state *state)
{
	struct follower follower = {model, state, &board->order, &board->report, -1};
	bool moved;
	uint64_t ready;
	int next = 0;

	model_begin(model, state);
	board->report.events = board->report.preemptions = 0;
	while (board->report.events < MAX_STEPS &&
	       (ready = model_ready(model, state, &moved)) != 0) {
		next = choose(&follower, ready);
		if (next < 0)
			break;
		step(&follower, next, ready, moved);
	}
	close_report(&follower, next < 0);
}
