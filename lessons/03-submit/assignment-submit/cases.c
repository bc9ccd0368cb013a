/* SPDX-License-Identifier: MIT */
/* cases - what is done with an executor; `tests` beside this file says what must be seen.
 */
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "driver.h"
#include "submit.h"

/* A result points to a cell, which the task writes just before it ends: a future that is settled
 * without synchronisation shows as a data race on the cell. */
static long cells[VALUES + 1];

/* How often each task has run, and when it began and ended, in ticks; the task's own. */
static int runs[VALUES + 1];
static long began[VALUES + 1], ended[VALUES + 1];

/* What a task gets, by bytes.  Gate 0 is none, and so is place 0. */
struct errand {
	int number;
	int gate;  /* to pass */
	int place; /* to meet so many at */
	int parties;
	int error;
};

static int run_errand(void *argument, void **result)
{
	struct errand errand;

	memcpy(&errand, argument, sizeof errand);
	if (errand.number < 1 || errand.number > VALUES)
		return -1;
	began[errand.number] = tick();
	if (errand.gate > 0)
		gate_pass(errand.gate);
	if (errand.place > 0 && !meet(errand.place, errand.parties))
		errand.error = 1;
	runs[errand.number]++;
	cells[errand.number] = drawn(errand.number);
	*result = &cells[errand.number];
	ended[errand.number] = tick();
	return errand.error;
}

static const char *word(int code)
{
	static char text[8][24];
	static unsigned next;
	char *here = text[next++ % 8];

	switch (code) {
	case 0:
		return "ok";
	case EX_FAILED:
		return "failed";
	case EX_SHUTDOWN:
		return "shutdown";
	case EX_INVALID:
		return "invalid";
	case EX_NO_MEMORY:
		return "no memory";
	case EX_NO_THREAD:
		return "no thread";
	default:
		snprintf(here, sizeof text[0], "code %d", code);
		return here;
	}
}

/* An executor that must be there for the case to go on: without it, that is all there is to
 * say. */
static ex *executor_of(size_t workers)
{
	ex *e = NULL;
	int code = ex_new(workers, &e);

	if (code == 0 && e != NULL)
		return e;
	said("new: %s, and %s executor", word(code), e == NULL ? "no" : "an");
	return NULL;
}

/* Arguments that stay as they are: only the case `argument` asks whose bytes a task gets. */
static int submit(ex *e, struct errand errand, ex_future **out)
{
	static struct errand errands[VALUES + 1];
	struct errand *here = &errands[errand.number];

	*here = errand;
	return ex_submit(e, run_errand, here, sizeof *here, out);
}

static ex_future *hand(ex *e, struct errand errand)
{
	ex_future *f = NULL;
	int code = submit(e, errand, &f);

	if (code == 0 && f != NULL)
		return f;
	said("submit: %s, and %s future", word(code), f == NULL ? "no" : "a");
	return NULL;
}

/* What a result has said, and where it left its out parameters untouched. */
struct answer {
	int code;
	void *result;
	int error;
	long seen; /* what the result points to, if that is a cell */
};

static char untouched;

enum { UNTOUCHED = -4711 };

static bool is_cell(void *result)
{
	uintptr_t at = (uintptr_t)result, first = (uintptr_t)cells;

	return at >= first && at < first + sizeof cells &&
	       (at - first) % sizeof *cells == 0;
}

static struct answer ask(ex_future *f)
{
	struct answer answer = {.code = -1, .result = &untouched, .error = UNTOUCHED};

	if (f != NULL)
		answer.code = ex_result(f, &answer.result, &answer.error);
	if (answer.code == 0 && is_cell(answer.result))
		answer.seen = *(long *)answer.result;
	return answer;
}

static void tell(const struct answer *answer)
{
	const char *error = answer->error == UNTOUCHED ? "" : ", and an error";

	if (answer->code == 0 && answer->result == NULL)
		said("result: null%s", error);
	else if (answer->code == 0 && is_cell(answer->result))
		said("result: %ld%s", answer->seen, error);
	else if (answer->code == 0)
		said("result: what no task gave%s", error);
	else if (answer->code == EX_FAILED)
		said("result: failed, %d%s", answer->error,
		     answer->result == &untouched ? "" : ", and a result");
	else
		said("result: %s", word(answer->code));
}

static void result(ex_future *f)
{
	struct answer answer = ask(f);

	tell(&answer);
}

/* Time in which all others come to where they wait; too short for a worker that looks for work
 * every millisecond to count as a livelock, which is another test's. */
static void rest(void)
{
	pause_ms(100);
}

/* -- one task after the other -------------------------------------------------------------- */

static int do_nothing(void *argument, void **result)
{
	(void)argument;
	(void)result;
	return 0;
}

static void results(void)
{
	ex *e = executor_of(1);
	ex_future *a, *b, *c = NULL;

	if (e == NULL)
		return;
	a = hand(e, (struct errand){.number = 1});
	result(a);
	b = hand(e, (struct errand){.number = 2});
	result(b);
	result(a);
	said("submit: %s", word(ex_submit(e, do_nothing, NULL, 0, &c)));
	result(c);
	rest();
	ex_release(a);
	ex_release(c);
	ex_release(b);
	ex_free(e);
	said("runs: %d %d", runs[1], runs[2]);
}

static void limits(void)
{
	ex *before = (ex *)cells, *e = before;

	said("new of 0: %s", word(ex_new(0, &e)));
	said("its executor: %s", e == before ? "untouched" : "changed");
	ex_free(NULL);
	ex_release(NULL);
	e = executor_of(2);
	ex_free(e);
	e = executor_of(1);
	ex_free(e);
	said("two without work: freed");
}

static void fails(void)
{
	ex *e = executor_of(1);
	ex_future *f[4];

	if (e == NULL)
		return;
	f[0] = hand(e, (struct errand){.number = 1, .error = (int)drawn(2)});
	f[1] = hand(e, (struct errand){.number = 3});
	f[2] = hand(e, (struct errand){.number = 4, .error = -1});
	f[3] = hand(e, (struct errand){.number = 5});
	for (int i = 0; i < 4; i++)
		result(f[i]);
	result(f[0]);
	rest();
	for (int i = 0; i < 4; i++)
		ex_release(f[i]);
	ex_free(e);
}

/* -- the argument -------------------------------------------------------------------------- */

/* A result in the copy itself, which lives as long as the future. */
struct sum {
	long first, second, sum;
};

static void *addresses[2]; /* of the copies, as the tasks saw them */

static int add(void *argument, void **result)
{
	struct sum *sum = argument;

	sum->sum = sum->first + sum->second;
	*result = sum;
	return 0;
}

static int see(void *argument, void **result)
{
	addresses[*(unsigned char *)argument] = argument;
	return do_nothing(argument, result);
}

static void say_sum(ex_future *f, const struct sum *mine)
{
	void *got = NULL;
	int error, code = -1;

	if (f != NULL)
		code = ex_result(f, &got, &error);
	if (code != 0 || got == NULL || got == mine)
		said("result: %s, not in a copy", word(code));
	else
		said("sum: %ld", ((struct sum *)got)->sum - drawn(1));
}

static void argument(void)
{
	ex *e = executor_of(2);
	struct sum sum = {.first = drawn(1), .second = drawn(2)};
	ex_future *f = NULL, *g[2] = {NULL, NULL};

	if (e == NULL)
		return;
	said("submit: %s", word(ex_submit(e, add, &sum, sizeof sum, &f)));
	sum = (struct sum){0};
	for (int i = 0; i < 2; i++) {
		unsigned char number = (unsigned char)i;

		said("submit: %s", word(ex_submit(e, see, &number, 1, &g[i])));
		number = 1;
	}
	say_sum(f, &sum);
	said("mine: %ld", sum.sum);
	ex_free(e);
	say_sum(f, &sum);
	for (int i = 0; i < 2; i++) {
		said("a byte: %s", addresses[i] == NULL ? "did not arrive"
				   : (uintptr_t)addresses[i] % alignof(max_align_t) == 0
					   ? "aligned"
					   : "not aligned");
		ex_release(g[i]);
	}
	ex_release(f);
}

/* -- what fails ---------------------------------------------------------------------------- */

enum { MOST = 40 };

/* True if a call that was refused left nothing; else it says what it left. */
static bool clean(const char *what, int code, int wanted, bool kept, long before)
{
	rest();
	if (code == wanted && kept && blocks_left() == before)
		return true;
	said("%s: %s, *out %s, %ld blocks left", what, word(code),
	     kept ? "untouched" : "changed", blocks_left() - before);
	return false;
}

/* An allocation after the other fails, until an executor needs no further one. */
static ex *new_at_last(void)
{
	for (long k = 1; k <= MOST; k++) {
		ex *e = NULL;
		long before = blocks_left();
		int code;

		fail_allocation(k);
		code = ex_new(2, &e);
		fail_allocation(0);
		if (code == 0 && e != NULL) {
			said("new: %s", k > 1 ? "no memory, but then" : "never failed");
			return e;
		}
		if (!clean("new", code, EX_NO_MEMORY, e == NULL, before))
			return NULL;
	}
	said("new: not without end");
	return NULL;
}

static ex_future *submit_at_last(ex *e)
{
	for (long k = 1; k <= MOST; k++) {
		ex_future *f = NULL;
		long before;
		int code;

		rest();
		before = blocks_left();
		fail_allocation(k);
		code = submit(e, (struct errand){.number = 1}, &f);
		fail_allocation(0);
		if (code == 0 && f != NULL) {
			said("submit: %s",
			     k > 1 ? "no memory, but then" : "never failed");
			return f;
		}
		if (!clean("submit", code, EX_NO_MEMORY, f == NULL, before))
			return NULL;
	}
	said("submit: not without end");
	return NULL;
}

static void no_memory(void)
{
	ex *e = new_at_last();
	ex_future *f;

	if (e == NULL)
		return;
	f = submit_at_last(e);
	result(f);
	rest();
	ex_release(f);
	ex_free(e);
	said("runs: %d", runs[1]);
}

/* The first, second or third worker cannot be started; then all of them can. */
static void no_thread(void)
{
	enum { WORKERS = 3 };
	ex_future *f;
	ex *e;

	for (long k = 1; k <= WORKERS; k++) {
		long before = blocks_left();
		int code;

		e = NULL;
		fail_thread(k);
		code = ex_new(WORKERS, &e);
		fail_thread(0);
		said("worker %ld fails: %s, *out %s, %ld blocks left", k, word(code),
		     e == NULL ? "untouched" : "changed", blocks_left() - before);
		if (code == 0)
			ex_free(e);
	}
	e = executor_of(WORKERS);
	if (e == NULL)
		return;
	f = hand(e, (struct errand){.number = 1});
	rest();
	ex_release(f);
	ex_free(e);
	said("runs: %d", runs[1]);
}

/* -- who runs what, and when --------------------------------------------------------------- */

/* The first one waits until some others are in the queue, and the fourth until all are. */
static void fifo(void)
{
	enum { SOME = 5 };
	ex *e = executor_of(1);
	ex_future *f[VALUES];
	int late = 0;

	if (e == NULL)
		return;
	for (int i = 0; i < VALUES; i++) {
		int gate = i == 0 ? 1 : i == 3 ? 2 : 0;

		f[i] = hand(e, (struct errand){.number = i + 1, .gate = gate});
		if (i + 1 == SOME) {
			gate_open(1);
			rest();
		}
	}
	gate_open(2);
	for (int i = 0; i < VALUES; i++)
		result(f[i]);
	rest();
	for (int i = 0; i < VALUES; i++)
		ex_release(f[i]);
	ex_free(e);
	for (int i = 1; i < VALUES; i++)
		late += began[i + 1] < ended[i];
	said("begun before the one before had ended: %d", late);
}

static void side_by_side(void)
{
	enum { WORKERS = 3 };
	ex *e = executor_of(WORKERS);
	ex_future *f[2 * WORKERS + 1];
	int met = 0;

	if (e == NULL)
		return;
	said("threads: %ld", threads_started());
	/* With this thread, which has to have come back from submit. */
	f[0] = hand(e, (struct errand){.number = 1, .place = 1, .parties = 2});
	said("submit comes back while the task runs: %s", meet(1, 2) ? "yes" : "no");
	for (int i = 1; i <= 2 * WORKERS; i++)
		f[i] = hand(e, (struct errand){.number = 1 + i,
					       .place = 2 + (i > WORKERS),
					       .parties = WORKERS});
	for (int i = 0; i <= 2 * WORKERS; i++) {
		struct answer answer = ask(f[i]);

		met += answer.code == 0;
	}
	rest();
	for (int i = 0; i <= 2 * WORKERS; i++)
		ex_release(f[i]);
	ex_free(e);
	said("tasks that met the others: %d", met);
	said("threads: %ld", threads_started());
}

/* A thread that asks for a result; what it got is main's after it was joined. */
struct visit {
	ex_future *future;
	struct answer answer;
	long returned; /* a tick */
};

static void *asker(void *argument)
{
	struct visit *visit = argument;

	visit->answer = ask(visit->future);
	visit->returned = tick();
	return NULL;
}

/* Workers wait for work, three threads for one result, and a worker for the gate. */
static void waits(void)
{
	struct visit visits[3] = {0};
	ex *e = executor_of(2);
	ex_future *f;
	long opened;

	if (e == NULL)
		return;
	settle();
	f = hand(e, (struct errand){.number = 1, .gate = 1});
	for (int i = 0; i < 3; i++) {
		visits[i].future = f;
		start(asker, &visits[i]);
	}
	settle();
	opened = tick();
	gate_open(1);
	join_all();
	for (int i = 0; i < 3; i++) {
		tell(&visits[i].answer);
		said("after the task: %s", visits[i].returned > opened ? "yes" : "no");
	}
	rest();
	ex_release(f);
	ex_free(e);
}

/* -- shutdown ------------------------------------------------------------------------------ */

static void *opener(void *argument)
{
	(void)argument;
	settle();
	gate_open(1);
	return NULL;
}

static void refuse(ex *e)
{
	ex_future *f = NULL;
	long before = blocks_left();
	int code = submit(e, (struct errand){.number = 9}, &f);

	said("submit: %s, %s future, %ld blocks left", word(code), f == NULL ? "no" : "a",
	     blocks_left() - before);
}

static void shutdown(void)
{
	ex *e = executor_of(1);
	ex_future *f[3];
	long returned;

	if (e == NULL)
		return;
	for (int i = 0; i < 3; i++)
		f[i] = hand(e, (struct errand){.number = i + 1,
					       .gate = i == 0,
					       .error = i == 1 ? (int)drawn(4) : 0});
	start(opener, NULL);
	ex_shutdown(e);
	returned = tick();
	said("runs: %d %d %d", runs[1], runs[2], runs[3]);
	said("shutdown came back: %s", returned > ended[3] ? "after them" : "too soon");
	refuse(e);
	ex_shutdown(e);
	refuse(e);
	for (int i = 0; i < 3; i++) {
		result(f[i]);
		ex_release(f[i]);
	}
	join_all();
	ex_free(e);
	said("runs after it: %d", runs[9]);
}

static ex *shared;

/* What a thread, or a task, has submitted. */
struct batch {
	int from, until;
	int accepted;
	int code; /* of the last one */
};

static void submit_batch(struct batch *batch)
{
	for (int i = batch->from; i <= batch->until; i++) {
		ex_future *f = NULL;

		batch->code = submit(shared, (struct errand){.number = i}, &f);
		batch->accepted += batch->code == 0;
		ex_release(f);
	}
}

static void *submitter(void *argument)
{
	submit_batch(argument);
	return NULL;
}

static int total(int from, int until)
{
	int sum = 0;

	for (int i = from; i <= until; i++)
		sum += runs[i];
	return sum;
}

/* What was accepted is run, whenever the shutdown comes. */
static void shutdown_race(void)
{
	struct batch batch = {.from = 1, .until = 2};

	shared = executor_of(1);
	if (shared == NULL)
		return;
	start(submitter, &batch);
	ex_shutdown(shared);
	join_all();
	said("the last that was refused: %s",
	     batch.accepted < 2 ? word(batch.code) : "shutdown");
	said("accepted, but not run: %d", batch.accepted - total(1, 2));
	ex_free(shared);
}

/* -- futures that go, and futures that stay ------------------------------------------------ */

/* Given back before the task begins, whenever that is, and after it has ended. */
static void release(void)
{
	ex *e = executor_of(2);
	ex_future *f;

	if (e == NULL)
		return;
	for (int i = 1; i <= 2; i++)
		ex_release(hand(e, (struct errand){.number = i}));
	f = hand(e, (struct errand){.number = 3});
	result(f);
	ex_release(f);
	ex_free(e);
	said("runs: %d %d %d", runs[1], runs[2], runs[3]);
	said("blocks left: %ld", blocks_left());
}

/* The executor goes while a thread asks; then it is still the future's turn. */
static void outlives(void)
{
	struct visit visit = {0};
	ex *e = executor_of(1);

	if (e == NULL)
		return;
	visit.future = hand(e, (struct errand){.number = 1});
	start(asker, &visit);
	ex_free(e);
	result(visit.future);
	join_all();
	tell(&visit.answer);
	ex_release(visit.future);
	said("blocks left: %ld", blocks_left());
}

/* -- tasks that submit --------------------------------------------------------------------- */

struct parent {
	struct batch *batch;
	int gate;
};

static int run_parent(void *argument, void **result)
{
	struct parent *parent = argument;

	if (parent->gate > 0)
		gate_pass(parent->gate);
	submit_batch(parent->batch);
	return do_nothing(argument, result);
}

/* One before the shutdown, one while it waits for this very task. */
static void from_a_task(void)
{
	struct batch early = {.from = 1, .until = 2}, late = {.from = 3, .until = 3};
	struct parent first = {.batch = &early}, second = {.batch = &late, .gate = 1};
	ex_future *f = NULL, *g = NULL;

	shared = executor_of(1);
	if (shared == NULL)
		return;
	said("submit: %s", word(ex_submit(shared, run_parent, &first, sizeof first, &f)));
	result(f);
	said("submit: %s",
	     word(ex_submit(shared, run_parent, &second, sizeof second, &g)));
	start(opener, NULL);
	ex_shutdown(shared);
	said("the first task submitted %d, and they ran %d times", early.accepted,
	     total(1, 2));
	said("submit while it is shut down: %s", word(late.code));
	join_all();
	ex_release(f);
	ex_release(g);
	ex_free(shared);
}

const struct test_case test_cases[] = {
	{"results", results},
	{"limits", limits},
	{"fails", fails},
	{"argument", argument},
	{"no-memory", no_memory},
	{"no-thread", no_thread},
	{"fifo", fifo},
	{"side-by-side", side_by_side},
	{"waits", waits},
	{"shutdown", shutdown},
	{"shutdown-race", shutdown_race},
	{"release", release},
	{"outlives", outlives},
	{"from-a-task", from_a_task},
	{NULL, NULL},
};
