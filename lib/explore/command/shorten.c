/* SPDX-License-Identifier: MIT */
/* shorten - the moves of a failing schedule, fewer and fewer of them.
 *
 * First parts are left out, as delta debugging does; then single moves are put in the place
 * of several.
 */
#include <stdlib.h>
#include <string.h>

#include "minimise_private.h"

/* Up to so many moves, pairs of them are left out; two at once are tried instead; each is
 * replaced by another. */
enum { MOST_FOR_PAIRS = 16, MOST_FOR_TWO = 4, MOST_TO_REPLACE = 12 };

/* Of the other moves that a run offers, no more are tried. */
enum { MOST_OFFERED = 1000 };

/* -- leaving moves out --------------------------------------------------------------------- */

/* Makes the trial: the best without `count` moves from `at` on, and without `other`. */
static void leave_out(struct shortening *shortening, unsigned at, unsigned count,
		      unsigned other)
{
	shortening->trial.count = 0;
	for (unsigned i = 0; i < shortening->best.count; i++)
		if ((i < at || i >= at + count) && i != other)
			shortening->trial.move[shortening->trial.count++] =
				shortening->best.move[i];
}

/* Tries to do without each part of a size; true if some part was not needed. */
static bool leave_out_parts(struct shortening *shortening, unsigned size)
{
	bool shorter = false;
	unsigned at = 0;

	while (at < shortening->best.count && !shorten_spent(shortening)) {
		leave_out(shortening, at, size, shortening->best.count);
		if (shorten_try(shortening))
			shorter = true;
		else
			at += size;
	}
	return shorter;
}

/* All of them, then parts of half the size each time, single ones until none can go. */
static void leave_out_most(struct shortening *shortening)
{
	unsigned size = shortening->best.count;

	while (size > 0 && shortening->best.count > 0 && !shorten_spent(shortening)) {
		if (leave_out_parts(shortening, size) && size == 1)
			continue;
		if (size > shortening->best.count)
			size = shortening->best.count;
		size /= 2;
	}
}

static void leave_out_pairs(struct shortening *shortening)
{
	for (unsigned i = 0; i < shortening->best.count; i++)
		for (unsigned k = i + 1; k < shortening->best.count; k++) {
			if (shortening->best.count > MOST_FOR_PAIRS)
				return;
			leave_out(shortening, i, 1, k);
			if (shorten_try(shortening))
				i = k = 0;
		}
}

/* -- other moves --------------------------------------------------------------------------- */

/* The step that the thread of event `at` comes to after it, in its own count. */
static uint32_t step_after(const struct report *report, uint32_t at)
{
	unsigned thread = report->event[at].thread;

	for (uint32_t i = at + 1; i < report->events; i++)
		if (report->event[i].thread == thread)
			return report->event[i].step;
	return thread < MAX_REPORTED && report->thread[thread].state == THREAD_PENDING
		       ? report->thread[thread].pending.step
		       : report->event[at].step + 1;
}

/* The single moves by which the run that was just made could have gone otherwise: at each
 * step, to each thread that could have gone on instead. */
static struct moves alternatives(const struct shortening *shortening)
{
	const struct report *report = &shortening->runner->board->report;
	struct moves list = {malloc(MOST_OFFERED * sizeof *list.move), 0};

	for (uint32_t i = 1; list.move != NULL && i < report->events; i++) {
		uint64_t others = report->event[i].ready;
		uint32_t step;

		if (report->event[i].thread < 64)
			others &= ~(UINT64_C(1) << report->event[i].thread);
		if (others == 0)
			continue;
		step = step_after(report, i - 1);
		for (unsigned k = 0; k < 64 && list.count < MOST_OFFERED; k++)
			if (others >> k & 1)
				list.move[list.count++] = (struct move){
					.step = step,
					.thread = report->event[i - 1].thread,
					.value = (uint16_t)k,
					.kind = ':'};
	}
	return list;
}

/* Tries the trial with each move added to it that its run offers; true as soon as one makes
 * do with fewer moves than the best, if `fewer` asks for that. */
static bool try_one_more(struct shortening *shortening, bool fewer)
{
	unsigned count = shortening->trial.count;
	struct cost before = shortening->cost;
	struct moves list;
	bool found = false;

	if (shorten_spent(shortening))
		return false;
	shorten_replay(shortening, shortening->trial.move, count);
	list = alternatives(shortening);
	for (unsigned i = 0; i < list.count && !found; i++) {
		shortening->trial.count = count;
		shortening->trial.move[shortening->trial.count++] = list.move[i];
		shorten_try(shortening);
		found = fewer && cost_has_fewer_moves(shortening->cost, before);
	}
	free(list.move);
	return found;
}

/* What is left cannot do without any of its moves, but others may do with fewer: schedules
 * of one move, then of two of which one is known to help. */
static void try_few(struct shortening *shortening)
{
	struct move known[MOST_FOR_TWO];
	unsigned count;

	shortening->trial.count = 0;
	if (shortening->best.count > 1)
		try_one_more(shortening, false);
	count = shortening->best.count;
	if (count <= 2 || count > MOST_FOR_TWO)
		return;
	memcpy(known, shortening->best.move, count * sizeof *known);
	for (unsigned i = 0; i < count && shortening->best.count > 2; i++) {
		shortening->trial.move[0] = known[i];
		shortening->trial.count = 1;
		try_one_more(shortening, false);
	}
}

/* Another move in the place of one may save preemptions, or make a third unnecessary. */
static void replace_moves(struct shortening *shortening)
{
	for (unsigned i = 0;
	     i < shortening->best.count && shortening->cost.preemptions > 1; i++) {
		if (shortening->best.count > MOST_TO_REPLACE)
			return;
		leave_out(shortening, i, 1, i);
		if (!try_one_more(shortening, true))
			continue;
		leave_out_most(shortening);
		i = UINT32_MAX;
	}
}

/* -- all of it ----------------------------------------------------------------------------- */

void shorten(struct shortening *shortening)
{
	leave_out_most(shortening);
	leave_out_pairs(shortening);
	try_few(shortening);
	replace_moves(shortening);
}
