/* SPDX-License-Identifier: MIT */
/* producers - the question whether more submitters get more in: threads that submit together.
 *
 *	static void push_some(long first, long last)
 *	{
 *		for (long i = first; i < last; i++)
 *			push(count_down);
 *	}
 *	...
 *	return produce(push_some);
 *
 * Threads:  `submit` is called in each producer; it submits the tasks from first up
 *           to, and without, last, which count down.
 */
#ifndef HEDDLE_PEERS_PRODUCERS_H
#define HEDDLE_PEERS_PRODUCERS_H

#include "tasks.h"

/* Timed from the moment when all producers may begin until the last of n tasks has run: the
 * start of their threads is not counted.  Returns n. */
long produce(void (*submit)(long first, long last));

#endif
