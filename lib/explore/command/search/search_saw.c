/* SPDX-License-Identifier: MIT */
/* search_saw - what a run has shown: which threads are to be tried where.
 */
#include <stddef.h>

#include "reversal.h"
#include "search.h"
#include "search_private.h"

/* Whether the run began as it was told to, with the steps that it had before. */
static bool as_dictated(const struct search *search, const struct report *report)
{
	if (report->events < search->nodes)
		return false;
	for (uint32_t i = 0; i < search->nodes; i++) {
		const struct event *event = &report->event[i];

		if (event->thread != search->node[i].thread)
			return false;
		if (i + 1 < search->nodes &&
		    event->kind != search->path.step[i].event.kind)
			return false;
	}
	return true;
}

static uint32_t visible_steps(struct search *search, const struct report *report)
{
	uint32_t n = 0;

	if (report->truncated)
		search_leave_gap(search, "a run was too long to be recorded");
	if (report->events > LONGEST_PATH)
		search_leave_gap(search, "a run has more than 16384 steps");
	while (n < report->events && n < LONGEST_PATH &&
	       report->event[n].thread < PATH_THREADS)
		n++;
	if (n < report->events && n < LONGEST_PATH)
		search_leave_gap(search, "a run has more than 64 threads");
	return n;
}

/* Whether what the program did after the run's last step kept others from going on. */
static bool ended_others(const struct report *report)
{
	switch ((enum verdict)report->verdict) {
	case VERDICT_DEADLOCK:
	case VERDICT_LOST_WAKEUP:
	case VERDICT_LIVELOCK:
	case VERDICT_REDUNDANT:
		return false;
	case VERDICT_PASSED:
	case VERDICT_LEAKED_THREAD:
	case VERDICT_EXIT_STATUS:
	case VERDICT_OUTPUT:
		break;
	default:
		return true;
	}
	for (uint32_t i = 0; i < report->threads && i < PATH_THREADS; i++)
		if (report->thread[i].state == THREAD_PENDING)
			return true;
	return false;
}

/* Others are to be tried before the step, and where its thread was switched to: there that
 * costs no preemption. */
static void add_all(struct search *search, uint32_t index)
{
	struct node *node = &search->node[index];

	node->wanted |= node->ready;
	if (search->bounded) {
		node = &search->node[node->entered];
		node->wanted |= node->ready;
	}
}

/* The step that is considered and its rival are to change places in another run. */
static void add_reversal(struct search *search, uint32_t rival)
{
	struct node *node = &search->node[rival];

	if (search->bounded)
		add_all(search, rival);
	else
		node->wanted |= reversal(&search->path, rival, node->ready,
					 node->wanted | node->asleep);
}

static void enter_node(struct search *search, const struct event *event, uint32_t index)
{
	struct node *node = &search->node[index];
	const struct node *before = node - 1;
	const struct event *last = index > 0 ? &search->path.step[index - 1].event : NULL;

	*node = (struct node){.ready = event->ready | thread_bit(event->thread),
			      .wanted = thread_bit(event->thread),
			      .asleep = search->asleep,
			      .thread = event->thread,
			      .chosen = event->chosen};
	search->nodes = index + 1;
	if (last == NULL)
		return;
	node->costs =
		event->thread == last->thread || (event->flags & EVENT_PREEMPTED) != 0;
	node->preemptions =
		before->preemptions + ((last->flags & EVENT_PREEMPTED) != 0 ? 1 : 0);
}

static void note_switch(struct search *search, uint32_t index)
{
	struct node *node = &search->node[index];

	if (index > 0 && node[-1].thread == node->thread)
		node->entered = node[-1].entered;
	else
		node->entered = index;
}

/* Threads that depend on the step wake. */
static void wake_sleepers(struct search *search, const struct event *event)
{
	for (uint64_t left = search->asleep; left != 0; left &= left - 1) {
		unsigned thread = (unsigned)__builtin_ctzll(left);

		if (dependent(&search->sleeper[thread], event))
			search->asleep &= ~thread_bit(thread);
	}
}

/* From the first step that is not as it was. */
static void add_steps(struct search *search, const struct report *report, uint32_t steps)
{
	for (uint32_t i = search->path.length; i < steps; i++) {
		struct event event = report->event[i];
		bool ends_all = i + 1 == report->events && ended_others(report);

		if (ends_all)
			event.kind = OP_EXIT;
		if (i >= search->nodes)
			enter_node(search, &event, i);
		note_switch(search, i);
		path_consider(&search->path, &event);
		if (ends_all)
			add_all(search, i);
		for (uint32_t k = 0; k < search->path.rivals; k++)
			add_reversal(search, search->path.rival[k]);
		path_accept(&search->path);
		wake_sleepers(search, &event);
	}
}

/* Threads that waited at the end may do so because of what others did first. */
static void add_waiters(struct search *search, const struct report *report)
{
	const struct path *path = &search->path;

	for (uint16_t i = 0; i < report->threads && i < PATH_THREADS; i++) {
		const struct thread_report *thread = &report->thread[i];
		struct event pending = thread->pending;

		if (thread->state != THREAD_PENDING || thread->could_run)
			continue;
		pending.thread = i;
		path_consider(&search->path, &pending);
		for (uint32_t k = 0; k < path->rivals; k++)
			if (may_disable(&path->step[path->rival[k]].event, &pending))
				add_reversal(search, path->rival[k]);
	}
}

static bool is_new(const struct search *search, const struct report *report)
{
	if (report->verdict == VERDICT_REDUNDANT)
		return false;
	return !search->bounded || report->preemptions == search->state.preemptions;
}

bool search_saw(struct search *search)
{
	const struct report *report = &search->runner->board->report;
	uint32_t steps = visible_steps(search, report);

	if (search->runner->options->races != 2 && runner_learn(search->runner)) {
		search_forget_path(search);
		search->state = (struct search_state){0};
		return false;
	}
	if (is_new(search, report))
		search->state.schedules++;
	else
		search->state.redundant++;
	path_cut(&search->path, search->nodes > 0 ? search->nodes - 1 : 0);
	if (!as_dictated(search, report)) {
		search_leave_gap(search, "the program does not repeat its steps");
		return true;
	}
	add_steps(search, report, steps);
	if (steps == report->events)
		add_waiters(search, report);
	return true;
}
