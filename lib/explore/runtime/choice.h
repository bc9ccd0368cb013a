/* SPDX-License-Identifier: MIT */
/* choice - who could go on now, and who does.
 */
#ifndef EXPLORE_CHOICE_H
#define EXPLORE_CHOICE_H

#include "thread.h"

struct choice {
	struct thread *next;  /* NULL: nobody lives any more */
	uint64_t could_go_on; /* bit N: thread number N < 64 */
	bool advanced;	      /* the clock moved first, as nobody could */
};

/* Chooses who goes on after `last`; ends the run if nobody ever can.  A departure from the
 * default is written into the report. */
struct choice choice_make(struct thread *last);

/* Whether the thread's pending operation could be done now. */
bool choice_can_run(const struct thread *thread);

/* True for a plain access to memory. */
bool choice_is_plain(const struct op *op);

/* How many steps in a row `thread` has had; a run is interrupted when it is long. */
void choice_count_run(const struct thread *thread, const struct thread *last);

#endif
