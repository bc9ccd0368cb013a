/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "export.h"
#include "failure.h"
#include "judge.h"
#include "minimise.h"
#include "report.h"

/* Steps at which a thread only went on with its own work are no news to a reader: what they
 * say of switches belongs to the thread's next step. */
static void leave_out_own_work(struct report *report)
{
	enum { OF_SWITCHES = EVENT_SWITCHED | EVENT_PREEMPTED | EVENT_ADVANCED };
	uint32_t kept = 0;

	for (uint32_t i = 0; i < report->events; i++) {
		struct event *event = &report->event[i];

		if (event->kind != OP_AFTER)
			report->event[kept++] = *event;
		else if (i + 1 < report->events && event[1].thread == event->thread)
			event[1].flags |= event->flags & OF_SWITCHES;
	}
	report->events = kept;
}

static void show(struct runner *runner, const struct finding *finding)
{
	const struct options *options = runner->options;
	struct report *report = &runner->board->report;
	struct symbols *symbols = symbols_new(runner->server, options->library);
	struct texts *texts = texts_new(symbols, report);

	leave_out_own_work(report);
	if (verdict_fails(report->verdict) && !options->quiet)
		report_print(stderr, runner, texts, finding);
	if (options->json != NULL)
		export_json(options->json, texts, report);
	if (options->events != NULL)
		export_events(options->events, texts, report, options->program);
	texts_free(texts);
	symbols_free(symbols);
}

void failure_show(struct runner *runner, uint64_t schedule)
{
	show(runner, &(struct finding){.schedule = schedule,
				       .seed = runner->options->seed,
				       .minimised = {.replays = true}});
}

void failure_refuse(struct runner *runner)
{
	struct symbols *symbols = symbols_new(runner->server, runner->options->library);
	struct texts *texts = texts_new(symbols, &runner->board->report);

	die("cannot control %s", texts_expand(texts, runner->board->report.where));
}

/* A run that came to no end is shown by its beginning: so many steps.  What is left of it
 * when it has been made shorter must come to no end either. */
enum { BEGINNING = 2000 };

static struct minimised minimise_endless(struct runner *runner)
{
	struct order *order = &runner->board->order;
	uint32_t strategy = order->strategy, limit = order->steps_limit;
	struct minimised minimised;

	order->steps_limit = BEGINNING;
	judge_run(runner);
	minimised = minimise(runner, judge_run, runner->options->minimize);
	order->want_frames = 0;
	order->steps_limit = limit;
	judge_run(runner);
	order->steps_limit = BEGINNING;
	if (runner->board->report.verdict != VERDICT_LIVELOCK) {
		order->strategy = strategy;
		judge_run(runner);
		return minimise(runner, judge_run, false);
	}
	order->want_frames = 1;
	judge_run(runner);
	snprintf(runner->board->report.text, sizeof runner->board->report.text,
		 "no end after %u steps, of which the first %u are shown; for a program "
		 "that "
		 "needs more: --steps",
		 limit, (unsigned)BEGINNING);
	return minimised;
}

void failure_report(struct runner *runner, uint64_t schedule)
{
	const struct report *report = &runner->board->report;
	struct finding finding = {.schedule = schedule, .seed = runner->options->seed};

	if (report->verdict == VERDICT_LIVELOCK && report->steps > BEGINNING)
		finding.minimised = minimise_endless(runner);
	else
		finding.minimised =
			minimise(runner, judge_run, runner->options->minimize);
	show(runner, &finding);
}
