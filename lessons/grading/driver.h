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
 * Threads:  said, from main only; start, join_all and settle, too; the others from any.
 * Memory:   none of a case's.
 * Time:     virtual.
 */
#ifndef GRADING_DRIVER_H
#define GRADING_DRIVER_H

struct test_case {
	const char *name;
	void (*run)(void);
};

/* The assignment's; the last one has no name. */
extern const struct test_case test_cases[];

/* The values that were drawn for this run, from 1 on: all different, above 9999. */
enum { VALUES = 12 };
long drawn(int number);

/* A line of what has happened. */
void said(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Threads of the case, at most 16. */
void start(void *(*go)(void *), void *argument);
void join_all(void);

/* Returns when every other thread waits.  Only in a test with `time: frozen`, where the clock
 * stands still while anybody can go on; who polls instead of waiting never gets there. */
void settle(void);

/* Blocks that the submission has allocated and not freed. */
long blocks_left(void);

/* The submission's k-th allocation from now on fails; 0: none does. */
void fail_allocation(long k);

#endif
