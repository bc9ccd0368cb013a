/* SPDX-License-Identifier: MIT */
/* program - what the small programs of this folder share.
 *
 * Each program has two forms in one file: the wrong one, and with FIX defined the right
 * one.  Its first comment says what is wrong and what comes of it, and ends with lines
 * that a test reads, one key each:
 *
 *	verdict: WORD...   what explore may say of the wrong form: deadlock, lost-wakeup,
 *	                   livelock, race, misuse, leaked-thread, use-after-free,
 *	                   double-free, assertion, crash; or passed, if nothing is wrong
 *	granularity: WORD  sync: the calls to libpthread are enough to find it; memory:
 *	                   only a program built with explore-cc shows it
 *	options: OPTION... what explore needs to be told, for either form; may be missing
 *	exhaustive: COUNT  --exhaustive ends on the right form after so many schedules; or
 *	                   `yes`, if nobody has counted them by hand; `no` if it need not
 *	                   end, as with a program that spins
 *	exhaustive-memory: COUNT
 *	                   the same of a program built with explore-cc, where it differs
 *	outputs: COUNT     the right form can print so many different texts
 *
 * A count is one of schedules that differ in more than the order of independent
 * operations.  Where it is given, the comment before main derives it.  Such a count rests
 * on this: starts, ends and joins of threads have one possible order with what they
 * depend on, so all that makes a difference is the order of operations on the same mutex,
 * condition and so on.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

/* The assertions are what these programs are for. */
#undef NDEBUG

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Runs two threads to their end. */
static inline void run_both(void *(*first)(void *), void *(*second)(void *))
{
	pthread_t threads[2];

	pthread_create(&threads[0], NULL, first, NULL);
	pthread_create(&threads[1], NULL, second, NULL);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
}

/* Runs `count` threads to their end; each gets its number, from 0, as its argument. */
static inline void run_numbered(int count, void *(*work)(void *))
{
	pthread_t threads[16];

	assert(count <= 16);
	for (int i = 0; i < count; i++)
		pthread_create(&threads[i], NULL, work, (void *)(intptr_t)i);
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

#endif
