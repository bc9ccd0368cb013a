/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "reversal.h"
#include "runner.h"
#include "search.h"

/* Steps at whose place others are tried.  Nobody will see the end of a longer search. */
enum { LONGEST_PATH = 16384 };

/* What a thread did that has been tried. */
struct tried {
	struct event event;
	struct tried *next;
};

/* The state before a step of the path. */
struct node {
	uint64_t ready;	 /* threads that can go on there, as bits */
	uint64_t wanted; /* those to try, or tried */
	uint64_t done;	 /* those tried in all ways */
	uint64_t asleep;
	struct tried *tried;
	uint32_t preemptions; /* on the way there */
	uint16_t thread;      /* now tried ... */
	uint8_t chosen;	      /* ... in this way */
	bool costs;	      /* another thread than the one before preempts that */
};

struct search {
	struct search_state state;
	struct runner *runner;
	bool bounded, began;
	bool cut; /* by the bound on preemptions */
	struct path path;
	struct node
		*node; /* of each step; the last is the one at which the next run parts */
	uint32_t nodes;
	struct event sleeper[PATH_THREADS]; /* what they would do, by thread, if ... */
	uint64_t asleep;		    /* ... asleep before the last node's step */
};

struct search *search_new(struct runner *runner)
{
	struct search *search = calloc(1, sizeof *search);

	if (search == NULL)
		die("out of memory for a search");
	search->node = calloc(LONGEST_PATH, sizeof *search->node);
	if (search->node == NULL)
		die("out of memory for a search");
	search->runner = runner;
	search->bounded = !runner->options->exhaustive;
	search->state.beginnings = 1;
	path_init(&search->path);
	return search;
}

static void drop_node(struct search *search)
{
	struct node *node = &search->node[--search->nodes];

	while (node->tried != NULL) {
		struct tried *tried = node->tried;

		node->tried = tried->next;
		free(tried);
	}
}

static void forget_path(struct search *search)
{
	while (search->nodes > 0)
		drop_node(search);
	path_cut(&search->path, 0);
	search->began = false;
	search->asleep = 0;
}

void search_free(struct search *search)
{
	forget_path(search);
	path_free(&search->path);
	free(search->node);
	free(search);
}

const struct search_state *search_state(const struct search *search)
{
	return &search->state;
}

static void leave_gap(struct search *search, const char *why)
{
	if (search->state.gap == NULL)
		search->state.gap = why;
}

static uint64_t bit(unsigned thread)
{
	return UINT64_C(1) << thread;
}

/* -- the next order ------------------------------------------------------------------------ */

/* An operation that went in several ways, of which one ended the program or is of another
 * sort, wakes as easily as an exit. */
static void remember(struct node *node, const struct event *event)
{
	struct tried *tried = node->tried;

	while (tried != NULL && tried->event.thread != event->thread)
		tried = tried->next;
	if (tried != NULL) {
		if (event->kind == OP_EXIT || event->flags != tried->event.flags)
			tried->event.kind = OP_EXIT;
		return;
	}
	tried = malloc(sizeof *tried);
	if (tried == NULL)
		die("out of memory for a search");
	*tried = (struct tried){*event, node->tried};
	node->tried = tried;
}

static bool within_bound(struct search *search, uint32_t index, uint16_t thread)
{
	const struct node *node = &search->node[index];

	if (!search->bounded || !node->costs ||
	    node->preemptions < search->state.preemptions ||
	    thread == search->path.step[index - 1].event.thread)
		return true;
	search->cut = true;
	return false;
}

/* The next thing to try at the last node, or false. */
static bool turn_last(struct search *search)
{
	uint32_t index = search->nodes - 1;
	struct node *node = &search->node[index];

	if (index < search->path.length) {
		const struct event *event = &search->path.step[index].event;

		remember(node, event);
		if (event->chosen + 1 < event->options) {
			node->chosen = event->chosen + 1;
			return true;
		}
	}
	node->done |= bit(node->thread);
	node->chosen = 0;
	for (uint16_t thread = 0; thread < PATH_THREADS; thread++) {
		if ((node->wanted & ~(node->done | node->asleep) & bit(thread)) == 0 ||
		    !within_bound(search, index, thread))
			continue;
		node->thread = thread;
		return true;
	}
	return false;
}

/* What the threads would do that are asleep before the last node's step: each was tried
 * there, or at a node before. */
static void find_sleepers(struct search *search)
{
	const struct node *last = &search->node[search->nodes - 1];
	uint64_t missing = search->bounded ? 0 : last->asleep | last->done;

	search->asleep = missing;
	for (uint32_t i = search->nodes; i-- > 0 && missing != 0;)
		for (const struct tried *tried = search->node[i].tried; tried != NULL;
		     tried = tried->next) {
			uint16_t thread = tried->event.thread;

			if ((missing & bit(thread)) == 0)
				continue;
			search->sleeper[thread] = tried->event;
			missing &= ~bit(thread);
		}
	search->asleep &= ~missing;
}

static void write_order(struct search *search)
{
	struct order *order = &search->runner->board->order;

	order->strategy = STRATEGY_SEARCH;
	order->prefix = search->nodes;
	for (uint32_t i = 0; i < search->nodes; i++)
		order->dictate[i] = (struct dictate){.thread = search->node[i].thread,
						     .chosen = search->node[i].chosen};
	order->sleepers = 0;
	for (uint16_t thread = 0; thread < PATH_THREADS; thread++)
		if ((search->asleep & bit(thread)) != 0)
			order->sleeper[order->sleepers++] = search->sleeper[thread];
}

/* The bounded search begins again with one preemption more, if that makes a difference. */
static bool next_bound(struct search *search)
{
	if (!search->cut)
		return false;
	search->cut = false;
	if (search->state.preemptions == search->runner->options->depth) {
		leave_gap(search, "only so many preemptions were allowed");
		return false;
	}
	search->state.preemptions++;
	forget_path(search);
	return true;
}

bool search_next(struct search *search)
{
	while (search->began && search->nodes > 0 && !turn_last(search))
		drop_node(search);
	if (search->began && search->nodes == 0 && !next_bound(search))
		return false;
	if (search->nodes > 0)
		find_sleepers(search);
	search->began = true;
	write_order(search);
	return true;
}

/* -- what a run showed --------------------------------------------------------------------- */

/* Only what happened as it did the last time can be searched; `from` is where it parted. */
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
		leave_gap(search, "a run was too long to be recorded");
	if (report->events > LONGEST_PATH)
		leave_gap(search, "a run has more than 16384 steps");
	while (n < report->events && n < LONGEST_PATH &&
	       report->event[n].thread < PATH_THREADS)
		n++;
	if (n < report->events && n < LONGEST_PATH)
		leave_gap(search, "a run has more than 64 threads");
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

static uint32_t switched_to(const struct path *path, uint32_t index)
{
	uint16_t thread = path->step[index].event.thread;

	while (index > 0 && path->step[index - 1].event.thread == thread)
		index--;
	return index;
}

/* Others are to be tried before the step, and where its thread was switched to: there that
 * costs no preemption. */
static void add_all(struct search *search, uint32_t index)
{
	struct node *node = &search->node[index];

	node->wanted |= node->ready;
	if (search->bounded) {
		node = &search->node[switched_to(&search->path, index)];
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

	*node = (struct node){.ready = event->ready | bit(event->thread),
			      .wanted = bit(event->thread),
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

/* Threads that depend on the step wake. */
static void wake_sleepers(struct search *search, const struct event *event)
{
	for (uint64_t left = search->asleep; left != 0; left &= left - 1) {
		unsigned thread = (unsigned)__builtin_ctzll(left);

		if (dependent(&search->sleeper[thread], event))
			search->asleep &= ~bit(thread);
	}
}

static void add_steps(struct search *search, const struct report *report, uint32_t from,
		      uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		struct event event = report->event[i];
		bool ends_all = i + 1 == report->events && ended_others(report);

		if (ends_all)
			event.kind = OP_EXIT;
		if (i >= search->nodes)
			enter_node(search, &event, i);
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
	uint32_t from = search->nodes > 0 ? search->nodes - 1 : 0;
	uint32_t steps = visible_steps(search, report);

	if (search->runner->options->races != 2 && runner_learn(search->runner)) {
		forget_path(search);
		search->state =
			(struct search_state){.beginnings = search->state.beginnings + 1};
		return false;
	}
	if (is_new(search, report))
		search->state.schedules++;
	else
		search->state.redundant++;
	path_cut(&search->path, from);
	if (!as_dictated(search, report)) {
		leave_gap(search, "the program does not repeat its steps");
		return true;
	}
	add_steps(search, report, from, steps);
	if (steps == report->events && report->verdict != VERDICT_REDUNDANT)
		add_waiters(search, report);
	return true;
}
