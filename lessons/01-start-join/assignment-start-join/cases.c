/* SPDX-License-Identifier: MIT */
/* cases - what is done with threads; `tests` beside this file says what must be seen.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "driver.h"
#include "start_join.h"

/* An argument points to a value that is written just before the start, and a result to one that
 * the thread has written: where nothing orders the two sides, it is a data race. */
static long given[VALUES + 1];
static long made[VALUES + 1];

/* What a result is before anything is known of it. */
#define UNTOUCHED ((void *)&given[0])

static void *argument_of(int number)
{
	given[number] = drawn(number);
	return &given[number];
}

/* Which value of the array a pointer means; 0: none. */
static int number_of(const void *pointer, const long *values)
{
	uintptr_t at = (uintptr_t)pointer, first = (uintptr_t)values;

	if (at <= first || at - first > VALUES * sizeof *values ||
	    (at - first) % sizeof *values != 0)
		return 0;
	return (int)((at - first) / sizeof *values);
}

/* The task of most threads.  A null pointer's result is one. */
static void *work(void *argument)
{
	int number = number_of(argument, given);

	if (number == 0)
		return argument;
	made[number] = given[number];
	return &made[number];
}

/* A result, as text. */
static const char *value(void *got)
{
	static _Thread_local char text[VALUES][24];
	static _Thread_local unsigned next;
	char *here = text[next++ % VALUES];
	int number = number_of(got, made);

	if (got == NULL)
		return "null";
	if (got == UNTOUCHED)
		return "untouched";
	if (number == 0)
		return "what no task has made";
	snprintf(here, sizeof text[0], "%ld", made[number]);
	return here;
}

/* What the task with this number has left behind. */
static const char *trace(int number)
{
	return made[number] == 0 ? "nothing" : value(&made[number]);
}

static const char *word(int code)
{
	static _Thread_local char text[8][24];
	static _Thread_local unsigned next;
	char *here = text[next++ % 8];

	switch (code) {
	case 0:
		return "ok";
	case SJ_SELF:
		return "self";
	case SJ_NO_MEMORY:
		return "no memory";
	case SJ_NO_THREAD:
		return "no thread";
	default:
		snprintf(here, sizeof text[0], "code %d", code);
		return here;
	}
}

/* A thread that must be there for the case to go on; NULL: it is not. */
static sj_thread *begin(sj_fn *fn, void *argument)
{
	sj_thread *t = NULL;
	int code = sj_start(fn, argument, &t);

	said("start: %s%s", word(code), code == 0 && t == NULL ? ", but no thread" : "");
	return code == 0 ? t : NULL;
}

static void join_as(const char *what, sj_thread *t)
{
	void *got = UNTOUCHED;
	int code = sj_join(t, &got);

	if (code == 0)
		said("%s: %s", what, value(got));
	else
		said("%s: %s%s", what, word(code),
		     got == UNTOUCHED ? "" : ", and a result");
}

static void join(sj_thread *t)
{
	join_as("join", t);
}

/* -- one after the other ------------------------------------------------------------------- */

static void result(void)
{
	sj_thread *t = begin(work, argument_of(1)), *other;

	if (t == NULL)
		return;
	join(t);
	sj_free(t);
	t = begin(work, argument_of(2));
	other = begin(work, NULL);
	if (t == NULL || other == NULL)
		return;
	join(other);
	join(t);
	sj_free(t);
	sj_free(other);
}

/* The thread that another one joins, or itself. */
static sj_thread *target;

/* What a thread got that joined the target; for main to say when it has joined that one. */
static int code_within;
static void *got_within;

static void *joins_the_other(void *argument)
{
	got_within = UNTOUCHED;
	code_within = sj_join(target, &got_within);
	return work(argument);
}

static void again(void)
{
	sj_thread *t = begin(work, argument_of(1)), *later;

	if (t == NULL)
		return;
	join(t);
	join_as("join again", t);
	said("join for no result: %s", word(sj_join(t, NULL)));
	target = t;
	later = begin(joins_the_other, argument_of(2));
	if (later == NULL)
		return;
	join(later);
	sj_free(later);
	said("join from within: %s, %s", word(code_within), value(got_within));
	join_as("join again", t);
	sj_free(t);
}

/* The second is freed by a thread that has not started it. */
static void *freer(void *argument)
{
	sj_free(argument);
	return NULL;
}

static void freeing(void)
{
	sj_thread *t = begin(work, argument_of(1));
	sj_thread *other = begin(work, argument_of(2));

	if (t == NULL || other == NULL)
		return;
	start(freer, other);
	sj_free(t);
	sj_free(NULL);
	said("it has made: %s", trace(1));
	join_all();
	said("it has made: %s", trace(2));
}

/* -- memory -------------------------------------------------------------------------------- */

static void leak(void)
{
	sj_thread *t = begin(work, argument_of(1));
	sj_thread *other = begin(work, argument_of(2));

	if (t == NULL || other == NULL)
		return;
	join(t);
	sj_free(other);
	sj_free(t);
	said("threads started: %ld", threads_started());
	said("blocks left: %ld", blocks_left());
}

enum { MOST = 20 };

/* An allocation after the other fails, until a start needs no further one.  How many there are is
 * its own affair. */
static void no_memory(void)
{
	for (long k = 1; k <= MOST; k++) {
		sj_thread *t = UNTOUCHED;
		long before = blocks_left();
		int code;

		fail_allocation(k);
		code = sj_start(work, argument_of(1), &t);
		fail_allocation(0);
		if (code == 0 && t != UNTOUCHED && t != NULL) {
			said("start: ok");
			join(t);
			sj_free(t);
			said("every failed allocation: no memory");
			return;
		}
		if (code != SJ_NO_MEMORY || t != UNTOUCHED || blocks_left() != before) {
			said("allocation %ld fails: %s, the thread %s, %ld blocks left",
			     k, word(code), t == UNTOUCHED ? "untouched" : "changed",
			     blocks_left() - before);
			return;
		}
	}
	said("%d allocations are not enough", MOST);
}

static void no_thread(void)
{
	sj_thread *t = UNTOUCHED;
	int code;

	fail_thread(1);
	code = sj_start(work, argument_of(1), &t);
	fail_thread(0);
	said("start: %s", word(code));
	said("its thread: %s", t == UNTOUCHED ? "untouched" : "changed");
	said("it has made: %s", trace(1));
	said("blocks left: %ld", blocks_left());
	t = code == SJ_NO_THREAD ? begin(work, argument_of(1)) : NULL;
	if (t == NULL)
		return;
	join(t);
	sj_free(t);
}

/* -- side by side --------------------------------------------------------------------------- */

/* How many are to be there at once, and where; and who has seen them. */
static int place, company;
static const char *seen[VALUES + 1];

static void *come_together(void *argument)
{
	int number = number_of(argument, given);
	bool met = meet(place, company);

	seen[number] = met ? "yes" : "no";
	return argument;
}

static const char *saw(int number)
{
	return seen[number] == NULL ? "never there" : seen[number];
}

static void *joiner(void *argument)
{
	join(argument);
	return NULL;
}

static void *work_later(void *argument)
{
	gate_pass(number_of(argument, given));
	return work(argument);
}

static void together(void)
{
	sj_thread *t[3], *waiting, *quick;

	company = 3;
	for (int i = 0; i < 3; i++) {
		t[i] = begin(come_together, argument_of(i + 1));
		if (t[i] == NULL)
			return;
	}
	for (int i = 0; i < 3; i++)
		sj_free(t[i]);
	said("all three at once: %s %s %s", saw(1), saw(2), saw(3));
	waiting = begin(work_later, argument_of(4));
	if (waiting == NULL)
		return;
	start(joiner, waiting);
	settle();
	quick = begin(work, argument_of(5));
	if (quick == NULL)
		return;
	join(quick);
	sj_free(quick);
	said("the first may end");
	gate_open(4);
	join_all();
	sj_free(waiting);
}

/* -- waiting ------------------------------------------------------------------------------- */

static void *says_freed(void *argument)
{
	sj_free(argument);
	said("freed");
	return NULL;
}

static void *runner(void *argument)
{
	void *got = UNTOUCHED;
	int code = sj_run_all(work_later, &argument, 1, &got);

	said("run_all: %s, %s", word(code), value(got));
	return NULL;
}

/* Somebody waits for the task with this number, which waits for its gate. */
static void wait_for(int number, void *(*go)(void *), void *argument)
{
	start(go, argument);
	settle();
	said("the task may end");
	gate_open(number);
	join_all();
}

static void waits(void)
{
	sj_thread *t = begin(work_later, argument_of(1));

	if (t == NULL)
		return;
	wait_for(1, joiner, t);
	sj_free(t);
	t = begin(work_later, argument_of(2));
	if (t == NULL)
		return;
	wait_for(2, says_freed, t);
	wait_for(3, runner, argument_of(3));
}

/* Once whenever it may be, once when all of them wait. */
static void join_many(void)
{
	for (int i = 1; i <= 2; i++) {
		sj_thread *t = begin(i == 1 ? work : work_later, argument_of(i));

		if (t == NULL)
			return;
		start(joiner, t);
		start(joiner, t);
		if (i == 1) {
			join(t);
		} else {
			start(joiner, t);
			settle();
			gate_open(i);
		}
		join_all();
		sj_free(t);
	}
}

static void *joins_itself(void *argument)
{
	gate_pass(number_of(argument, given));
	join_as("itself", target);
	return work(argument);
}

static void self(void)
{
	for (int i = 1; i <= 2; i++) {
		sj_thread *t = begin(joins_itself, argument_of(i));

		if (t == NULL)
			return;
		target = t;
		if (i == 2) {
			start(joiner, t);
			settle();
		}
		gate_open(i);
		if (i == 1)
			join(t);
		join_all();
		sj_free(t);
	}
}

/* -- run all ------------------------------------------------------------------------------- */

static void run_all(void)
{
	void *args[4] = {argument_of(1), argument_of(2), NULL, argument_of(3)};
	void *results[4] = {UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED};

	said("run_all of 0: %s", word(sj_run_all(work, NULL, 0, NULL)));
	said("threads started: %ld", threads_started());
	said("run_all: %s", word(sj_run_all(work, args, 4, results)));
	said("results: %s %s %s %s", value(results[0]), value(results[1]),
	     value(results[2]), value(results[3]));
	said("threads started: %ld", threads_started());
	said("blocks left: %ld", blocks_left());
}

/* Two such calls run at once. */
static void *run_two(void *argument)
{
	int first = number_of(argument, given);
	void *args[2] = {&given[first], &given[first + 1]};
	void *results[2];

	said("run_all: %s", word(sj_run_all(come_together, args, 2, results)));
	return NULL;
}

static void run_all_together(void)
{
	void *args[3] = {argument_of(1), argument_of(2), argument_of(3)};
	void *results[3];

	company = 3;
	said("run_all: %s", word(sj_run_all(come_together, args, 3, results)));
	said("all three at once: %s %s %s", saw(1), saw(2), saw(3));
	place = 1;
	company = 4;
	argument_of(5);
	argument_of(7);
	start(run_two, argument_of(4));
	start(run_two, argument_of(6));
	join_all();
	said("all four at once: %s %s %s %s", saw(4), saw(5), saw(6), saw(7));
}

static const char *whether_changed(void *const *results, int n)
{
	for (int i = 0; i < n; i++)
		if (results[i] != UNTOUCHED)
			return "changed";
	return "untouched";
}

/* Without its first thread, its second, its third; and then with all of them. */
static void run_all_no_thread(void)
{
	void *args[3];
	void *results[3] = {UNTOUCHED, UNTOUCHED, UNTOUCHED};

	for (int k = 1; k <= 4; k++) {
		int code;

		memset(made, 0, sizeof made);
		for (int i = 0; i < 3; i++)
			args[i] = argument_of(i + 1);
		fail_thread(k);
		code = sj_run_all(work, args, 3, results);
		fail_thread(0);
		if (k <= 3)
			said("run_all without thread %d: %s, results %s", k, word(code),
			     whether_changed(results, 3));
		else
			said("run_all: %s", word(code));
		said("it has made: %s %s %s", trace(1), trace(2), trace(3));
	}
	said("blocks left: %ld", blocks_left());
}

static void run_all_no_memory(void)
{
	void *args[2] = {argument_of(1), argument_of(2)};
	void *results[2] = {UNTOUCHED, UNTOUCHED};

	for (long k = 1; k <= MOST; k++) {
		int code;

		fail_allocation(k);
		code = sj_run_all(work, args, 2, results);
		fail_allocation(0);
		if (code == 0) {
			said("every failed allocation: no memory");
			said("run_all: ok");
			said("results: %s %s", value(results[0]), value(results[1]));
			return;
		}
		if (code != SJ_NO_MEMORY || results[0] != UNTOUCHED ||
		    results[1] != UNTOUCHED || blocks_left() != 0) {
			said("allocation %ld fails: %s, results %s and %s, %ld blocks "
			     "left",
			     k, word(code), value(results[0]), value(results[1]),
			     blocks_left());
			return;
		}
	}
	said("%d allocations are not enough", MOST);
}

const struct test_case test_cases[] = {
	{"result", result},
	{"again", again},
	{"free", freeing},
	{"leak", leak},
	{"no-memory", no_memory},
	{"no-thread", no_thread},
	{"together", together},
	{"waits", waits},
	{"join-many", join_many},
	{"self", self},
	{"run-all", run_all},
	{"run-all-together", run_all_together},
	{"run-all-no-thread", run_all_no_thread},
	{"run-all-no-memory", run_all_no_memory},
	{NULL, NULL},
};
