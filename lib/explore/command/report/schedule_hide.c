/* SPDX-License-Identifier: MIT */
/* schedule_hide - the steps of a schedule that a reader can do without. */
#include "schedule.h"

/* A thread's steps in a row are shown up to RUN_MOST, of more the first and the last; of all
 * steps at most HEAD and TAIL. */
enum { RUN_MOST = 14, RUN_ENDS = 6, HEAD = 40, TAIL = 80 };

/* b does again what a did, without another thread between. */
static bool same(const struct event *a, const struct event *b)
{
	const unsigned how = EVENT_FAILED | EVENT_TIMED_OUT;

	return a->thread == b->thread && a->kind == b->kind && a->address == b->address &&
	       a->second == b->second && a->pc == b->pc && a->chosen == b->chosen &&
	       (a->flags & how) == (b->flags & how) && !(b->flags & EVENT_SWITCHED) &&
	       (a->time == b->time || op_looks((enum op_kind)a->kind));
}

static void hide_repeated(struct schedule *schedule)
{
	uint32_t shown = 0;

	for (uint32_t i = 1; i < schedule->steps; i++) {
		const struct event *event = schedule->report->event;

		if (schedule->step[i].note == NULL &&
		    schedule->step[shown].note == NULL &&
		    same(&event[shown], &event[i])) {
			schedule->step[i].hidden = schedule->step[i].repeated = true;
			schedule->step[shown].times++;
		} else {
			shown = i;
		}
	}
}

/* Hides those of a range that are neither among the first nor the last. */
static void hide_middle(struct schedule *schedule, uint32_t from, uint32_t to,
			uint32_t head, uint32_t tail)
{
	uint32_t visible = 0, seen = 0;

	for (uint32_t i = from; i < to; i++)
		visible += !schedule->step[i].hidden;
	for (uint32_t i = from; i < to; i++) {
		if (schedule->step[i].hidden)
			continue;
		if (seen >= head && seen + tail < visible &&
		    schedule->step[i].note == NULL)
			schedule->step[i].hidden = true;
		seen++;
	}
}

static void hide_runs(struct schedule *schedule)
{
	uint32_t from = 0, visible = 0;

	for (uint32_t i = 0; i <= schedule->steps; i++) {
		if (i < schedule->steps && schedule->report->event[i].thread ==
						   schedule->report->event[from].thread) {
			visible += !schedule->step[i].hidden;
			continue;
		}
		if (visible > RUN_MOST)
			hide_middle(schedule, from, i, RUN_ENDS, RUN_ENDS);
		from = i;
		visible = 1;
	}
}

void schedule_hide(struct schedule *schedule)
{
	hide_repeated(schedule);
	hide_runs(schedule);
	hide_middle(schedule, 0, schedule->steps, HEAD, TAIL);
}
