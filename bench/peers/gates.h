/* SPDX-License-Identifier: MIT */
/* gates - how peers in C know that all tasks ran, hold their workers, and count bytes.
 *
 *	countdown_set(given.n);
 *	for (long i = 0; i < given.n; i++)
 *		push(count_down);
 *	countdown_wait();
 *
 * heddle's own programs do the same with the same means, so that what differs is the pool.
 *
 * Threads:  count_down, hold_worker and meet are called in workers, the others by the thread
 *           that runs the bench.
 * Time:     the waits have no limit: a peer that loses a task hangs, and the driver says so.
 */
#ifndef HEDDLE_PEERS_GATES_H
#define HEDDLE_PEERS_GATES_H

#include "tasks.h"

/* -- all of them ran -------------------------------------------------------------------------- */

void countdown_set(long n);
void count_down(void);
/* So many at once, by a thread that ran them. */
void count_down_by(long tasks);
/* Waits for the last of n; says if there were more.  Returns n. */
long countdown_wait(void);

/* -- workers that wait ------------------------------------------------------------------------ */

/* A task that stays until it is let go; held_wait waits until every worker is in one. */
void hold_worker(void);
void held_wait(void);
void held_release(void);

/* The task of `pool`: each waits for the others, and so needs a worker of its own. */
void meet_open(void);
void meet(void);
void meet_close(void);

/* -- memory ----------------------------------------------------------------------------------- */

/* Says how much the process has grown since memory_open, which lets go of what was used
 * before and kept. */
void memory_open(void);
void memory_say(void);

#endif
