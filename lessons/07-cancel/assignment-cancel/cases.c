/* SPDX-License-Identifier: MIT */
/* cases - what is done with an executor and its futures; `tests` beside this file says what must
 * be seen.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cancel.h"
#include "driver.h"

/* Task number n is given cell n, and returns cell n + TASKS.  A cell is written just before it is
 * handed over: if that is not synchronised it shows as a data race on it. */
enum { TASKS = 6 };

static long cells[VALUES + 1];

static void *item(int number)
{
	cells[number] = drawn(number);
	return &cells[number];
}

/* Which cell it is; 0 when it is none. */
static int number_of(const void *got)
{
	uintptr_t at = (uintptr_t)got, first = (uintptr_t)cells;

	if (at <= first || at >= first + sizeof cells ||
	    (at - first) % sizeof *cells != 0)
		return 0;
	return (int)((at - first) / sizeof *cells);
}

/* The value in a cell, as text. */
static const char *value(const void *got)
{
	static _Thread_local char text[VALUES][24];
	static _Thread_local unsigned next;
	char *here = text[next++ % VALUES];

	if (number_of(got) == 0)
		return got == NULL ? "null" : "what was never given";
	snprintf(here, sizeof text[0], "%ld", *(const long *)got);
	return here;
}

static const char *word(int code)
{
	static const char *const words[] = {"ok",	"pending",   "running",
					    "finished", "cancelled", "closed",
					    "invalid",	"no memory", "no thread"};
	static _Thread_local char text[8][24];
	static _Thread_local unsigned next;
	char *here = text[next++ % 8];

	if (code >= 0 && code <= CX_NO_THREAD)
		return words[code];
	snprintf(here, sizeof text[0], "code %d", code);
	return here;
}

static const char *yes(bool is)
{
	return is ? "yes" : "no";
}

/* -- executors and futures ----------------------------------------------------------------- */

static cx_executor *ex;

/* The future of each task. */
static cx_future *futures[TASKS + 1];

/* What each has done: how often, when it began, and what it found in its argument. */
static struct {
	int runs;
	long began;
	long argument;
} visits[TASKS + 1];

/* An executor, without which a case cannot go on; what tasks have done is forgotten. */
static bool begin(int workers)
{
	int code;

	memset(visits, 0, sizeof visits);
	ex = NULL;
	code = cx_new(workers, &ex);
	if (code == 0 && ex != NULL)
		return true;
	said("new: %s, and %s executor", word(code), ex == NULL ? "no" : "an");
	return false;
}

/* True if there is a future, without which a case cannot go on. */
static bool hand_in(cx_function *fn, int number)
{
	cx_future *f = NULL;
	int code = cx_submit(ex, fn, item(number), &f);

	futures[number] = f;
	if (code == 0 && f != NULL)
		return true;
	said("submit: %s, and %s future", word(code), f == NULL ? "no" : "a");
	return false;
}

static void refused(cx_function *fn, int number)
{
	cx_future *untouched = (cx_future *)cells, *f = untouched;

	said("submit: %s%s", word(cx_submit(ex, fn, item(number), &f)),
	     f == untouched ? "" : ", a future");
}

static void cancel(int number)
{
	said("cancel: %s", word(cx_cancel(futures[number])));
}

static void state(int number)
{
	said("state: %s", word(cx_state(futures[number])));
}

/* What cx_wait gives. */
struct outcome {
	int code;
	void *result;
};

static struct outcome look(int number)
{
	struct outcome is = {-1, &cells[0]};

	is.code = cx_wait(futures[number], &is.result);
	return is;
}

static void say(const char *who, struct outcome is)
{
	if (is.code == 0)
		said("%s: ok, %s", who, value(is.result));
	else
		said("%s: %s%s", who, word(is.code),
		     is.result == &cells[0] ? "" : ", a result");
}

static void await(int number)
{
	say("wait", look(number));
}

/* Releases the first so many futures, and frees the executor. */
static void finish(int last)
{
	for (int i = 1; i <= last; i++)
		cx_release(futures[i]);
	cx_free(ex);
}

/* -- tasks --------------------------------------------------------------------------------- */

static void *works(void *argument)
{
	int n = number_of(argument);

	if (n < 1 || n > TASKS)
		return NULL;
	visits[n].runs++;
	visits[n].began = tick();
	visits[n].argument = *(long *)argument;
	return item(n + TASKS);
}

/* Says that it has begun, and does not end before it may. */
enum { BEGUN, MAY_END, PLACE_WAITERS, PLACE_ALL, PLACE_END };

static void *stands_still(void *argument)
{
	gate_open(BEGUN);
	gate_pass(MAY_END);
	return works(argument);
}

/* One worker, which has begun with task 1 and stands still. */
static bool begin_busy(void)
{
	if (!begin(1) || !hand_in(stands_still, 1))
		return false;
	gate_pass(BEGUN);
	return true;
}

static void runs(int last)
{
	for (int i = 1; i <= last; i++)
		said("task %d ran: %d", i, visits[i].runs);
}

/* -- one thread, and a worker -------------------------------------------------------------- */

static void run(void)
{
	cx_executor *untouched = (cx_executor *)cells;

	ex = untouched;
	said("new of 0: %s", word(cx_new(0, &ex)));
	said("new of -1: %s", word(cx_new(-1, &ex)));
	said("its executor: %s", ex == untouched ? "untouched" : "changed");
	if (!begin(1))
		return;
	for (int i = 1; i <= 3; i++)
		if (!hand_in(works, i))
			return;
	for (int i = 3; i >= 1; i--) {
		await(i);
		state(i);
	}
	await(2);
	said("in order: %s",
	     yes(visits[1].began < visits[2].began && visits[2].began < visits[3].began));
	finish(3);
	runs(3);
	cx_release(NULL);
	cx_free(NULL);
}

static void pending(void)
{
	if (!begin_busy() || !hand_in(works, 2) || !hand_in(works, 3))
		return;
	state(1);
	state(2);
	state(3);
	cancel(2);
	state(2);
	cancel(2);
	await(2);
	state(3);
	gate_open(MAY_END);
	await(3);
	await(1);
	cancel(2);
	state(2);
	await(2);
	finish(3);
	runs(3);
}

/* -- threads that wait --------------------------------------------------------------------- */

struct waiter {
	int task;
	int others; /* how many meet when they have got something; 0: nobody does */
	int before; /* the state, before it waits */
	struct outcome is;
};

static void *waits_for(void *argument)
{
	struct waiter *waiter = argument;

	waiter->before = cx_state(futures[waiter->task]);
	waiter->is = look(waiter->task);
	if (waiter->others > 0)
		meet(PLACE_WAITERS, waiter->others);
	return NULL;
}

static void too_late(void)
{
	struct waiter waiter = {.task = 1};

	if (!begin_busy())
		return;
	start(waits_for, &waiter);
	cancel(1);
	state(1);
	cancel(1);
	settle();
	gate_open(MAY_END);
	join_all();
	say("the thread", waiter.is);
	await(1);
	cancel(1);
	state(1);
	cancel(1);
	await(1);
	finish(1);
	runs(1);
}

/* Two wait for a task, and there is a worker that has nothing to do. */
static void waits(void)
{
	struct waiter waiters[2] = {{.task = 1}, {.task = 1}};

	if (!begin(2) || !hand_in(stands_still, 1))
		return;
	for (int i = 0; i < 2; i++)
		start(waits_for, &waiters[i]);
	settle();
	state(1);
	gate_open(MAY_END);
	join_all();
	for (int i = 0; i < 2; i++)
		say("a thread", waiters[i].is);
	finish(1);
}

/* The only worker stands still, and still the two who wait for a pending task go on. */
static void wakes_waiters(void)
{
	struct waiter waiters[2] = {{.task = 2, .others = 3}, {.task = 2, .others = 3}};

	if (!begin_busy() || !hand_in(works, 2))
		return;
	for (int i = 0; i < 2; i++)
		start(waits_for, &waiters[i]);
	settle();
	cancel(2);
	said("they go on at once: %s", yes(meet(PLACE_WAITERS, 3)));
	gate_open(MAY_END);
	join_all();
	for (int i = 0; i < 2; i++)
		say("a thread", waiters[i].is);
	await(1);
	finish(2);
	runs(2);
}

/* -- a cancel or two, while a worker comes along ------------------------------------------- */

static void *cancels(void *argument)
{
	*(int *)argument = cx_cancel(futures[1]);
	return NULL;
}

/* Whether a cancel that said this, and the state after it, fit together. */
static bool fit(int code, int is)
{
	switch (code) {
	case 0:
		return is == CX_CANCELLED;
	case CX_RUNNING:
		return is == CX_RUNNING || is == CX_FINISHED;
	case CX_FINISHED:
		return is == CX_FINISHED;
	default:
		return false;
	}
}

static void say_who_won(bool cancelled, struct outcome is)
{
	bool right = is.code == (cancelled ? CX_CANCELLED : 0) &&
		     is.result == &cells[cancelled ? 0 : 1 + TASKS];

	said("who waits: %s", right ? "as it must be" : word(is.code));
}

/* One that cancels, and the worker. */
static void cancel_and_start(void)
{
	int code, then, in_the_end;

	if (!begin(1) || !hand_in(works, 1))
		return;
	code = cx_cancel(futures[1]);
	then = cx_state(futures[1]);
	say_who_won(code == 0, look(1));
	in_the_end = cx_state(futures[1]);
	finish(1);
	said("cancel and state: %s",
	     fit(code, then) && fit(code, in_the_end) ? "fit" : "do not fit");
	said("it ran: %s",
	     visits[1].runs == (code != 0) ? "as it must" : "as it must not");
}

/* Two that cancel, one that waits, and the worker. */
static void cancel_and_cancel(void)
{
	struct waiter waiter = {.task = 1};
	int here, there = -1;

	if (!begin(1) || !hand_in(works, 1))
		return;
	start(cancels, &there);
	start(waits_for, &waiter);
	here = cx_cancel(futures[1]);
	join_all();
	said("two cancels: %s", (there == 0) == (here == 0) ? "agree" : "do not agree");
	say_who_won(here == 0, waiter.is);
	said("state before: %s",
	     waiter.before >= CX_PENDING && waiter.before <= CX_CANCELLED ? "one"
									  : "none");
	said("cancel and state: %s",
	     fit(there, cx_state(futures[1])) ? "fit" : "do not fit");
	finish(1);
	said("it ran: %s",
	     visits[1].runs == (here != 0) ? "as it must" : "as it must not");
}

static void cancel_or_start(void)
{
	cancel_and_start();
	cancel_and_cancel();
}

/* -- while tasks run ----------------------------------------------------------------------- */

static bool met[3];

/* Two tasks and main are there at once, and leave together. */
static void *meets(void *argument)
{
	int n = number_of(argument);
	bool all = meet(PLACE_ALL, 3);

	all = meet(PLACE_END, 3) && all;
	if (n == 1 || n == 2)
		met[n] = all;
	return works(argument);
}

static void side_by_side(void)
{
	if (!begin(2) || !hand_in(works, 5) || !hand_in(works, 6))
		return;
	/* Whoever did these: both workers are there for the next two. */
	await(5);
	await(6);
	if (!hand_in(meets, 1) || !hand_in(meets, 2))
		return;
	met[0] = meet(PLACE_ALL, 3);
	state(1);
	state(2);
	cancel(1);
	if (!hand_in(works, 3) || !hand_in(works, 4))
		return;
	state(3);
	cancel(3);
	await(3);
	cx_release(futures[3]);
	cx_shutdown(ex, false);
	met[0] = meet(PLACE_END, 3) && met[0];
	await(1);
	await(2);
	await(4);
	said("side by side: %s", yes(met[0] && met[1] && met[2]));
	futures[3] = NULL;
	finish(6);
	runs(6);
}

/* A task that uses its own executor; when it may, its future is known. */
static void *uses_it(void *argument)
{
	gate_pass(MAY_END);
	state(1);
	cancel(1);
	said("submit: %s", hand_in(works, 3) ? "ok" : "not ok");
	cancel(2);
	state(2);
	await(2);
	cx_release(futures[2]);
	cx_shutdown(ex, false);
	refused(works, 4);
	return works(argument);
}

static void inside(void)
{
	if (!begin(1) || !hand_in(uses_it, 1) || !hand_in(works, 2))
		return;
	gate_open(MAY_END);
	await(1);
	futures[2] = NULL;
	if (futures[3] == NULL)
		return;
	await(3);
	finish(3);
	runs(3);
}

/* -- shutting down ------------------------------------------------------------------------- */

static void shutting_down(void)
{
	if (!begin_busy())
		return;
	for (int i = 2; i <= 4; i++)
		if (!hand_in(works, i))
			return;
	cx_shutdown(ex, false);
	refused(works, 5);
	cx_shutdown(ex, false);
	refused(works, 5);
	state(2);
	cancel(3);
	gate_open(MAY_END);
	for (int i = 1; i <= 4; i++)
		await(i);
	refused(works, 5);
	finish(4);
	runs(5);
}

/* What is pending is cancelled, at once; what runs is left alone. */
static void shutdown_busy(void)
{
	struct waiter waiters[2] = {{.task = 2, .others = 3}, {.task = 3, .others = 3}};

	if (!begin_busy() || !hand_in(works, 2) || !hand_in(works, 3))
		return;
	for (int i = 0; i < 2; i++)
		start(waits_for, &waiters[i]);
	settle();
	cx_shutdown(ex, false);
	state(2);
	cx_shutdown(ex, true);
	said("they go on at once: %s", yes(meet(PLACE_WAITERS, 3)));
	for (int i = 1; i <= 3; i++)
		state(i);
	cancel(3);
	refused(works, 4);
	gate_open(MAY_END);
	join_all();
	for (int i = 0; i < 2; i++)
		say("a thread", waiters[i].is);
	await(1);
	finish(3);
	runs(4);
}

/* The same, whenever it may come. */
static void shutdown_at_once(void)
{
	int ok = 0;

	if (!begin(1) || !hand_in(works, 1) || !hand_in(works, 2))
		return;
	cx_shutdown(ex, true);
	for (int i = 1; i <= 2; i++) {
		struct outcome is = look(i);

		cx_release(futures[i]);
		ok += is.code == 0 || is.code == CX_CANCELLED;
		ok += (is.code == 0) == (is.result == &cells[i + TASKS]);
		visits[0].runs += is.code == 0;
	}
	cx_free(ex);
	said("each ran or was cancelled: %s",
	     yes(ok == 4 && visits[0].runs == visits[1].runs + visits[2].runs));
}

static void shutdown_cancels(void)
{
	shutdown_busy();
	shutdown_at_once();
}

/* -- memory -------------------------------------------------------------------------------- */

/* Futures are given back when their tasks are pending, running, finished or cancelled. */
static void release(void)
{
	long before = blocks_left();

	if (!begin(1))
		return;
	for (int i = 1; i <= 4; i++) {
		if (!hand_in(works, i))
			return;
		if (i == 4)
			cx_cancel(futures[i]);
		if (i != 2)
			cx_release(futures[i]);
	}
	await(2);
	cx_release(futures[2]);
	cx_free(ex);
	runs(3);
	said("blocks left: %ld", blocks_left() - before);
}

static void leak(void)
{
	/* Two that do nothing. */
	if (!begin(2))
		return;
	settle();
	cx_free(ex);
	said("blocks left: %ld", blocks_left());
	if (!begin_busy())
		return;
	for (int i = 2; i <= 5; i++)
		if (!hand_in(works, i))
			return;
	cancel(3);
	cancel(4);
	/* Nobody but the executor knows these two. */
	cx_release(futures[4]);
	cx_release(futures[5]);
	cx_shutdown(ex, true);
	refused(works, 6);
	gate_open(MAY_END);
	await(1);
	futures[4] = futures[5] = NULL;
	finish(5);
	said("blocks left: %ld", blocks_left());
	runs(5);
}

/* The k-th allocation of new, submit and submit fails.  False if that is not as it must be. */
static bool survives(long k, bool *last)
{
	long before = blocks_left();
	int code, ran = 0;

	memset(visits, 0, sizeof visits);
	ex = NULL;
	memset(futures, 0, sizeof futures);
	fail_allocation(k);
	code = cx_new(2, &ex);
	if (code != 0) {
		fail_allocation(0);
		*last = false;
		return code == CX_NO_MEMORY && ex == NULL && blocks_left() == before;
	}
	*last = true;
	for (int i = 1; i <= 2; i++) {
		code = cx_submit(ex, works, item(i), &futures[i]);
		if (code == 0) {
			ran |= i;
			continue;
		}
		*last = false;
		if (code != CX_NO_MEMORY || futures[i] != NULL)
			return false;
	}
	fail_allocation(0);
	finish(2);
	return visits[1].runs == (ran & 1) && visits[2].runs == ran >> 1 &&
	       blocks_left() == before;
}

static void no_memory(void)
{
	enum { MOST = 24 };
	bool last = false;
	long k;

	for (k = 1; k <= MOST && !last; k++)
		if (!survives(k, &last)) {
			said("allocation %ld fails: not as it must be", k);
			return;
		}
	said("every failed allocation: %s", k <= 2 || !last ? "not seen" : "no memory");
}

static void no_thread(void)
{
	enum { WORKERS = 3 };

	for (long k = 1; k <= WORKERS; k++) {
		cx_executor *untouched = (cx_executor *)cells;
		long before = blocks_left();
		int code;

		ex = untouched;
		fail_thread(k);
		code = cx_new(WORKERS, &ex);
		fail_thread(0);
		said("thread %ld fails: %s%s, blocks left: %ld", k, word(code),
		     ex == untouched ? "" : ", an executor", blocks_left() - before);
		if (code == 0)
			return;
	}
	if (!begin(WORKERS) || !hand_in(works, 1))
		return;
	await(1);
	finish(1);
}

const struct test_case test_cases[] = {
	{"run", run},
	{"pending", pending},
	{"too-late", too_late},
	{"waits", waits},
	{"wakes-waiters", wakes_waiters},
	{"cancel-or-start", cancel_or_start},
	{"side-by-side", side_by_side},
	{"inside", inside},
	{"shutdown", shutting_down},
	{"shutdown-cancels", shutdown_cancels},
	{"release", release},
	{"leak", leak},
	{"no-memory", no_memory},
	{"no-thread", no_thread},
	{NULL, NULL},
};
