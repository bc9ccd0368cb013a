/* SPDX-License-Identifier: MIT */
/* schedule - what a reader has to see of a run's steps, and what each thread is at meanwhile.
 */
#ifndef EXPLORE_SCHEDULE_H
#define EXPLORE_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "texts.h"

#define NOWHEN UINT32_MAX

/* A step, which has the number of its event. */
struct step {
	bool hidden;
	bool repeated;	  /* the same as the shown one before it, which counts it */
	uint32_t times;	  /* it was done so often in a row */
	uint32_t next;	  /* the thread's next step, or NOWHEN */
	const char *note; /* what is special about it, or NULL */
};

/* A thread: from the step that created it to its last. */
struct life {
	uint32_t first;	  /* its first step, or NOWHEN */
	uint32_t created; /* the step that did it; NOWHEN: it was there from the start */
	uint32_t ended;	  /* NOWHEN: it lived to the end */
	uint32_t steps;
	uint32_t coming; /* where schedule_upcoming was last */
};

struct schedule {
	struct texts *texts;
	const struct report *report;
	uint32_t steps;
	struct step *step;
	uint32_t threads;
	struct life *life;
};

struct schedule schedule_of(struct texts *texts, const struct report *report);
void schedule_free(struct schedule *schedule);

/* Hides what only repeats, and the middle of what is long; never a step with a note. */
void schedule_hide(struct schedule *schedule);

/* What the thread will do next after a step; NULL if nothing is known of it.  For a thread,
 * steps are asked in the order of their numbers. */
const struct event *schedule_upcoming(struct schedule *schedule, unsigned thread,
				      uint32_t step);

/* True if the thread lives at a step that is not its own. */
bool schedule_lives(const struct schedule *schedule, unsigned thread, uint32_t step);

/* True if it could not go on instead at that step; asked in order, too. */
bool schedule_waits(struct schedule *schedule, unsigned thread, uint32_t step);

/* The thread in which the run came to its end. */
unsigned schedule_failing_thread(const struct schedule *schedule);

/* True if the last step is itself what went wrong; else that came after it. */
bool schedule_ends_in_step(const struct schedule *schedule);

#endif
