/* SPDX-License-Identifier: MIT */
/* search - all schedules, each once; or those with few preemptions.
 *
 *	struct search *search = search_new(&runner);
 *
 *	while (search_next(search)) {     // writes the order on the board
 *		runner_run(&runner);
 *		if (!search_saw(search))  // reads the report
 *			...                   // all counts so far are void: it begins again
 *	}
 *	if (search_state(search)->gap == NULL)
 *		...                       // these were all
 *
 * The search keeps one path, that of the last run, and goes depth first (stateless model
 * checking; Godefroid, "Model Checking for Programming Languages using VeriSoft", POPL 1997).
 * At each step it knows which threads are still to be tried there.  A thread is added when a
 * run shows that its step and another one race there (Flanagan, Godefroid, "Dynamic
 * partial-order reduction", POPL 2005; see reversal.h).  Threads that were tried fall asleep
 * until a step depends on theirs, so that no two complete runs are equivalent (Godefroid's
 * sleep sets).  A run that comes to a state where all who can go on are asleep is redundant.
 *
 * The bounded search (--mode dfs) adds all threads where one is wanted, also where the thread
 * in question was switched to, and leaves nobody asleep, as a schedule of few preemptions may
 * be equivalent to one with many (Coons, Musuvathi, McKinley, "Bounded partial-order
 * reduction", OOPSLA 2013).  It runs first what has no preemption, then one, and so on.
 */
#ifndef EXPLORE_SEARCH_H
#define EXPLORE_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

struct runner;
struct search;

struct search_state {
	uint64_t schedules;   /* run since the last beginning, each different */
	uint64_t redundant;   /* runs that showed nothing new */
	unsigned preemptions; /* of the bounded search: how many may be, so far */
	const char *gap; /* why there may be more schedules than those run, or NULL */
};

/* Exhaustive if the runner's options say so, else bounded by their depth. */
struct search *search_new(struct runner *runner);
void search_free(struct search *search);

/* Completes the order on the runner's board, which has been prepared; false at the end. */
bool search_next(struct search *search);

/* Learns from the report of the run.  False if the run taught new racing places (unless a
 * race is a failure): the search begins again, with them as steps. */
bool search_saw(struct search *search);

const struct search_state *search_state(const struct search *search);

#endif
