/* SPDX-License-Identifier: MIT */
/* probe - a program of many small cases, each run in a process of its own.
 *
 *	static void new_is_pending(void)
 *	{
 *		hd_future *f;
 *
 *		OK(hd_future_new(&f));
 *		CHECK_INT(hd_future_state(f), HD_PENDING);
 *		hd_future_unref(f);
 *	}
 *
 *	static const probe_case cases[] = {
 *		CASE(new_is_pending, "a new future is pending"),
 *		NO_MORE_CASES,
 *	};
 *
 *	int main(int argc, char **argv)
 *	{
 *		return probe_main(argc, argv, cases);
 *	}
 *
 * `probe --list` prints the cases; `probe CASE` runs one under a watchdog.  A case ends with
 * status 0, with 1 and one line on stderr at the first check that fails, with 77 when it
 * cannot run here, and is killed with "hang in CASE" when it takes longer than 60 seconds
 * (times the environment's PROBE_LIMIT; twice that under a sanitizer).
 *
 * No case arranges an order by sleeping: it uses gates, or waits until a thread is seen to
 * sleep in the kernel (runner_asleep).
 */
#ifndef PROBE_H
#define PROBE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heddle.h"

typedef struct probe_case {
	const char *name, *about;
	void (*run)(void);
} probe_case;

/* clang-format off */
#define CASE(function, about) {#function, about, function}
#define NO_MORE_CASES {NULL, NULL, NULL}
/* clang-format on */

int probe_main(int argc, char **argv, const probe_case *cases);

/* -- checks: the first that fails ends the case ------------------------------------------ */

#define CHECK(condition)                                                                 \
	((condition) ? (void)0                                                           \
		     : probe_fail(__FILE__, __LINE__, "%s is false", #condition))
#define CHECK_INT(actual, expected)                                                      \
	probe_int((intmax_t)(actual), (intmax_t)(expected), #actual, __FILE__, __LINE__)
#define CHECK_PTR(actual, expected)                                                      \
	probe_ptr((actual), (expected), #actual, __FILE__, __LINE__)
#define CHECK_STR(actual, expected)                                                      \
	probe_str((actual), (expected), #actual, __FILE__, __LINE__)
#define CHECK_CODE(call, expected)                                                       \
	probe_code((call), (expected), #call, __FILE__, __LINE__)
#define OK(call) CHECK_CODE(call, HD_OK)
/* The value, compared with both ends: for times. */
#define CHECK_WITHIN(value, least, most)                                                 \
	probe_within((double)(value), (least), (most), #value, __FILE__, __LINE__)

_Noreturn void probe_fail(const char *file, int line, const char *format, ...)
	HD_PRINTF(3, 4);
void probe_int(intmax_t actual, intmax_t expected, const char *what, const char *file,
	       int line);
void probe_ptr(const void *actual, const void *expected, const char *what,
	       const char *file, int line);
void probe_str(const char *actual, const char *expected, const char *what,
	       const char *file, int line);
void probe_code(int actual, int expected, const char *call, const char *file, int line);
void probe_within(double value, double least, double most, const char *what,
		  const char *file, int line);

/* Printed with a check that fails and with a hang: what the case was at. */
extern char probe_note[200];

/* Ends the case: it cannot run here, and that is why. */
_Noreturn void probe_skip(const char *why);

/* n, or a tenth of it under a sanitizer, at least 1: for counts of rounds.  The environment's
 * PROBE_SCALE sets another part. */
int probe_scaled(int n);

/* Is the program built with AddressSanitizer or ThreadSanitizer? */
bool probe_sanitized(void);

/* Runs body in a child of fork() with a watchdog of its own; gives its exit status, or 128
 * plus the signal that killed it.  A child that returns from body leaves with _exit(0). */
int probe_fork(void (*body)(void));

/* -- gates ------------------------------------------------------------------------------ */

/* Somebody waits until it is open; somebody waits until n have arrived. */
typedef struct gate {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool open;
	int arrived;
} gate;
/* clang-format off */
#define GATE {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, 0}
/* clang-format on */

void gate_open(gate *g);
void gate_wait(gate *g);
bool gate_is_open(gate *g);
void gate_arrive(gate *g);
void gate_await(gate *g, int arrivals);
int gate_arrived(gate *g);

/* -- what happened, in order, as one line of words ----------------------------------------- */

typedef struct journal {
	pthread_mutex_t lock;
	char text[4000];
} journal;
/* clang-format off */
#define JOURNAL {PTHREAD_MUTEX_INITIALIZER, ""}
/* clang-format on */

void journal_add(journal *j, const char *format, ...) HD_PRINTF(2, 3);
#define CHECK_JOURNAL(j, expected) probe_journal((j), (expected), __FILE__, __LINE__)
void probe_journal(journal *j, const char *expected, const char *file, int line);

/* -- a thread that the library knows nothing about ------------------------------------------ */

typedef struct runner {
	pthread_t thread;
	_Atomic int tid;
	hd_fn *fn;
	void *arg;
	atomic_bool ended;
} runner;

void runner_start(runner *r, hd_fn *fn, void *arg);
void *runner_join(runner *r);

/* Returns when the thread sleeps in the kernel, or has ended.  The checks around it hold in
 * whatever order things happen; this makes the interesting order the one that does. */
void runner_asleep(runner *r);
void thread_asleep(int tid);

/* -- tasks and futures that many cases need ------------------------------------------------- */

#define PTR(n) ((void *)(intptr_t)(n))
#define INT(p) ((intptr_t)(p))

void *task_same(void *arg);    /* returns arg */
void *task_square(void *n);    /* returns n * n */
void *task_fail(void *code);   /* raises code: "failed with CODE" */
void *task_hold(void *gate);   /* arrives at the gate, waits until it is open */
void *task_count(void *count); /* adds 1 to an atomic_int */

/* An argument's drop, a result's free: how many, and the last. */
extern atomic_int drops, frees;
void count_drop(void *arg);
void count_free(void *result);

/* A callback that adds 1 to an atomic_int. */
void *callback_count(hd_future *f, void *count);

/* A future made by hand, in that state; FINISHED has the value 42. */
hd_future *future_in(hd_state state);
hd_future *future_failed(int code, const char *message);

/* The value of a future, which must have one. */
void *value_of(hd_future *f);

/* The failure of a future, which must have failed with that code. */
hd_error failure_of(hd_future *f, int code);

hd_executor *executor_of(int workers);

/* Runs fn(arg) as a task of *executor, a new one with that many workers, and gives its result. */
void *run_in_task(hd_executor **executor, int workers, hd_fn *fn, void *arg);

/* Submits and gives the future; the case fails if that fails. */
hd_future *submit(hd_executor *ex, hd_fn *fn, void *arg);

/* One worker that is inside task_hold(g) and stays there until the gate opens; whatever is
 * submitted next is queued behind it. */
hd_executor *executor_held(gate *g);

/* Seconds since some moment. */
double now(void);

#endif
