/* SPDX-License-Identifier: MIT */
/* by_handle - the benches of a peer whose tasks are pushed and whose results are taken one by
 * one.  Who includes this defines push_task and take_result, and opens the pool.
 *
 *	static const struct bench benches[] = {
 *		{"submit", open_pool, submit, close_pool},
 *		{"memory", open_pool, memory, close_pool},
 *
 * Room is needed for TASKS(given) tasks at once.  Before `grain` grain_open is called, before
 * `memory` memory_open.
 */
#ifndef HEDDLE_PEERS_BY_HANDLE_H
#define HEDDLE_PEERS_BY_HANDLE_H

#include "gates.h"

#define TASKS(of) ((of).n + (of).workers + SLEEPERS)

/* Submits task number i, whose result is work(i); waits for that result. */
static void push_task(long i, long (*work)(long i));
static long take_result(long i);

/* -- what tasks do ---------------------------------------------------------------------------- */

static inline long empty(long i)
{
	return (long)empty_task((void *)i);
}

static inline long hold(long i)
{
	hold_worker();
	return i;
}

/* -- the benches ------------------------------------------------------------------------------ */

static inline void push_all(long tasks, long (*work)(long i))
{
	for (long i = 0; i < tasks; i++)
		push_task(i, work);
}

/* The sum of the results. */
static inline long take_all(long tasks)
{
	long sum = 0;

	for (long i = 0; i < tasks; i++)
		sum += take_result(i);
	return sum;
}

static inline long submit(void)
{
	push_all(given.n, empty);
	return check_sum(take_all(given.n));
}

static inline long ask(long i)
{
	push_task(i, empty);
	return take_result(i);
}

static inline long ask_all(void)
{
	return round_trips(ask);
}

static inline long grains(void)
{
	push_all(given.n, grain_work);
	return grain_check(take_all(given.n));
}

static inline long sleepers(void)
{
	push_all(SLEEPERS, sleepers_sleep);
	return sleepers_check(take_all(SLEEPERS));
}

/* So many tasks behind workers that are held. */
static inline void push_behind_held(void)
{
	for (int i = 0; i < given.workers; i++)
		push_task(given.n + i, hold);
	held_wait();
	push_all(given.n, empty);
}

static inline long memory(void)
{
	push_behind_held();
	memory_say();
	held_release();
	for (int i = 0; i < given.workers; i++)
		take_result(given.n + i);
	return check_sum(take_all(given.n));
}

#endif
