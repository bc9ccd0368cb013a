/* SPDX-License-Identifier: MIT */
/* heddle_pool - what the benches of heddle's side share: an executor whose threads all run
 * before the clock does, room for futures, the empty task.
 *
 *	static const struct bench benches[] = {
 *		{"submit", pool_open, submit, pool_close},
 *		{0},
 *	};
 *
 * Errors:   a call that heddle refuses ends the program with the name of the call and the
 *           reason (bench_stop).
 * Threads:  all of these are for the thread that runs the bench.
 * Memory:   the pool's; pool_close gives everything back.
 * Time:     pool_hold and pool_open wait for threads to start.
 */
#ifndef HEDDLE_POOL_BENCH_H
#define HEDDLE_POOL_BENCH_H

#include "bench.h"
#include "heddle.h"

extern struct pool {
	hd_executor *executor;
	int workers;
	long n;
	hd_future **futures; /* room for n */
} pool;

/* The executor, with all its workers started, and the room. */
const char *pool_open(const struct bench_case *c);
void pool_close(void);

/* The empty task: gives back what it is given. */
void *pool_empty(void *arg);

/* Submits the empty task with 0, 1, ..., n - 1. */
void pool_submit_all(void);

/* Takes the results of all n futures, checks their sum, and gives the references back. */
void pool_take_all(void);

/* Gives back the references to all n futures. */
void pool_unref_all(void);

/* 0 + 1 + ... + (n - 1): what the results of all n empty tasks add up to. */
long pool_sum(void);

/* Says that the sum of the results is wrong, if it is. */
void pool_check_sum(long sum);

/* Every worker waits in a task of its own, so that what is submitted now stays queued... */
void pool_hold(void);
/* ... until this. */
void pool_release(void);

/* A call that has to succeed. */
static inline void must(int code, const char *call)
{
	if (code)
		bench_stop("%s: %s", call, hd_strerror(code));
}

#endif
