/* SPDX-License-Identifier: MIT */
#include "lanes.h"

#include <stdlib.h>
#include <string.h>

#include "lanes_private.h"
#include "report.h"
#include "runner.h"

/* -- which threads have a lane ------------------------------------------------------------- */

static bool takes_part(const struct schedule *schedule, unsigned thread)
{
	return schedule->life[thread].steps > 0 ||
	       schedule->report->thread[thread].state == THREAD_PENDING;
}

/* Of many threads those are shown that have to do with the failure, then the others in the
 * order of their numbers. */
static bool matters(const struct schedule *schedule, unsigned thread)
{
	const struct report *report = schedule->report;
	const struct race *race = &report->race[0];

	if (report->verdict == VERDICT_RACE && report->races == 1)
		return race->thread[0] == thread || race->thread[1] == thread;
	return thread == 0 || thread == schedule_failing_thread(schedule) ||
	       (report->thread[thread].state == THREAD_PENDING &&
		!report->thread[thread].could_run);
}

static void add_lane(struct lanes *lanes, unsigned thread)
{
	unsigned at = lanes->count++;

	for (; at > 0 && lanes->lane[at - 1].thread > thread; at--)
		lanes->lane[at] = lanes->lane[at - 1];
	lanes->lane[at] = (struct lane){.thread = thread,
					.title = texts_thread(lanes->texts, thread)};
}

static void choose_lanes(struct lanes *lanes)
{
	const struct schedule *schedule = &lanes->schedule;
	unsigned all = 0, most = MOST_LANES;

	for (unsigned i = 0; i < schedule->threads; i++)
		all += takes_part(schedule, i);
	if (all > MOST_LANES)
		most = MOST_LANES - 1;
	for (unsigned i = 0; i < schedule->threads && lanes->count < most; i++)
		if (takes_part(schedule, i) && matters(schedule, i))
			add_lane(lanes, i);
	for (unsigned i = 0; i < schedule->threads && lanes->count < most; i++)
		if (takes_part(schedule, i) && !matters(schedule, i))
			add_lane(lanes, i);
	if (all > MOST_LANES)
		lanes->lane[lanes->count++] =
			(struct lane){.others = true, .title = "others"};
}

unsigned lanes_lane_of(const struct lanes *lanes, unsigned thread)
{
	for (unsigned i = 0; i < lanes->count; i++)
		if (lanes->lane[i].others || lanes->lane[i].thread == thread)
			return i;
	return NO_LANE;
}

/* -- rows ---------------------------------------------------------------------------------- */

struct row *lanes_add_row(struct lanes *lanes)
{
	struct row *more;

	if ((lanes->rows & (lanes->rows - 1)) == 0) {
		more = realloc(lanes->row, (2 * lanes->rows + 1) * sizeof *more);
		if (more == NULL)
			die("out of memory");
		lanes->row = more;
	}
	lanes->row[lanes->rows] = (struct row){.number = "", .lane = NO_LANE};
	return &lanes->row[lanes->rows++];
}

void lanes_put(struct lanes *lanes, struct row *row, unsigned thread, const char *text,
	       const char *line)
{
	unsigned at = lanes_lane_of(lanes, thread);

	if (at == NO_LANE)
		return;
	row->lane = at;
	row->thread = thread;
	row->cell[at] = (struct cell){.text = text, .line = line};
}

/* What a thread is at while another does a step: | and : with a word where the thread has
 * just made way. */
static const char *meanwhile(struct lanes *lanes, unsigned thread, uint32_t step)
{
	struct schedule *schedule = &lanes->schedule;
	const struct event *event = &lanes->report->event[step];
	bool waits, just_left = thread == (step > 0 ? event[-1].thread : 0);
	uint8_t before = step > 0 ? event[-1].kind : OP_NONE;

	if (!schedule_lives(schedule, thread, step))
		return NULL;
	waits = schedule_waits(schedule, thread, step);
	if (!just_left)
		return waits ? ":" : "|";
	if (waits && before != OP_WAIT && before != OP_ARRIVE)
		return texts_format(
			lanes->texts, ": %s",
			texts_waiting(lanes->texts,
				      schedule_upcoming(schedule, thread, step)));
	if (waits)
		return ":";
	if (event->flags & EVENT_PREEMPTED)
		return "| preempted";
	return thread < 64 && !(event->ready >> thread & 1) ? "| spins" : "|";
}

static void add_step(struct lanes *lanes, uint32_t step)
{
	const struct event *event = &lanes->report->event[step];
	const struct step *shown = &lanes->schedule.step[step];
	const char *text = texts_operation(lanes->texts, event);
	struct row *row = lanes_add_row(lanes);

	row->number = texts_format(lanes->texts, "%u", step + 1);
	row->preempts = event->flags & EVENT_PREEMPTED;
	row->note = shown->note;
	for (unsigned i = 0; i < lanes->count; i++)
		if (!lanes->lane[i].others)
			row->cell[i].text = meanwhile(lanes, lanes->lane[i].thread, step);
	if (shown->times > 1)
		text = texts_format(lanes->texts, "%s, %u times", text, shown->times);
	lanes_put(lanes, row, event->thread, text,
		  texts_operation_line(lanes->texts, event));
}

static const char *duration(struct texts *texts, int64_t time)
{
	static const struct {
		int64_t size;
		const char *name;
	} units[] = {{1000000000, "s"}, {1000000, "ms"}, {1000, "us"}, {1, "ns"}};
	size_t at = 0;

	while (at < 3 && time < units[at].size)
		at++;
	return texts_format(texts, time < 1000 * units[0].size ? "%.4g %s" : "%.0f %s",
			    (double)time / (double)units[at].size, units[at].name);
}

/* The clock has moved before a step. */
static void add_time(struct lanes *lanes, const struct event *event)
{
	struct row *row = lanes_add_row(lanes);

	row->number = duration(lanes->texts, event->time);
	row->rule = event->flags & EVENT_ADVANCED ? "" : " (a timer fires early)";
}

/* Steps from..to are not shown. */
static void add_gap(struct lanes *lanes, uint32_t from, uint32_t to)
{
	const struct event *event = lanes->report->event;
	const char *more = texts_format(lanes->texts, "... %u more", to - from);
	struct row *row = lanes_add_row(lanes);

	for (uint32_t i = from; i < to; i++)
		if (event[i].thread != event[from].thread) {
			row->rule = texts_format(lanes->texts, " %u steps are not shown",
						 to - from);
			return;
		}
	for (unsigned i = 0; i < lanes->count; i++)
		if (!lanes->lane[i].others)
			row->cell[i].text =
				meanwhile(lanes, lanes->lane[i].thread, to - 1);
	lanes_put(lanes, row, event[from].thread, more, NULL);
}

static void add_steps(struct lanes *lanes)
{
	const struct event *event = lanes->report->event;
	uint32_t gap = NOWHEN;

	for (uint32_t i = 0; i < lanes->schedule.steps; i++) {
		const struct step *step = &lanes->schedule.step[i];

		if (step->hidden) {
			if (gap == NOWHEN && !step->repeated)
				gap = i;
			continue;
		}
		if (gap != NOWHEN)
			add_gap(lanes, gap, i);
		gap = NOWHEN;
		if (event[i].time != (i > 0 ? event[i - 1].time : 0))
			add_time(lanes, &event[i]);
		add_step(lanes, i);
	}
}

void lanes_print(FILE *out, struct texts *texts, const struct report *report, bool colour)
{
	struct lanes lanes = {.texts = texts, .report = report};

	lanes.schedule = schedule_of(texts, report);
	choose_lanes(&lanes);
	add_steps(&lanes);
	lanes_add_end(&lanes);
	if (lanes.rows > 0)
		lanes_paint(out, &lanes, colour);
	free(lanes.row);
	schedule_free(&lanes.schedule);
}
