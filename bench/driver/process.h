/* SPDX-License-Identifier: MIT */
/* process - a measuring program that stays resident and takes orders.
 *
 *	struct process_spec spec = {"build/release/bench/submit", "-", 2, NULL, -1};
 *	struct process *p = process_start(&spec);
 *	struct measurement m;
 *
 *	if (process_open(p, "submit", "n=1000", 2, 10) == PROCESS_OK &&
 *	    process_run(p, 40, &m, 10) == PROCESS_OK)
 *		use(m.wall_ns);
 *	else
 *		puts(process_why(p));
 *	process_free(p);
 *
 * Whatever the program does (it crashes, hangs, answers nonsense, cannot be started at
 * all), an order comes back with PROCESS_FAIL and a reason, and the program is dead then
 * if it cannot be trusted any more.  A dead one answers every order with PROCESS_FAIL and
 * the same reason.
 *
 * Between two orders the program and its children are stopped (SIGSTOP): peers whose
 * workers wait actively would otherwise compute beside whoever is measured next.
 *
 * Errors:   see above; process_why explains the latest answer that was not PROCESS_OK.
 * Threads:  one at a time.
 * Memory:   process_start makes it, process_free ends the program and frees it.
 * Time:     limits are seconds for one answer; a program that exceeds one is killed.
 */
#ifndef HEDDLE_PROCESS_H
#define HEDDLE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "../histogram.h"

struct process;

struct process_spec {
	const char *program; /* its path; NAME.py is given to python3 */
	const char
		*environment; /* "A=b C=%w", %w standing for workers; "-": nothing more */
	int workers;
	const char *slowdown; /* what HEDDLE_BENCH_SLOWDOWN is for it; NULL: not set */
	int log;	      /* where its standard error goes; -1: nowhere */
};

enum process_answer {
	PROCESS_OK,
	PROCESS_SKIP, /* open: it has no such bench, or cannot do it here */
	PROCESS_FAIL
};

/* What one run said. */
struct measurement {
	long ops;
	int64_t wall_ns, cpu_ns;
	long vcsw, ivcsw;
	char note[128]; /* "bytes=123" or "-" */
	bool has_histogram;
	struct histogram histogram;
};

/* NULL only without memory.  The program may turn out dead with the first order. */
struct process *process_start(const struct process_spec *spec);

/* Ends the program, kindly at first.  NULL is fine. */
void process_free(struct process *process);

/* The benches that it has: a NULL-terminated array that is freed with the process; NULL
 * if the program failed. */
char **process_list(struct process *process, double limit);

enum process_answer process_open(struct process *process, const char *bench,
				 const char *params, int workers, double limit);
enum process_answer process_run(struct process *process, long repeats,
				struct measurement *measurement, double limit);
enum process_answer process_close(struct process *process, double limit);

bool process_alive(const struct process *process);
const char *process_why(const struct process *process);

/* Gives each of its present threads one CPU, in the order in which they were made: the
 * first gets cpus[0], the second cpus[1], and so on, again from the beginning.  A program
 * that has one thread only, and will make others, gets all of cpus: threads inherit the
 * CPUs of their maker.  To be called after process_open.  False, with process_why: it
 * could not be done. */
bool process_pin(struct process *process, const int *cpus, int count);

#endif
