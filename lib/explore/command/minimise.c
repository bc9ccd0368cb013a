/* SPDX-License-Identifier: MIT */
#include "minimise.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "token.h"

/* No more than so many runs, steps of all of them together, and seconds: the last is for
 * programs that compute for long, for the others it is never reached. */
enum { MOST_RUNS = 2000, MOST_STEPS = 30000000, MOST_SECONDS = 30 };

/* Up to so many moves, pairs of them are left out; two at once are tried instead; each is
 * replaced by another. */
enum { MOST_FOR_PAIRS = 16, MOST_FOR_TWO = 4, MOST_TO_REPLACE = 12 };

/* A list of moves in the order in which they were made. */
struct moves {
	struct move *move;
	unsigned count;
};

/* What makes one schedule simpler than another: the first that differs decides. */
struct cost {
	uint32_t preemptions, moves, switches, steps;
};

struct search {
	struct runner *runner;
	judged_run *run;
	struct board *found; /* as it was */
	struct moves best, trial;
	struct cost cost; /* of the best */
	unsigned runs;
	uint64_t steps;
	time_t started;
};

/* -- the same failure ---------------------------------------------------------------------- */

/* The first place that the text names; 0: none. */
static uint64_t place(const struct report *report)
{
	const char *mark = strstr(report->text, "<@");

	return mark != NULL ? strtoull(mark + 2, NULL, 16) : 0;
}

static bool same_failure(const struct report *a, const struct report *b)
{
	if (a->verdict != b->verdict)
		return false;
	switch ((enum verdict)a->verdict) {
	case VERDICT_EXIT_STATUS:
		return a->status == b->status;
	case VERDICT_CRASH:
		return a->status == b->status && place(a) == place(b);
	case VERDICT_ASSERTION:
	case VERDICT_MISUSE:
	case VERDICT_USE_AFTER_FREE:
	case VERDICT_DOUBLE_FREE:
		return place(a) == place(b);
	default:
		return true;
	}
}

static struct cost cost_of(const struct report *report)
{
	return (struct cost){report->preemptions, report->moves, report->switches,
			     report->steps};
}

static bool fewer_moves(struct cost a, struct cost b)
{
	if (a.preemptions != b.preemptions)
		return a.preemptions < b.preemptions;
	return a.moves < b.moves;
}

static bool simpler(struct cost a, struct cost b)
{
	if (a.preemptions != b.preemptions || a.moves != b.moves)
		return fewer_moves(a, b);
	if (a.switches != b.switches)
		return a.switches < b.switches;
	return a.steps < b.steps;
}

/* -- runs ---------------------------------------------------------------------------------- */

static bool spent(const struct search *search)
{
	return search->runs >= MOST_RUNS || search->steps >= MOST_STEPS ||
	       time(NULL) - search->started > MOST_SECONDS;
}

/* Replays moves; true if the failure is the one that was found. */
static bool replay(struct search *search, const struct move *move, unsigned count)
{
	struct board *board = search->runner->board;

	board->order.strategy = STRATEGY_REPLAY;
	board->order.moves = count;
	if (count > 0)
		memcpy(board->order.move, move, count * sizeof *move);
	moves_sort(board->order.move, count);
	search->run(search->runner);
	search->runs++;
	search->steps += board->report.steps;
	return same_failure(&board->report, &search->found->report) &&
	       !board->report.truncated;
}

/* The run that was just made is the best so far.  Its report has the moves that took effect,
 * which may be fewer than were asked for. */
static void adopt(struct search *search)
{
	const struct report *report = &search->runner->board->report;

	search->best.count = report->moves;
	memcpy(search->best.move, report->move, report->moves * sizeof *report->move);
	search->cost = cost_of(report);
}

/* Replays the trial, and adopts it if it fails alike and is simpler. */
static bool try(struct search *search)
{
	if (spent(search) || !replay(search, search->trial.move, search->trial.count) ||
	    !simpler(cost_of(&search->runner->board->report), search->cost))
		return false;
	adopt(search);
	return true;
}

/* -- leaving moves out --------------------------------------------------------------------- */

/* Makes the trial: the best without `count` moves from `at` on, and without `other`. */
static void leave_out(struct search *search, unsigned at, unsigned count, unsigned other)
{
	search->trial.count = 0;
	for (unsigned i = 0; i < search->best.count; i++)
		if ((i < at || i >= at + count) && i != other)
			search->trial.move[search->trial.count++] = search->best.move[i];
}

/* Tries to do without each part of a size; true if some part was not needed. */
static bool leave_out_parts(struct search *search, unsigned size)
{
	bool shorter = false;
	unsigned at = 0;

	while (at < search->best.count && !spent(search)) {
		leave_out(search, at, size, search->best.count);
		if (try(search))
			shorter = true;
		else
			at += size;
	}
	return shorter;
}

/* All of them, then parts of half the size each time, single ones until none can go. */
static void leave_out_most(struct search *search)
{
	unsigned size = search->best.count;

	while (size > 0 && search->best.count > 0 && !spent(search)) {
		if (leave_out_parts(search, size) && size == 1)
			continue;
		if (size > search->best.count)
			size = search->best.count;
		size /= 2;
	}
}

static void leave_out_pairs(struct search *search)
{
	for (unsigned i = 0; i < search->best.count; i++)
		for (unsigned k = i + 1; k < search->best.count; k++) {
			if (search->best.count > MOST_FOR_PAIRS)
				return;
			leave_out(search, i, 1, k);
			if (try(search))
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
static struct moves alternatives(const struct search *search)
{
	const struct report *report = &search->runner->board->report;
	struct moves list = {malloc(MOST_RUNS * sizeof *list.move), 0};

	for (uint32_t i = 1; list.move != NULL && i < report->events; i++) {
		uint64_t others = report->event[i].ready;
		uint32_t step;

		if (report->event[i].thread < 64)
			others &= ~(UINT64_C(1) << report->event[i].thread);
		if (others == 0)
			continue;
		step = step_after(report, i - 1);
		for (unsigned k = 0; k < 64 && list.count < MOST_RUNS; k++)
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
static bool try_one_more(struct search *search, bool fewer)
{
	unsigned count = search->trial.count;
	struct cost before = search->cost;
	struct moves list;
	bool found = false;

	if (spent(search))
		return false;
	replay(search, search->trial.move, count);
	list = alternatives(search);
	for (unsigned i = 0; i < list.count && !found; i++) {
		search->trial.count = count;
		search->trial.move[search->trial.count++] = list.move[i];
		try(search);
		found = fewer && fewer_moves(search->cost, before);
	}
	free(list.move);
	return found;
}

/* What is left cannot do without any of its moves, but others may do with fewer: schedules
 * of one move, then of two of which one is known to help. */
static void try_few(struct search *search)
{
	struct move known[MOST_FOR_TWO];
	unsigned count;

	search->trial.count = 0;
	if (search->best.count > 1)
		try_one_more(search, false);
	count = search->best.count;
	if (count <= 2 || count > MOST_FOR_TWO)
		return;
	memcpy(known, search->best.move, count * sizeof *known);
	for (unsigned i = 0; i < count && search->best.count > 2; i++) {
		search->trial.move[0] = known[i];
		search->trial.count = 1;
		try_one_more(search, false);
	}
}

/* Another move in the place of one may save preemptions, or make a third unnecessary. */
static void replace_moves(struct search *search)
{
	for (unsigned i = 0; i < search->best.count && search->cost.preemptions > 1;
	     i++) {
		if (search->best.count > MOST_TO_REPLACE)
			return;
		leave_out(search, i, 1, i);
		if (!try_one_more(search, true))
			continue;
		leave_out_most(search);
		i = UINT32_MAX;
	}
}

/* -- all of it ----------------------------------------------------------------------------- */

/* Once more as it was found, for its stacks; if even that leads elsewhere, its report is
 * taken from memory. */
static void restore(struct search *search)
{
	struct board *board = search->runner->board;

	board->order = search->found->order;
	board->order.want_frames = 1;
	search->run(search->runner);
	if (!same_failure(&board->report, &search->found->report))
		board->report = search->found->report;
}

/* Does without what the settings allow to happen, if the failure does: early timers, old
 * values, waits that end for no reason. */
static void calm(struct search *search)
{
	struct order *order = &search->runner->board->order;
	uint8_t adversarial = order->adversarial, weak = order->weak;
	uint32_t spurious = order->spurious;

	if (adversarial == 0 && weak == 0 && spurious == 0)
		return;
	order->adversarial = order->weak = 0;
	order->spurious = 0;
	if (replay(search, search->best.move, search->best.count)) {
		adopt(search);
		return;
	}
	order->adversarial = adversarial;
	order->weak = weak;
	order->spurious = spurious;
}

/* The best once more, with stacks and with the accesses that race among the steps, if it
 * fails that way too. */
static bool replay_to_show(struct search *search)
{
	struct order *order = &search->runner->board->order;
	const struct order *found = &search->found->order;

	order->want_frames = 1;
	if (!replay(search, search->best.move, search->best.count))
		return false;
	if (!runner_learn(search->runner) ||
	    replay(search, search->best.move, search->best.count))
		return true;
	order->racy_count = found->racy_count;
	memcpy(order->racy, found->racy, sizeof order->racy);
	return replay(search, search->best.move, search->best.count);
}

static void begin(struct search *search, struct runner *runner, judged_run *run)
{
	*search = (struct search){.runner = runner,
				  .run = run,
				  .found = malloc(sizeof *search->found),
				  .best = {malloc(sizeof runner->board->order.move), 0},
				  .trial = {malloc(sizeof runner->board->order.move), 0},
				  .started = time(NULL)};
	if (search->found == NULL || search->best.move == NULL ||
	    search->trial.move == NULL)
		die("out of memory");
	*search->found = *runner->board;
}

struct minimised minimise(struct runner *runner, judged_run *run, bool shorten)
{
	const struct report *report = &runner->board->report;
	struct minimised minimised = {.tried = shorten, .moves_before = report->moves};
	struct search search;

	begin(&search, runner, run);
	minimised.replays = replay(&search, search.found->report.move, report->moves);
	if (minimised.replays) {
		adopt(&search);
		if (shorten) {
			calm(&search);
			leave_out_most(&search);
			calm(&search);
			leave_out_pairs(&search);
			try_few(&search);
			replace_moves(&search);
		}
		minimised.replays = replay_to_show(&search);
	}
	if (!minimised.replays)
		restore(&search);
	minimised.runs = search.runs;
	free(search.found);
	free(search.best.move);
	free(search.trial.move);
	return minimised;
}
