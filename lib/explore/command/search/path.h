/* SPDX-License-Identifier: MIT */
/* path - the steps of a run, and what happened before what.
 *
 * A step happens before a later one if they are dependent, or if a chain of such steps leads
 * from one to the other: in no equivalent order can they change places.  Of each step is
 * known, by a vector clock, which steps happen before it.
 *
 *	path_cut(&path, length);           // what a new run changes is forgotten
 *	path_consider(&path, &event);      // its next step: who are its rivals?
 *	for (i = 0; i < path.rivals; i++)
 *		... path.rival[i] ...
 *	path_accept(&path);
 *
 * A rival of a step is an earlier step of another thread that could have been done after it
 * instead, with nothing else in between that would have to be reversed too.  Where the rival
 * may have let the step wait, such as the first of two locks, "nothing in between" does not
 * count: what lies in between, such as the unlock, may be due to that wait.
 */
#ifndef EXPLORE_PATH_H
#define EXPLORE_PATH_H

#include <stdint.h>

#include "dependence.h"

enum { PATH_THREADS = 64 }; /* only numbers below it may occur */

#define NO_STEP UINT32_MAX

struct step {
	struct event event;
	uint32_t own; /* it is its thread's own-th step on the path, from 1 */
	uint32_t
		previous; /* the thread's step before, or the one that created it, or NO_STEP */
	uint32_t
		moment; /* where the clock moved last: all steps before that happen before */
	uint32_t clock
		[PATH_THREADS]; /* steps of each thread that happen before this, or are it */
};

struct path {
	struct step *step; /* step[length] is the one that is considered */
	uint32_t length;
	uint32_t threads;	       /* numbers used so far are below */
	uint32_t latest[PATH_THREADS]; /* each thread's last step, or NO_STEP */
	uint32_t *rival;
	uint32_t rivals;
	uint32_t room;
};

void path_init(struct path *path);
void path_free(struct path *path);

/* Only the first `length` steps remain. */
void path_cut(struct path *path, uint32_t length);

/* Says of an event, as if it were next, what happens before it and who its rivals are.  The
 * clock of the step does not yet know of moves of the clock: as a rival of a step before such
 * a move, it would have come before the move. */
void path_consider(struct path *path, const struct event *event);

/* The event considered last is the next step. */
void path_accept(struct path *path);

/* Whether step a happens before step b, or is it. */
static inline bool path_before(const struct path *path, uint32_t a, uint32_t b)
{
	const struct step *first = &path->step[a];

	return path->step[b].clock[first->event.thread] >= first->own;
}

#endif
