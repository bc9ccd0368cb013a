/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "search.h"
#include "search_private.h"

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

void search_forget_path(struct search *search)
{
	while (search->nodes > 0)
		drop_node(search);
	path_cut(&search->path, 0);
	search->began = false;
	search->asleep = 0;
}

void search_free(struct search *search)
{
	search_forget_path(search);
	path_free(&search->path);
	free(search->node);
	free(search);
}

const struct search_state *search_state(const struct search *search)
{
	return &search->state;
}

void search_leave_gap(struct search *search, const char *why)
{
	if (search->state.gap == NULL)
		search->state.gap = why;
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
	uint64_t left;

	if (index < search->path.length) {
		const struct event *event = &search->path.step[index].event;

		remember(node, event);
		if (event->chosen + 1 < event->options) {
			node->chosen = event->chosen + 1;
			return true;
		}
	}
	node->done |= thread_bit(node->thread);
	node->chosen = 0;
	for (left = node->wanted & ~(node->done | node->asleep); left != 0;
	     left &= left - 1) {
		node->thread = (uint16_t)__builtin_ctzll(left);
		if (within_bound(search, index, node->thread))
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

			if ((missing & thread_bit(thread)) == 0)
				continue;
			search->sleeper[thread] = tried->event;
			missing &= ~thread_bit(thread);
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
		if ((search->asleep & thread_bit(thread)) != 0)
			order->sleeper[order->sleepers++] = search->sleeper[thread];
}

/* The bounded search begins again with one preemption more, if that makes a difference. */
static bool next_bound(struct search *search)
{
	if (!search->cut)
		return false;
	search->cut = false;
	if (search->state.preemptions == search->runner->options->depth) {
		search_leave_gap(search, "only so many preemptions were allowed");
		return false;
	}
	search->state.preemptions++;
	search_forget_path(search);
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
