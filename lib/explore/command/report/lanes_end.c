/* SPDX-License-Identifier: MIT */
/* lanes_end - how a schedule that fails comes to its end, as the last row of its table. */
#include <stdlib.h>
#include <string.h>

#include "lanes_private.h"
#include "report.h"

/* The line where a thread stands: inside a library, that of the call into it. */
static const char *waiting_line(const struct lanes *lanes, unsigned thread)
{
	const struct event *pending = &lanes->report->thread[thread].pending;
	const char *line = texts_operation_line(lanes->texts, pending);
	uint64_t top = texts_stack_top(lanes->texts, thread);

	return texts_is_users(lanes->texts, pending->pc) || top == 0
		       ? line
		       : texts_line(lanes->texts, top);
}

/* Everybody as they stand, with what they would do next. */
static void add_standstill(struct lanes *lanes)
{
	struct row *row = lanes_add_row(lanes);

	for (unsigned i = 0; i < lanes->schedule.threads; i++) {
		const struct thread_report *thread = &lanes->report->thread[i];
		unsigned at = lanes_lane_of(lanes, i);
		const char *text;

		if (thread->state != THREAD_PENDING || at == NO_LANE)
			continue;
		text = texts_waiting(lanes->texts, &thread->pending);
		if (thread->could_run || *text == '\0')
			text = texts_operation(lanes->texts, &thread->pending);
		row->cell[at].text = texts_format(lanes->texts, "%c %s",
						  thread->could_run ? '|' : ':', text);
		row->cell[at].line = waiting_line(lanes, i);
	}
	row->note = verdict_name(lanes->report->verdict);
}

/* The place that the report names, or else where its thread stands. */
static uint64_t failing_place(const struct lanes *lanes, unsigned thread)
{
	const char *mark = strstr(lanes->report->text, "<@");

	return mark != NULL ? strtoull(mark + 2, NULL, 16)
			    : texts_stack_top(lanes->texts, thread);
}

/* The access that raced, where it is not among the steps. */
static const char *raced(const struct lanes *lanes, unsigned thread)
{
	const struct report *report = lanes->report;
	const struct race *race = &report->race[report->races - 1];

	if (report->races == 0 || report->races > MAX_RACES || race->thread[1] != thread)
		return "fails";
	return texts_format(lanes->texts, "%s %s",
			    race->frees[1]    ? "free"
			    : race->writes[1] ? "write"
					      : "read",
			    texts_data(lanes->texts, race->address));
}

/* What went wrong after the last step, in the thread that did it. */
static void add_failure(struct lanes *lanes)
{
	enum verdict verdict = lanes->report->verdict;
	unsigned thread = schedule_failing_thread(&lanes->schedule);
	const char *what = "fails";

	if (verdict == VERDICT_RACE)
		what = raced(lanes, thread);
	if (verdict == VERDICT_CRASH)
		what = "crashes";
	if (verdict == VERDICT_EXIT_STATUS || verdict == VERDICT_OUTPUT ||
	    verdict == VERDICT_LEAKED_THREAD)
		what = "ends";
	lanes_put(lanes, lanes_add_row(lanes), thread, what,
		  texts_line(lanes->texts, failing_place(lanes, thread)));
	lanes->row[lanes->rows - 1].note = verdict_name(verdict);
}

void lanes_add_end(struct lanes *lanes)
{
	enum verdict verdict = lanes->report->verdict;
	struct row *last = lanes->rows > 0 ? &lanes->row[lanes->rows - 1] : NULL;

	if (!verdict_fails(verdict))
		return;
	if (verdict_stands_still(verdict))
		add_standstill(lanes);
	else if (!schedule_ends_in_step(&lanes->schedule))
		add_failure(lanes);
	else if (last != NULL && last->note == NULL)
		last->note = verdict_name(verdict);
}
