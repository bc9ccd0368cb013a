/* SPDX-License-Identifier: MIT */
#include "minimise_private.h"

#include <stdlib.h>
#include <string.h>

#include "token.h"

/* No more than so many runs, steps of all of them together, and seconds: the last is for
 * programs that compute for long, for the others it is never reached. */
enum { MOST_RUNS = 2000, MOST_STEPS = 30000000, MOST_SECONDS = 30 };

/* -- the same failure ---------------------------------------------------------------------- */

/* The first place that the text names; 0: none. */
static uint64_t place(const struct report *report)
{
	const char *mark = strstr(report->text, "<@");

	return mark != NULL ? strtoull(mark + 2, NULL, 16) : 0;
}

/* What the text says behind the name of the thread. */
static const char *story(const struct report *report)
{
	const char *colon = strchr(report->text, ':');

	return colon != NULL ? colon : "";
}

static bool same_place(const struct report *a, const struct report *b)
{
	if (place(a) != 0 || place(b) != 0)
		return place(a) == place(b);
	return strcmp(story(a), story(b)) == 0;
}

static bool same_failure(const struct report *a, const struct report *b)
{
	if (a->verdict != b->verdict)
		return false;
	switch ((enum verdict)a->verdict) {
	case VERDICT_EXIT_STATUS:
		return a->status == b->status;
	case VERDICT_CRASH:
		return a->status == b->status && same_place(a, b);
	case VERDICT_ASSERTION:
	case VERDICT_MISUSE:
	case VERDICT_USE_AFTER_FREE:
	case VERDICT_DOUBLE_FREE:
		return same_place(a, b);
	default:
		return true;
	}
}

static struct cost cost_of(const struct report *report)
{
	return (struct cost){report->preemptions, report->moves, report->switches,
			     report->steps};
}

bool cost_has_fewer_moves(struct cost a, struct cost b)
{
	if (a.preemptions != b.preemptions)
		return a.preemptions < b.preemptions;
	return a.moves < b.moves;
}

static bool simpler(struct cost a, struct cost b)
{
	if (a.preemptions != b.preemptions || a.moves != b.moves)
		return cost_has_fewer_moves(a, b);
	if (a.switches != b.switches)
		return a.switches < b.switches;
	return a.steps < b.steps;
}

/* -- runs ---------------------------------------------------------------------------------- */

bool shorten_spent(const struct shortening *shortening)
{
	return shortening->runs >= MOST_RUNS || shortening->steps >= MOST_STEPS ||
	       time(NULL) - shortening->started > MOST_SECONDS;
}

bool shorten_replay(struct shortening *shortening, const struct move *move,
		    unsigned count)
{
	struct board *board = shortening->runner->board;

	board->order.strategy = STRATEGY_REPLAY;
	board->order.moves = count;
	if (count > 0)
		memcpy(board->order.move, move, count * sizeof *move);
	moves_sort(board->order.move, count);
	shortening->run(shortening->runner);
	shortening->runs++;
	shortening->steps += board->report.steps;
	return same_failure(&board->report, &shortening->found->report) &&
	       !board->report.truncated;
}

void shorten_adopt(struct shortening *shortening)
{
	const struct report *report = &shortening->runner->board->report;

	shortening->best.count = report->moves;
	memcpy(shortening->best.move, report->move, report->moves * sizeof *report->move);
	shortening->cost = cost_of(report);
}

bool shorten_try(struct shortening *shortening)
{
	if (shorten_spent(shortening) ||
	    !shorten_replay(shortening, shortening->trial.move,
			    shortening->trial.count) ||
	    !simpler(cost_of(&shortening->runner->board->report), shortening->cost))
		return false;
	shorten_adopt(shortening);
	return true;
}

/* -- all of it ----------------------------------------------------------------------------- */

/* Once more as it was found, for its stacks; if even that leads elsewhere, its report is
 * taken from memory. */
static void restore(struct shortening *shortening)
{
	struct board *board = shortening->runner->board;

	board->order = shortening->found->order;
	board->order.want_frames = 1;
	shortening->run(shortening->runner);
	if (!same_failure(&board->report, &shortening->found->report))
		board->report = shortening->found->report;
}

/* Does without what the settings allow to happen, if the failure does: early timers, old
 * values, waits that end for no reason. */
static void calm(struct shortening *shortening)
{
	struct order *order = &shortening->runner->board->order;
	uint8_t adversarial = order->adversarial, weak = order->weak;
	uint32_t spurious = order->spurious;

	if (adversarial == 0 && weak == 0 && spurious == 0)
		return;
	order->adversarial = order->weak = 0;
	order->spurious = 0;
	if (shorten_replay(shortening, shortening->best.move, shortening->best.count)) {
		shorten_adopt(shortening);
		return;
	}
	order->adversarial = adversarial;
	order->weak = weak;
	order->spurious = spurious;
}

/* The best once more, with stacks and with the accesses that race among the steps, if it
 * fails that way too. */
static bool replay_to_show(struct shortening *shortening)
{
	struct order *order = &shortening->runner->board->order;
	const struct order *found = &shortening->found->order;

	order->want_frames = 1;
	if (!shorten_replay(shortening, shortening->best.move, shortening->best.count))
		return false;
	if (!runner_learn(shortening->runner) ||
	    shorten_replay(shortening, shortening->best.move, shortening->best.count))
		return true;
	order->racy_count = found->racy_count;
	memcpy(order->racy, found->racy, sizeof order->racy);
	return shorten_replay(shortening, shortening->best.move, shortening->best.count);
}

static void begin(struct shortening *shortening, struct runner *runner, judged_run *run)
{
	*shortening = (struct shortening){
		.runner = runner,
		.run = run,
		.found = malloc(sizeof *shortening->found),
		.best = {malloc(sizeof runner->board->order.move), 0},
		.trial = {malloc(sizeof runner->board->order.move), 0},
		.started = time(NULL)};
	if (shortening->found == NULL || shortening->best.move == NULL ||
	    shortening->trial.move == NULL)
		die("out of memory");
	*shortening->found = *runner->board;
}

struct minimised minimise(struct runner *runner, judged_run *run, bool shorter)
{
	const struct report *report = &runner->board->report;
	struct minimised minimised = {.tried = shorter, .moves_before = report->moves};
	struct shortening shortening;

	begin(&shortening, runner, run);
	minimised.replays =
		shorten_replay(&shortening, shortening.found->report.move, report->moves);
	if (minimised.replays) {
		shorten_adopt(&shortening);
		if (shorter) {
			calm(&shortening);
			shorten(&shortening);
			calm(&shortening);
		}
		minimised.replays = replay_to_show(&shortening);
	}
	if (!minimised.replays)
		restore(&shortening);
	minimised.runs = shortening.runs;
	free(shortening.found);
	free(shortening.best.move);
	free(shortening.trial.move);
	return minimised;
}
