/* SPDX-License-Identifier: MIT */
/* search_private - what a search knows between two runs.
 */
#ifndef EXPLORE_SEARCH_PRIVATE_H
#define EXPLORE_SEARCH_PRIVATE_H

#include "path.h"
#include "runner.h"
#include "search.h"

/* Steps at whose place others are tried.  Nobody will see the end of a longer search. */
enum { LONGEST_PATH = 16384 };

/* What a thread did that has been tried. */
struct tried {
	struct event event;
	struct tried *next;
};

/* The state before a step of the path. */
struct node {
	uint64_t ready;	 /* threads that can go on there, as bits */
	uint64_t wanted; /* those to try, or tried */
	uint64_t done;	 /* those tried in all ways */
	uint64_t asleep;
	struct tried *tried;
	uint32_t preemptions; /* on the way there */
	uint32_t entered;     /* the step at which its thread was switched to */
	uint16_t thread;      /* now tried ... */
	uint8_t chosen;	      /* ... in this way */
	bool costs;	      /* another thread than the one before preempts that */
};

struct search {
	struct search_state state;
	struct runner *runner;
	bool bounded, began;
	bool cut; /* by the bound on preemptions */
	struct path path;

	/* Of each step of the path; at the last, the next run parts from it. */
	struct node *node;
	uint32_t nodes;

	struct event sleeper[PATH_THREADS]; /* what they would do, by thread, if ... */
	uint64_t asleep;		    /* ... asleep before the last node's step */
};

static inline uint64_t thread_bit(unsigned thread)
{
	return UINT64_C(1) << thread;
}

/* There may be schedules that the search will not see; the first reason counts. */
void search_leave_gap(struct search *search, const char *why);

/* Back to the beginning. */
void search_forget_path(struct search *search);

#endif
