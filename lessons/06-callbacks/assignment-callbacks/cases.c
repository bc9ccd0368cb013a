/* SPDX-License-Identifier: MIT */
/* cases - what is done with futures and their callbacks; `tests` beside this file says what must
 * be seen.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "callbacks.h"
#include "driver.h"

/* Values and arguments point here.  A cell is written just before it is handed over: a future
 * that hands things over without synchronisation shows as a data race on it. */
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

	if (got == NULL)
		return "null";
	if (number_of(got) == 0)
		return "what was never given";
	snprintf(here, sizeof text[0], "%ld", *(const long *)got);
	return here;
}

static const char *word(int code)
{
	static _Thread_local char text[8][24];
	static _Thread_local unsigned next;
	char *here = text[next++ % 8];

	switch (code) {
	case 0:
		return "ok";
	case CB_ALREADY:
		return "already";
	case CB_FAILED:
		return "failed";
	case CB_CANCELLED:
		return "cancelled";
	case CB_NO_MEMORY:
		return "no memory";
	default:
		snprintf(here, sizeof text[0], "code %d", code);
		return here;
	}
}

static const char *yes(bool is)
{
	return is ? "yes" : "no";
}

/* A future that must be there for the case to go on: without it, that is all there is to say. */
static cb_future *new_future(void)
{
	cb_future *f = NULL;
	int code = cb_new(&f);

	if (code == 0 && f != NULL)
		return f;
	said("new: %s, and %s future", word(code), f == NULL ? "no" : "a");
	return NULL;
}

/* How a future can end. */
enum ending { SET, FAIL, CANCEL };

static int end_quietly(cb_future *f, enum ending how, int number)
{
	switch (how) {
	case SET:
		return cb_set(f, item(number));
	case FAIL:
		return cb_fail(f, (int)drawn(number));
	default:
		return cb_cancel(f);
	}
}

static void end(cb_future *f, enum ending how, int number)
{
	static const char *const verb[] = {"set", "fail", "cancel"};

	said("%s: %s", verb[how], word(end_quietly(f, how, number)));
}

/* What cb_get gives, in one line. */
struct outcome {
	int code;
	void *value;
	int error;
	long read; /* what value points to */
};

static struct outcome look(cb_future *f)
{
	struct outcome is = {-1, &cells[0], -1, 0};

	is.code = cb_get(f, &is.value, &is.error);
	if (is.code == 0 && number_of(is.value) != 0)
		is.read = *(const long *)is.value;
	return is;
}

static void say(const char *who, struct outcome is)
{
	if (is.code == 0)
		said("%s: ok, %s%s", who, value(is.value),
		     is.error == -1 ? "" : ", an error");
	else if (is.code == CB_FAILED)
		said("%s: failed, %d%s", who, is.error,
		     is.value == &cells[0] ? "" : ", a value");
	else
		said("%s: %s%s%s", who, word(is.code),
		     is.value == &cells[0] ? "" : ", a value",
		     is.error == -1 ? "" : ", an error");
}

static void get(cb_future *f)
{
	say("get", look(f));
}

static void add(cb_future *f, cb_callback *fn, int number)
{
	said("add: %s", word(cb_add_done_callback(f, fn, item(number))));
}

static void failures(cb_future *f)
{
	said("failures: %d", cb_failures(f));
}

/* -- one thread ---------------------------------------------------------------------------- */

static void outcomes(void)
{
	for (int how = SET; how <= CANCEL; how++) {
		cb_future *f = new_future();

		if (f == NULL)
			return;
		end(f, how, 1 + how);
		get(f);
		end(f, SET, 4);
		end(f, FAIL, 5);
		end(f, CANCEL, 0);
		get(f);
		failures(f);
		cb_unref(f);
	}
	cb_unref(NULL);
}

static cb_future *shared;

/* A callback that says that it was called. */
static int speaks(cb_future *f, void *argument)
{
	said("called: %s%s", value(argument), f == shared ? "" : ", another future");
	return 0;
}

static void order(void)
{
	shared = new_future();
	if (shared == NULL)
		return;
	add(shared, speaks, 1);
	add(shared, speaks, 2);
	add(shared, speaks, 2);
	add(shared, speaks, 3);
	end(shared, SET, 4);
	end(shared, SET, 5);
	get(shared);
	cb_unref(shared);
}

static void late(void)
{
	for (int how = SET; how <= CANCEL; how++) {
		shared = new_future();
		if (shared == NULL)
			return;
		add(shared, speaks, 1);
		end(shared, how, 4);
		add(shared, speaks, 2);
		add(shared, speaks, 3);
		add(shared, speaks, 2);
		cb_unref(shared);
	}
}

/* The callbacks are called when it ends, however it ends, and not when that is refused.  A null
 * pointer is a value, and 0 is an error. */
static void endings(void)
{
	for (int how = SET; how <= CANCEL; how++) {
		shared = new_future();
		if (shared == NULL)
			return;
		add(shared, speaks, 1);
		add(shared, speaks, 2);
		if (how == SET)
			said("set: %s", word(cb_set(shared, NULL)));
		else if (how == FAIL)
			said("fail: %s", word(cb_fail(shared, 0)));
		else
			end(shared, CANCEL, 0);
		end(shared, FAIL, 3);
		end(shared, CANCEL, 0);
		end(shared, SET, 4);
		get(shared);
		cb_unref(shared);
	}
}

/* Fails, and in different ways, but for every second argument. */
static int fails(cb_future *f, void *argument)
{
	static const int results[4] = {0, 1, 0, -1};

	speaks(f, argument);
	return results[number_of(argument) % 4];
}

static void failing(void)
{
	shared = new_future();
	if (shared == NULL)
		return;
	for (int i = 1; i <= 4; i++)
		add(shared, fails, i);
	failures(shared);
	end(shared, SET, 7);
	failures(shared);
	add(shared, fails, 5);
	add(shared, fails, 6);
	failures(shared);
	get(shared);
	cb_unref(shared);
}

/* -- memory -------------------------------------------------------------------------------- */

/* What a callback that says nothing has seen: for each argument, how often it was called, by
 * whom, when, and what cb_get said then. */
struct visit {
	int calls;
	int by;
	long at;
	long argument;
	struct outcome is;
};

static struct visit visits[VALUES + 1];

/* Which thread this is; main is 0. */
static _Thread_local int me;

static int notes(cb_future *f, void *argument)
{
	struct visit *visit = &visits[number_of(argument)];

	if (number_of(argument) == 0)
		return 1;
	visit->calls++;
	visit->by = me;
	visit->at = tick();
	visit->argument = *(const long *)argument;
	visit->is = look(f);
	return 1;
}

/* The k-th allocation of new, add and add fails.  True if there was one, and all went well. */
static bool survives(long k, bool *last)
{
	cb_future *f = NULL;
	long before = blocks_left();
	int code, added[2];

	memset(visits, 0, sizeof visits);
	fail_allocation(k);
	code = cb_new(&f);
	if (code != 0) {
		fail_allocation(0);
		*last = false;
		return code == CB_NO_MEMORY && f == NULL && blocks_left() == before;
	}
	for (int i = 0; i < 2; i++)
		added[i] = cb_add_done_callback(f, notes, item(1 + i));
	fail_allocation(0);
	*last = added[0] == 0 && added[1] == 0;
	for (int i = 0; i < 2; i++)
		if (added[i] != 0 && added[i] != CB_NO_MEMORY)
			return false;
	code = cb_set(f, item(3));
	cb_unref(f);
	return code == 0 && visits[1].calls == (added[0] == 0) &&
	       visits[2].calls == (added[1] == 0) && blocks_left() == before;
}

static void no_memory(void)
{
	enum { MOST = 20 };
	bool last = false;
	long k;

	for (k = 1; k <= MOST && !last; k++)
		if (!survives(k, &last)) {
			said("allocation %ld fails: not as it must be", k);
			return;
		}
	said("every failed allocation: %s", k <= 2 || !last ? "not seen" : "no memory");
}

static void leak(void)
{
	for (int how = SET; how <= CANCEL + 1; how++) {
		cb_future *f = new_future();

		if (f == NULL)
			return;
		cb_ref(f);
		said("add: %s", word(cb_add_done_callback(f, notes, item(1))));
		said("add: %s", word(cb_add_done_callback(f, notes, item(2))));
		cb_unref(f);
		if (how <= CANCEL) {
			end(f, how, 4);
			said("add: %s", word(cb_add_done_callback(f, notes, item(3))));
		}
		cb_unref(f);
		said("blocks left: %ld", blocks_left());
	}
	said("called: %d %d %d", visits[1].calls, visits[2].calls, visits[3].calls);
}

/* -- waiting ------------------------------------------------------------------------------- */

static void *getter(void *argument)
{
	*(struct outcome *)argument = look(shared);
	return NULL;
}

static void waits(void)
{
	for (int how = SET; how <= CANCEL; how++) {
		struct outcome is[2];

		shared = new_future();
		if (shared == NULL)
			return;
		start(getter, &is[0]);
		start(getter, &is[1]);
		settle();
		end(shared, how, 1 + how);
		join_all();
		say("one", is[0]);
		say("the other", is[1]);
		cb_unref(shared);
	}
}

/* -- what a callback may do ---------------------------------------------------------------- */

static cb_future *another;

static int does_all(cb_future *f, void *argument)
{
	said("begins: %s", value(argument));
	get(f);
	add(f, speaks, 2);
	end(f, SET, 5);
	end(f, FAIL, 5);
	said("cancel: %s", cb_cancel(f) == CB_ALREADY ? "already" : "not already");
	failures(f);
	cb_ref(f);
	cb_unref(f);
	end(another, SET, 6);
	said("ends: %s", value(argument));
	return 0;
}

static int says_what(cb_future *f, void *argument)
{
	said("of another: %s", value(argument));
	get(f);
	return 0;
}

static void inside(void)
{
	for (int late = 0; late <= 1; late++) {
		shared = new_future();
		another = new_future();
		if (shared == NULL || another == NULL)
			return;
		said("add: %s", word(cb_add_done_callback(another, says_what, item(7))));
		if (late)
			end(shared, SET, 4);
		add(shared, does_all, 1);
		add(shared, speaks, 3);
		if (!late)
			end(shared, SET, 4);
		cb_unref(shared);
		cb_unref(another);
	}
}

/* A callback that waits for one who waits for the result. */
static struct outcome seen;
static bool met[2];

static int meets_waiter(cb_future *f, void *argument)
{
	(void)argument;
	seen = look(f);
	met[0] = meet(0, 2);
	return 0;
}

static void *waiter(void *argument)
{
	*(struct outcome *)argument = look(shared);
	met[1] = meet(0, 2);
	return NULL;
}

static void result_first(void)
{
	for (int patient = 0; patient <= 1; patient++) {
		struct outcome is;

		met[0] = met[1] = false;
		shared = new_future();
		if (shared == NULL)
			return;
		add(shared, meets_waiter, 1);
		start(waiter, &is);
		if (patient)
			settle();
		end(shared, SET, 2);
		join_all();
		say("in the callback", seen);
		say("in the thread", is);
		said("side by side: %s", yes(met[0] && met[1]));
		cb_unref(shared);
	}
}

/* -- callbacks side by side ---------------------------------------------------------------- */

/* The first of two callbacks stands still, until a thread has called everything there is. */
static int stands_still(cb_future *f, void *argument)
{
	speaks(f, argument);
	met[0] = meet(0, 2);
	met[1] = meet(1, 2);
	return 0;
}

static int says_who(cb_future *f, void *argument)
{
	speaks(f, argument);
	said("by: %s", me == 0 ? "main" : "the thread");
	return 0;
}

static void *calls_all(void *argument)
{
	(void)argument;
	me = 1;
	meet(0, 2);
	get(shared);
	add(shared, says_who, 3);
	failures(shared);
	end(shared, SET, 5);
	end(shared, FAIL, 5);
	end(shared, CANCEL, 0);
	cb_ref(shared);
	cb_unref(shared);
	meet(1, 2);
	return NULL;
}

static void stand_still(enum ending how)
{
	met[0] = met[1] = false;
	shared = new_future();
	if (shared == NULL)
		return;
	add(shared, stands_still, 1);
	add(shared, says_who, 2);
	start(calls_all, NULL);
	end(shared, how, 4);
	join_all();
	said("side by side: %s", yes(met[0] && met[1]));
	cb_unref(shared);
}

static int meets(cb_future *f, void *argument)
{
	(void)f;
	(void)argument;
	return meet(2, 2) ? 0 : 1;
}

static void *adds_late(void *argument)
{
	(void)argument;
	cb_add_done_callback(shared, meets, &cells[0]);
	return NULL;
}

static void *cancels_another(void *argument)
{
	(void)argument;
	cb_cancel(another);
	return NULL;
}

/* Two callbacks at once, of one future or of two: both must be there before either goes on. */
static void side_by_side(bool one)
{
	shared = new_future();
	another = new_future();
	if (shared == NULL || another == NULL)
		return;
	if (one)
		end(shared, SET, 4);
	else
		said("add: %s", word(cb_add_done_callback(another, meets, &cells[0])));
	start(adds_late, NULL);
	start(one ? adds_late : cancels_another, NULL);
	if (!one)
		end(shared, CANCEL, 0);
	join_all();
	said("failures: %d and %d", cb_failures(shared), cb_failures(another));
	cb_unref(shared);
	cb_unref(another);
}

static void outside(void)
{
	stand_still(SET);
	stand_still(CANCEL);
	side_by_side(true);
	side_by_side(false);
}

/* -- races --------------------------------------------------------------------------------- */

/* A thread adds two callbacks: 1 and 2 is what the first adds, 3 and 4 the second. */
struct adder {
	int number;
	int codes[2];
};

static void *adder(void *argument)
{
	struct adder *adder = argument;

	me = adder->number;
	for (int i = 0; i < 2; i++)
		adder->codes[i] =
			cb_add_done_callback(shared, notes, item(2 * me - 1 + i));
	return NULL;
}

/* Who settles it calls those that it has to in the order in which they were added. */
static bool out_of_order(int earlier, int later)
{
	return visits[earlier].by == 0 && visits[later].by == 0 &&
	       visits[earlier].at > visits[later].at;
}

static void add_and_settle(void)
{
	struct adder adders[2] = {{.number = 1}, {.number = 2}};

	memset(visits, 0, sizeof visits);
	shared = new_future();
	if (shared == NULL)
		return;
	for (int i = 0; i < 2; i++)
		start(adder, &adders[i]);
	end(shared, SET, 5);
	join_all();
	for (int n = 1; n <= 4; n++) {
		struct visit *visit = &visits[n];
		int by = (n + 1) / 2;

		said("add: %s, called: %d, by the right thread: %s",
		     word(adders[by - 1].codes[(n - 1) % 2]), visit->calls,
		     yes(visit->by == 0 || visit->by == by));
		say("it saw", visit->is);
	}
	said("out of order: %d", out_of_order(1, 2) + out_of_order(3, 4));
	failures(shared);
	cb_unref(shared);
}

/* A thread that settles it in its own way. */
struct settler {
	enum ending how;
	int code;
};

static void *settler(void *argument)
{
	struct settler *settler = argument;

	me = 1 + (int)settler->how;
	settler->code = end_quietly(shared, settler->how, 1 + (int)settler->how);
	return NULL;
}

static bool same(struct outcome a, struct outcome b)
{
	return a.code == b.code && a.value == b.value && a.error == b.error;
}

static bool said_by(int settler, struct outcome is)
{
	switch (settler) {
	case SET:
		return is.code == 0 && is.value == &cells[1] && is.read == drawn(1);
	case FAIL:
		return is.code == CB_FAILED && is.error == (int)drawn(2);
	default:
		return is.code == CB_CANCELLED;
	}
}

static void settle_and_settle(void)
{
	struct settler settlers[] = {{SET, 0}, {FAIL, 0}, {CANCEL, 0}};
	struct outcome early, is;
	int winners = 0, winner = 0;

	memset(visits, 0, sizeof visits);
	shared = new_future();
	if (shared == NULL)
		return;
	said("add: %s", word(cb_add_done_callback(shared, notes, item(4))));
	said("add: %s", word(cb_add_done_callback(shared, notes, item(5))));
	for (int i = 0; i < 3; i++)
		start(settler, &settlers[i]);
	early = look(shared);
	join_all();
	is = look(shared);
	for (int i = 0; i < 3; i++)
		if (settlers[i].code == 0) {
			winners++;
			winner = i;
		}
	said("settled: %d times", winners);
	said("it is what the winner said: %s", yes(said_by(winner, is)));
	said("it has changed: %s", yes(!same(is, early) || !same(is, visits[4].is)));
	said("called: %d %d", visits[4].calls, visits[5].calls);
	said("by the winner: %s",
	     yes(visits[4].by == 1 + winner && visits[5].by == 1 + winner));
	cb_unref(shared);
}

/* -- the last reference -------------------------------------------------------------------- */

static int lets_go(cb_future *f, void *argument)
{
	said("lets go: %s", value(argument));
	cb_unref(f);
	return 1;
}

/* Who settles it, or adds to it, has the only reference, and a callback gives that back. */
static void let_go_inside(void)
{
	for (int how = SET; how <= CANCEL; how++) {
		shared = new_future();
		if (shared == NULL)
			return;
		add(shared, lets_go, 1);
		add(shared, speaks, 2);
		end(shared, how, 3);
		said("blocks left: %ld", blocks_left());
		shared = new_future();
		if (shared == NULL)
			return;
		end(shared, how, 3);
		add(shared, lets_go, 1);
		said("blocks left: %ld", blocks_left());
	}
}

static void *gets_and_goes(void *argument)
{
	getter(argument);
	cb_unref(shared);
	return NULL;
}

static void *adds_and_goes(void *argument)
{
	*(int *)argument = cb_add_done_callback(shared, notes, item(2));
	cb_unref(shared);
	return NULL;
}

/* Three hold a reference, and each gives it back when it needs the future no more. */
static void last_reference(void)
{
	struct outcome is;
	int code = -1;

	let_go_inside();
	memset(visits, 0, sizeof visits);
	shared = new_future();
	if (shared == NULL)
		return;
	cb_ref(shared);
	cb_ref(shared);
	start(gets_and_goes, &is);
	start(adds_and_goes, &code);
	end(shared, SET, 3);
	cb_unref(shared);
	join_all();
	say("get", is);
	said("add: %s, called: %d", word(code), visits[2].calls);
	said("blocks left: %ld", blocks_left());
}

const struct test_case test_cases[] = {
	{"outcomes", outcomes},
	{"order", order},
	{"late", late},
	{"endings", endings},
	{"failing", failing},
	{"no-memory", no_memory},
	{"leak", leak},
	{"waits", waits},
	{"inside", inside},
	{"result-first", result_first},
	{"outside", outside},
	{"add-and-settle", add_and_settle},
	{"settle-and-settle", settle_and_settle},
	{"last-reference", last_reference},
	{NULL, NULL},
};
