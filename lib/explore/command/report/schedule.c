/* SPDX-License-Identifier: MIT */
#include "schedule.h"

#include <stdlib.h>
#include <string.h>

#include "runner.h"

/* -- reading ------------------------------------------------------------------------------- */

static void read_lives(struct schedule *schedule)
{
	for (uint32_t i = 0; i < schedule->threads; i++)
		schedule->life[i] = (struct life){.first = NOWHEN,
						  .created = NOWHEN,
						  .ended = NOWHEN,
						  .coming = NOWHEN};
	for (uint32_t i = schedule->steps; i-- > 0;) {
		const struct event *event = &schedule->report->event[i];
		struct life *life = &schedule->life[event->thread];

		schedule->step[i] = (struct step){.next = life->first, .times = 1};
		life->first = life->coming = i;
		life->steps++;
		if (event->kind == OP_END)
			life->ended = i;
		if (event->kind == OP_CREATE && event->second < schedule->threads)
			schedule->life[event->second].created = i;
	}
}

/* The steps before one that names a thread which the report does not know. */
static uint32_t count_steps(const struct report *report, uint32_t threads)
{
	uint32_t most = report->events < MAX_EVENTS ? report->events : MAX_EVENTS;

	for (uint32_t i = 0; i < most; i++)
		if (report->event[i].thread >= threads)
			return i;
	return most;
}

/* -- notes --------------------------------------------------------------------------------- */

static uint32_t last_at(const struct schedule *schedule, unsigned thread, uint64_t pc,
			uint32_t before)
{
	while (before-- > 0)
		if (schedule->report->event[before].thread == thread &&
		    schedule->report->event[before].pc == pc)
			return before;
	return NOWHEN;
}

static void note_race(struct schedule *schedule)
{
	const struct report *report = schedule->report;
	const struct race *race;
	uint32_t first, second;

	if (report->races == 0 || report->races > MAX_RACES)
		return;
	race = &report->race[report->races - 1];
	second = last_at(schedule, race->thread[1], race->pc[1], schedule->steps);
	first = last_at(schedule, race->thread[0], race->pc[0],
			second != NOWHEN ? second : schedule->steps);
	if (first != NOWHEN)
		schedule->step[first].note = "this access ...";
	if (second != NOWHEN && second == schedule->steps - 1)
		schedule->step[second].note = "... and this one: data race";
}

/* The last signal that found nobody, on a condition on which somebody waits at the end. */
static void note_lost_signal(struct schedule *schedule)
{
	const struct report *report = schedule->report;

	for (uint32_t i = schedule->steps; i-- > 0;) {
		const struct event *event = &report->event[i];

		if ((event->kind != OP_SIGNAL && event->kind != OP_BROADCAST) ||
		    !(event->flags & EVENT_FAILED))
			continue;
		for (uint32_t k = 0; k < schedule->threads; k++)
			if (report->thread[k].state == THREAD_PENDING &&
			    report->thread[k].pending.kind == OP_WAKE &&
			    report->thread[k].pending.address == event->address) {
				schedule->step[i].note = "this signal is lost";
				return;
			}
	}
}

bool schedule_ends_in_step(const struct schedule *schedule)
{
	const struct report *report = schedule->report;
	const char *mark = strstr(report->text, "<@");

	if (schedule->steps == 0)
		return false;
	switch ((enum verdict)report->verdict) {
	case VERDICT_RACE:
		return schedule->step[schedule->steps - 1].note != NULL;
	case VERDICT_MISUSE:
	case VERDICT_USE_AFTER_FREE:
	case VERDICT_DOUBLE_FREE:
		return mark != NULL && strtoull(mark + 2, NULL, 16) ==
					       report->event[schedule->steps - 1].pc;
	default:
		return false;
	}
}

/* -- the whole ----------------------------------------------------------------------------- */

struct schedule schedule_of(struct texts *texts, const struct report *report)
{
	struct schedule schedule = {.texts = texts, .report = report};

	schedule.threads =
		report->threads < MAX_REPORTED ? report->threads : MAX_REPORTED;
	schedule.steps = count_steps(report, schedule.threads);
	schedule.step = malloc((schedule.steps + 1) * sizeof *schedule.step);
	schedule.life = malloc((schedule.threads + 1) * sizeof *schedule.life);
	if (schedule.step == NULL || schedule.life == NULL)
		die("out of memory");
	read_lives(&schedule);
	if (report->verdict == VERDICT_RACE)
		note_race(&schedule);
	if (report->verdict == VERDICT_LOST_WAKEUP)
		note_lost_signal(&schedule);
	schedule_hide(&schedule);
	return schedule;
}

void schedule_free(struct schedule *schedule)
{
	free(schedule->step);
	free(schedule->life);
	*schedule = (struct schedule){0};
}

/* -- threads ------------------------------------------------------------------------------- */

const struct event *schedule_upcoming(struct schedule *schedule, unsigned thread,
				      uint32_t step)
{
	const struct thread_report *report = &schedule->report->thread[thread];
	struct life *life = &schedule->life[thread];

	while (life->coming != NOWHEN && life->coming <= step)
		life->coming = schedule->step[life->coming].next;
	if (life->coming != NOWHEN)
		return &schedule->report->event[life->coming];
	return report->state == THREAD_PENDING && report->pending.kind != OP_NONE
		       ? &report->pending
		       : NULL;
}

bool schedule_lives(const struct schedule *schedule, unsigned thread, uint32_t step)
{
	const struct life *life = &schedule->life[thread];

	return (life->created == NOWHEN || life->created < step) &&
	       (life->ended == NOWHEN || life->ended >= step);
}

bool schedule_waits(struct schedule *schedule, unsigned thread, uint32_t step)
{
	const struct event *upcoming = schedule_upcoming(schedule, thread, step);
	uint64_t ready = schedule->report->event[step].ready;

	return upcoming != NULL && thread < 64 && !(ready >> thread & 1) &&
	       *texts_waiting(schedule->texts, upcoming) != '\0';
}

unsigned schedule_failing_thread(const struct schedule *schedule)
{
	for (unsigned i = 0; i < schedule->threads; i++)
		if (schedule->report->thread[i].state == THREAD_RUNNING)
			return i;
	return schedule->steps > 0 ? schedule->report->event[schedule->steps - 1].thread
				   : 0;
}
