/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign.h"
#include "failure.h"
#include "judge.h"
#include "outputs.h"
#include "plan.h"
#include "progress.h"
#include "report.h"
#include "runner.h"
#include "search.h"
#include "token.h"

enum { MAX_JOBS = 256, NONE = -1 };

struct campaign {
	const struct options *options;
	struct runner runner[MAX_JOBS];
	unsigned jobs;
	struct progress progress;
	struct outputs *outputs; /* NULL unless asked for */

	/* what the batch in progress has taught, for the next one */
	uint64_t racy[MAX_RACY / 2];
	unsigned racy_count;
	uint32_t expected; /* choices in a schedule */

	uint64_t first_failing; /* of the batch; UINT64_MAX: none */
	struct token leak;   /* the first schedule that only left a thread behind ... */
	uint64_t leak_index; /* ... is this one; UINT64_MAX: none did */
	bool reported;
};

static struct campaign campaign;

/* The schedule that the runner ran last has failed. */
static void report_failure(struct runner *runner, uint64_t schedule)
{
	progress_hide(&campaign.progress);
	failure_report(runner, schedule);
	campaign.reported = true;
}

static void refuse(struct runner *runner)
{
	progress_hide(&campaign.progress);
	failure_refuse(runner);
}

/* -- one batch, on all processors ---------------------------------------------------------- */

static void begin(struct runner *runner, uint64_t index)
{
	runner_prepare(runner);
	plan_schedule(&runner->board->order, runner->options, index, campaign.expected);
	runner_begin(runner);
}

static void note_races(const struct report *report)
{
	for (unsigned i = 0; i < report->racy_found; i++)
		if (campaign.racy_count < MAX_RACY / 2)
			campaign.racy[campaign.racy_count++] = report->racy_new[i];
}

/* A thread that nobody joined is a failure, but none that should keep worse ones from being
 * found: it is shown at the end.  Returns whether the run had that alone. */
static bool only_leaked(struct runner *runner, uint64_t index)
{
	if (runner->board->report.verdict != VERDICT_LEAKED_THREAD)
		return false;
	if (index < campaign.leak_index) {
		if (campaign.leak_index != UINT64_MAX)
			token_free(&campaign.leak);
		campaign.leak = token_of(runner->board);
		campaign.leak_index = index;
	}
	return true;
}

static void report_leak(void)
{
	struct runner *runner = &campaign.runner[0];

	if (campaign.leak_index == UINT64_MAX || campaign.reported)
		return;
	runner_prepare(runner);
	token_set_order(&campaign.leak, &runner->board->order);
	judge_run(runner);
	report_failure(runner, campaign.leak_index + 1);
}

static void saw(struct runner *runner, uint64_t index, uint32_t *expected)
{
	const struct report *report = &runner->board->report;

	judge(runner);
	if (report->verdict == VERDICT_UNCONTROLLED)
		refuse(runner);
	progress_saw(&campaign.progress, report);
	note_races(report);
	if (campaign.outputs != NULL)
		outputs_add(campaign.outputs, runner, index + 1);
	if (verdict_fails(report->verdict) && !only_leaked(runner, index) &&
	    index < campaign.first_failing)
		campaign.first_failing = index;
	if (report->verdict == VERDICT_PASSED && report->decisions > *expected)
		*expected = report->decisions;
}

/* The runner that is done next, of those that are busy. */
static unsigned wait_for_one(const int64_t *busy)
{
	struct pollfd pollers[MAX_JOBS];
	int timeout = (int)campaign.options->timeout * 1000;

	if (campaign.jobs == 1)
		return 0;
	for (unsigned i = 0; i < campaign.jobs; i++)
		pollers[i] = (struct pollfd){
			.fd = busy[i] == NONE ? -1 : campaign.runner[i].answers,
			.events = POLLIN};
	while (poll(pollers, campaign.jobs, timeout) < 0 && errno == EINTR)
		;
	for (unsigned i = 0; i < campaign.jobs; i++)
		if (pollers[i].revents != 0)
			return i;
	/* One is late; runner_finish deals with it. */
	for (unsigned i = 0;; i++)
		if (busy[i] != NONE)
			return i;
}

static void run_batch(uint64_t from, uint64_t to)
{
	int64_t busy[MAX_JOBS];
	unsigned running = 0;
	uint64_t next = from;
	uint32_t expected = campaign.expected;

	for (unsigned i = 0; i < campaign.jobs; i++)
		busy[i] = NONE;
	while (next < to || running > 0) {
		unsigned at = 0;

		if (next < to && running < campaign.jobs) {
			while (busy[at] != NONE)
				at++;
			busy[at] = (int64_t)next;
			running++;
			begin(&campaign.runner[at], next++);
			continue;
		}
		at = wait_for_one(busy);
		runner_finish(&campaign.runner[at]);
		saw(&campaign.runner[at], (uint64_t)busy[at], &expected);
		busy[at] = NONE;
		running--;
		/* Later schedules are of no interest once an earlier one has failed. */
		if (campaign.first_failing != UINT64_MAX && !campaign.options->keep_going)
			next = to;
	}
	if (campaign.first_failing != UINT64_MAX && !campaign.reported) {
		begin(&campaign.runner[0], campaign.first_failing);
		runner_finish(&campaign.runner[0]);
		judge(&campaign.runner[0]);
		report_failure(&campaign.runner[0], campaign.first_failing + 1);
	}
	campaign.expected = expected;
}

/* What one batch has found, all runners know before the next. */
static void learn(void)
{
	for (unsigned i = 0; i < campaign.jobs; i++) {
		struct report *report = &campaign.runner[i].board->report;

		for (unsigned at = 0; at < campaign.racy_count;
		     at += report->racy_found) {
			report->racy_found = campaign.racy_count - at < MAX_RACES * 2
						     ? campaign.racy_count - at
						     : MAX_RACES * 2;
			memcpy(report->racy_new, &campaign.racy[at],
			       report->racy_found * sizeof campaign.racy[0]);
			runner_learn(&campaign.runner[i]);
		}
	}
	campaign.racy_count = 0;
}

static void run_batches(void)
{
	const struct options *options = campaign.options;
	uint64_t done = 0;

	while (done < options->schedules) {
		uint64_t size = plan_batch(done);

		if (size > options->schedules - done)
			size = options->schedules - done;
		run_batch(done, done + size);
		if (campaign.first_failing != UINT64_MAX && !options->keep_going)
			return;
		learn();
		done += size;
	}
}

/* -- one schedule, a search ---------------------------------------------------------------- */

static bool came_up(const struct report *report, const struct move *wanted)
{
	for (uint32_t i = 0; i < report->moves; i++)
		if (report->move[i].thread == wanted->thread &&
		    report->move[i].step == wanted->step)
			return true;
	return false;
}

/* A token made for another program, or for one that has changed since. */
static void tell_idle_moves(const struct report *report, const struct token *token)
{
	unsigned idle = 0, first = 0;

	for (unsigned i = token->moves; i-- > 0;)
		if (!came_up(report, &token->move[i])) {
			idle++;
			first = i;
		}
	if (idle > 0)
		fprintf(stderr,
			"explore: note: %u of the token's %u moves changed nothing, such "
			"as "
			"%u@%u%c%u: is it of this program?\n",
			idle, token->moves, token->move[first].thread,
			token->move[first].step, token->move[first].kind,
			token->move[first].value);
}

static void pass_on_output(struct runner *runner)
{
	size_t size;
	char *output = runner_output(runner, &size);

	fwrite(output, 1, size, stdout);
	fflush(stdout);
	free(output);
}

static void run_one(const struct token *token)
{
	struct runner *runner = &campaign.runner[0];
	struct order *order = &runner->board->order;

	runner_prepare(runner);
	if (token != NULL)
		token_set_order(token, order);
	else
		plan_schedule(order, campaign.options, 0, 0);
	order->want_frames = 1;
	judge_run(runner);
	/* Places that race are steps to be shown; a fresh process learns them first. */
	if (token != NULL && runner_learn(runner))
		judge_run(runner);
	if (runner->board->report.verdict == VERDICT_UNCONTROLLED)
		refuse(runner);
	progress_saw(&campaign.progress, &runner->board->report);
	if (token != NULL) {
		pass_on_output(runner);
		tell_idle_moves(&runner->board->report, token);
	}
	failure_show(runner, token == NULL);
	campaign.reported = true;
}

/* How the last line calls the schedules that a search has run. */
static const char *ending_of(const struct search *search, bool complete)
{
	static char text[256];
	const struct search_state *state = search_state(search);

	if (complete && state->gap == NULL) {
		snprintf(text, sizeof text, ", all %s%s,",
			 campaign.runner[0].board->report.instrumented
				 ? "there are"
				 : "that calls can tell apart",
			 campaign.progress.longest > 0 &&
					 !campaign.runner[0].board->order.adversarial
				 ? " in frozen time"
				 : "");
		return text;
	}
	snprintf(text, sizeof text, " (there may be more: %s)",
		 state->gap != NULL ? state->gap : "the search was stopped");
	return text;
}

static void forget_counts(void)
{
	progress_begin(&campaign.progress, campaign.options);
	if (campaign.outputs != NULL)
		outputs_clear(campaign.outputs);
}

/* One step of a search; false when it is to stop. */
static bool search_once(struct runner *runner, struct search *search)
{
	const struct report *report = &runner->board->report;

	judge_run(runner);
	if (report->verdict == VERDICT_UNCONTROLLED)
		refuse(runner);
	if (!search_saw(search)) {
		forget_counts();
		return true;
	}
	progress_saw(&campaign.progress, report);
	if (campaign.outputs != NULL && report->verdict != VERDICT_REDUNDANT)
		outputs_add(campaign.outputs, runner, campaign.progress.schedules);
	if (!verdict_fails(report->verdict) ||
	    only_leaked(runner, campaign.progress.schedules - 1))
		return true;
	if (!campaign.reported)
		report_failure(runner, campaign.progress.schedules);
	return campaign.options->keep_going;
}

static const char *run_search(void)
{
	struct runner *runner = &campaign.runner[0];
	struct search *search = search_new(runner);
	const char *ending;
	bool complete = false, going = true;

	while (going && campaign.progress.schedules < campaign.options->schedules) {
		runner_prepare(runner);
		complete = !search_next(search);
		going = !complete && search_once(runner, search);
	}
	if (going && !complete) {
		runner_prepare(runner);
		complete = !search_next(search);
	}
	ending = ending_of(search, complete);
	search_free(search);
	return ending;
}

/* -- all of it ----------------------------------------------------------------------------- */

static bool is_search(const struct options *options)
{
	return options->exhaustive || options->mode == STRATEGY_SEARCH;
}

int campaign_run(const struct options *given)
{
	static struct options options;
	struct token token;
	const char *ending = "";

	options = *given;
	if (options.replay != NULL) {
		token = token_read(options.replay);
		token_set_options(&token, &options);
		options.schedules = 1;
	}
	options.pass_output = options.schedules == 1 && options.replay == NULL &&
			      !options.outputs && options.expect == NULL &&
			      !is_search(&options);
	campaign.options = &options;
	campaign.jobs = is_search(&options) || options.schedules == 1 ? 1 : options.jobs;
	campaign.first_failing = campaign.leak_index = UINT64_MAX;
	judge_begin(&options);
	for (unsigned i = 0; i < campaign.jobs; i++)
		runner_start(&campaign.runner[i], &options, (int)i);
	if (options.outputs)
		campaign.outputs = outputs_new();
	progress_begin(&campaign.progress, &options);
	if (options.replay != NULL || options.schedules == 1)
		run_one(options.replay != NULL ? &token : NULL);
	else if (is_search(&options))
		ending = run_search();
	else
		run_batches();
	report_leak();
	progress_hide(&campaign.progress);
	if (campaign.outputs != NULL)
		outputs_print(campaign.outputs, stdout);
	progress_end(&campaign.progress, ending);
	for (unsigned i = 0; i < campaign.jobs; i++)
		runner_stop(&campaign.runner[i]);
	return campaign.progress.failing != 0 ? 1 : 0;
}
