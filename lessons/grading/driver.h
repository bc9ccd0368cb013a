/* SPDX-License-Identifier: MIT */
/* driver - what the cases of an assignment need to put a submission to the test.
 *
 *	static void fifo(void)
 *	{
 *		...
 *		said("pop: %ld", value);
 *	}
 *
 *	const struct test_case test_cases[] = {{"fifo", fifo}, {NULL, NULL}};
 *
 * The program is started as `case NAME NONCE VALUE...`, once a schedule, under explore.  What
 * a case has seen it says, line by line; whether that is right is decided outside of the
 * process, where the values were drawn.  A last line, "end NONCE", is printed only by main, so
 * that whoever leaves early has said nothing.
 *
 * Errors:   a mistake in a case ends the program with status 70: that is a grader's error.
 * Threads:  start and join_all, from main only; the others from any.
 * Memory:   none of a case's.
 * Time:     virtual.
 */
#ifndef GRADING_DRIVER_H
#define GRADING_DRIVER_H

#include <stdbool.h>

struct test_case {
	const char *name;
	void (*run)(void);
};

/* The assignment's; the last one has no name. */
extern const struct test_case test_cases[];

/* The values that were drawn for this run, from 1 on: all different, above 9999. */
enum { VALUES = 12 };
long drawn(int number);

/* A line of what has happened.  What threads say that nothing orders comes in the order in which
 * it happened, which another schedule may turn around. */
void said(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A higher number each time, whoever asks: what came before what.  Unlike a gate it orders
 * nothing, and so it hides no data race. */
long tick(void);

/* -- threads, and how they wait for each other ------------------------------------------------ */

/* Threads of the case, at most 16. */
void start(void *(*go)(void *), void *argument);
void join_all(void);

/* Returns when every other thread waits.  Only in a test with `time: frozen`, where the clock
 * stands still while anybody can go on; who polls instead of waiting never gets there. */
void settle(void);

/* Gates 0 to 15, closed at first: to pass one is to wait until somebody has opened it. */
void gate_open(int gate);
void gate_pass(int gate);

/* A rendezvous: waits until so many threads are here at once, and is true; or false, when nobody
 * could do anything for a month.  Only in a test with `time: frozen`.  Places 0 to 15. */
bool meet(int place, int threads);

/* -- time ------------------------------------------------------------------------------------- */

/* Milliseconds since the run began, and a pause of so many.  Virtual, both. */
long now_ms(void);
void pause_ms(long milliseconds);

/* -- what the submission takes, and what it is refused ---------------------------------------- */

/* Blocks that the submission has allocated and not freed; threads that it has started. */
long blocks_left(void);
long threads_started(void);

/* The submission's k-th allocation, or creation of a thread, from now on fails; 0: none does. */
void fail_allocation(long k);
void fail_thread(long k);

#endif
