/* SPDX-License-Identifier: MIT */
/* cases - what is done with a future; `tests` beside this file says what must be seen.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "driver.h"
#include "future.h"

/* A value points to a cell, which the thread that settles the future writes just before: a
 * future that is settled without synchronisation shows as a data race on the cell. */
static long cells[VALUES + 1];

static void *item(int number)
{
	cells[number] = drawn(number);
	return &cells[number];
}

/* What a value points to, if it is one of these cells. */
static long *cell(void *got)
{
	uintptr_t at = (uintptr_t)got, first = (uintptr_t)cells;

	if (at < first || at >= first + sizeof cells || (at - first) % sizeof *cells != 0)
		return NULL;
	return got;
}

static const char *word(int code)
{
	static char text[8][24];
	static unsigned next;
	char *here = text[next++ % 8];

	switch (code) {
	case 0:
		return "ok";
	case FUTURE_ALREADY:
		return "already";
	case FUTURE_TIMEOUT:
		return "timeout";
	case FUTURE_FAILED:
		return "failed";
	case FUTURE_NO_MEMORY:
		return "no memory";
	default:
		snprintf(here, sizeof text[0], "code %d", code);
		return here;
	}
}

/* A future that must be there for the case to go on: without it, that is all there is to say. */
static future *future_of(void)
{
	future *f = NULL;
	int code = future_new(&f);

	if (code == 0 && f != NULL)
		return f;
	said("new: %s, and %s future", word(code), f == NULL ? "no" : "a");
	return NULL;
}

/* What a get has said, and where it left its out parameters untouched. */
struct answer {
	int code;
	void *value;
	int error;
	long seen; /* what the value points to */
};

enum { UNTOUCHED = -4711 };

static struct answer ask(future *f, long ms)
{
	struct answer answer = {.value = cells, .error = UNTOUCHED};

	answer.code = future_get(f, ms, &answer.value, &answer.error);
	if (answer.code == 0 && cell(answer.value) != NULL)
		answer.seen = *cell(answer.value);
	return answer;
}

/* The value, as text. */
static const char *content(const struct answer *answer)
{
	static char text[24];

	if (answer->value == NULL)
		return "null";
	if (cell(answer->value) == NULL)
		return "what was never set";
	snprintf(text, sizeof text, "%ld", answer->seen);
	return text;
}

static void tell(const char *who, const struct answer *answer)
{
	const char *value = "", *error = "";

	if (answer->code != 0 && answer->value != cells)
		value = ", and a value";
	if (answer->code != FUTURE_FAILED && answer->error != UNTOUCHED)
		error = ", and an error";
	if (answer->code == 0)
		said("%s: %s%s", who, content(answer), error);
	else if (answer->code == FUTURE_FAILED)
		said("%s: failed, %d%s", who, answer->error, value);
	else
		said("%s: %s%s%s", who, word(answer->code), value, error);
}

static void get(future *f, long ms)
{
	struct answer answer = ask(f, ms);

	tell("get", &answer);
}

static void done(future *f)
{
	said("done: %s", future_done(f) ? "yes" : "no");
}

static void set(future *f, void *value)
{
	said("set: %s", word(future_set(f, value)));
}

static void fail(future *f, int error)
{
	said("fail: %s", word(future_fail(f, error)));
}

/* -- one thread ---------------------------------------------------------------------------- */

static void setting(void)
{
	future *f = future_of();

	if (f == NULL)
		return;
	done(f);
	get(f, 0);
	set(f, item(1));
	done(f);
	get(f, 0);
	get(f, -1);
	get(f, 1000);
	future_unref(f);
	f = future_of();
	if (f == NULL)
		return;
	set(f, NULL);
	done(f);
	get(f, -1);
	future_unref(f);
	future_unref(NULL);
}

static void failing(void)
{
	const int errors[] = {(int)drawn(1), 0, -1};

	for (int i = 0; i < 3; i++) {
		future *f = future_of();

		if (f == NULL)
			return;
		fail(f, errors[i]);
		done(f);
		get(f, 0);
		get(f, -1);
		future_unref(f);
	}
}

static void once(void)
{
	future *f = future_of(), *g = future_of();

	if (f == NULL || g == NULL)
		return;
	set(f, item(1));
	set(f, item(2));
	fail(f, (int)drawn(3));
	get(f, -1);
	fail(g, (int)drawn(4));
	fail(g, (int)drawn(5));
	set(g, item(6));
	get(g, -1);
	future_unref(g);
	future_unref(f);
}

/* -- memory -------------------------------------------------------------------------------- */

/* An allocation after the other fails, until a future needs no further one. */
static void no_memory(void)
{
	enum { MOST = 20 };
	long k;

	for (k = 1; k <= MOST; k++) {
		future *f = NULL;
		long before = blocks_left();
		int code;

		fail_allocation(k);
		code = future_new(&f);
		if (code == 0) {
			set(f, item(1));
			get(f, -1);
			future_unref(f);
			fail_allocation(0);
			break;
		}
		fail_allocation(0);
		if (code != FUTURE_NO_MEMORY || f != NULL || blocks_left() != before) {
			said("allocation %ld fails: %s, %s future, %ld blocks left", k,
			     word(code), f == NULL ? "no" : "a", blocks_left() - before);
			return;
		}
	}
	said("every failed allocation: %s",
	     k == 1 || k > MOST ? "not seen" : "no memory");
}

/* Three references are given back: one while it is pending, one when it is settled. */
static void references(void)
{
	future *f = future_of();

	if (f == NULL)
		return;
	future_ref(f);
	future_ref(f);
	future_unref(f);
	done(f);
	set(f, item(1));
	future_unref(f);
	get(f, -1);
	future_unref(f);
	said("blocks left: %ld", blocks_left());
	f = future_of();
	if (f == NULL)
		return;
	future_ref(f);
	future_unref(f);
	future_unref(f);
	said("blocks left by a pending one: %ld", blocks_left());
}

/* -- waiting ------------------------------------------------------------------------------- */

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

static future *shared;

/* What a thread asks for, and what it got; for main to read after it has joined it. */
struct visit {
	long ms;
	struct answer answer;
	long took;     /* milliseconds */
	long returned; /* a tick */
	bool held;     /* it gives a reference back */
};

static void *getter(void *argument)
{
	struct visit *visit = argument;
	long began = now_ms();

	visit->answer = ask(shared, visit->ms);
	visit->took = now_ms() - began;
	visit->returned = tick();
	if (visit->held)
		future_unref(shared);
	return NULL;
}

/* Settles it while one waits who has to be asleep. */
static void wait_for_one(int error)
{
	struct visit visit = {.ms = -1};
	long settled;

	shared = future_of();
	if (shared == NULL)
		return;
	start(getter, &visit);
	settle();
	done(shared);
	settled = tick();
	if (error == 0)
		set(shared, item(1));
	else
		fail(shared, error);
	join_all();
	tell(visit.returned > settled ? "get, after it" : "get, before it",
	     &visit.answer);
	future_unref(shared);
}

static void waits(void)
{
	wait_for_one(0);
	wait_for_one((int)drawn(2));
}

/* Settles it while three wait. */
static void wait_for_all(int error)
{
	struct visit visits[] = {{.ms = -1}, {.ms = -1}, {.ms = -1}};

	shared = future_of();
	if (shared == NULL)
		return;
	for (int i = 0; i < 3; i++)
		start(getter, &visits[i]);
	settle();
	if (error == 0)
		set(shared, item(1));
	else
		fail(shared, error);
	join_all();
	for (int i = 0; i < 3; i++)
		tell("get", &visits[i].answer);
	future_unref(shared);
}

static void wakes_all(void)
{
	wait_for_all(0);
	wait_for_all((int)drawn(2));
}

/* -- time ---------------------------------------------------------------------------------- */

/* Not before its time; and a thousandth of it later, or two milliseconds, is rounding. */
static const char *on_time(long took, long ms)
{
	if (took < ms)
		return "too soon";
	return took <= ms + ms / 1000 + 2 ? "on time" : "too late";
}

static void get_in_time(future *f, long ms)
{
	long began = now_ms();
	struct answer answer = ask(f, ms);

	said("get, %ld ms: %s, %s", ms, word(answer.code), on_time(now_ms() - began, ms));
	if (answer.code == FUTURE_TIMEOUT)
		tell("get", &answer);
}

/* Is there, so that this thread is not alone: what it does is counted then. */
static void *company(void *argument)
{
	(void)argument;
	gate_pass(1);
	return NULL;
}

/* Each begins so late in a second that its end is in another one, or not. */
static void timeout(void)
{
	const long times[] = {DAY, 1, 0, 1500, 999};
	future *f = future_of();

	if (f == NULL)
		return;
	start(company, NULL);
	pause_ms(999);
	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		get_in_time(f, times[i]);
	set(f, item(1));
	get(f, 1000);
	gate_open(1);
	join_all();
	future_unref(f);
}

/* Four wait, each with its own time; two see the value that comes in between. */
static void timeouts(void)
{
	struct visit visits[] = {
		{.ms = HOUR}, {.ms = 2 * HOUR}, {.ms = 3 * HOUR}, {.ms = -1}};
	const long after = 2 * HOUR + 30 * MINUTE;
	const long took[] = {HOUR, 2 * HOUR, after, after};

	shared = future_of();
	if (shared == NULL)
		return;
	for (int i = 0; i < 4; i++)
		start(getter, &visits[i]);
	pause_ms(after);
	set(shared, item(1));
	join_all();
	for (int i = 0; i < 4; i++) {
		tell("get", &visits[i].answer);
		said("that was %s", on_time(visits[i].took, took[i]));
	}
	future_unref(shared);
}

/* -- who comes when ------------------------------------------------------------------------ */

static void *settler(void *argument)
{
	struct visit *visit = argument;

	visit->answer.code = future_set(shared, item(1));
	if (visit->held)
		future_unref(shared);
	return NULL;
}

/* Whoever has seen that it is done can have the value, without waiting. */
static void *looker(void *argument)
{
	struct visit *visit = argument;

	visit->answer.code = 0;
	if (future_done(shared))
		visit->answer = ask(shared, 0);
	return NULL;
}

static void value_is_there(void)
{
	struct visit in = {0}, out = {.ms = -1}, look = {0};

	shared = future_of();
	if (shared == NULL)
		return;
	start(getter, &out);
	start(looker, &look);
	start(settler, &in);
	join_all();
	said("set: %s", word(in.answer.code));
	tell("get", &out.answer);
	said("get when it was done: %s", word(look.answer.code));
	future_unref(shared);
}

/* -- two who settle it --------------------------------------------------------------------- */

static void *failer(void *argument)
{
	struct visit *visit = argument;

	visit->answer.code = future_fail(shared, (int)drawn(2));
	return NULL;
}

static bool same(const struct answer *a, const struct answer *b)
{
	return a->code == b->code && a->value == b->value && a->error == b->error;
}

static void one_wins(void)
{
	struct visit a = {0}, b = {0}, out = {.ms = -1};
	struct answer after;
	bool value;

	shared = future_of();
	if (shared == NULL)
		return;
	start(settler, &a);
	start(failer, &b);
	start(getter, &out);
	join_all();
	value = a.answer.code == 0;
	after = ask(shared, 0);
	said("the first: %s", word(value ? a.answer.code : b.answer.code));
	said("the second: %s", word(value ? b.answer.code : a.answer.code));
	said("it has what the first gave: %s",
	     after.code == (value ? 0 : FUTURE_FAILED) &&
			     (value ? after.value == &cells[1] : after.error == drawn(2))
		     ? "yes"
		     : "no");
	said("a thread that waited got the same: %s",
	     same(&out.answer, &after) ? "yes" : "no");
	future_unref(shared);
}

/* -- the last reference -------------------------------------------------------------------- */

/* Nobody but these threads has a reference, and each gives its own back at once. */
static void last_reference(void)
{
	struct visit in = {.held = true};
	struct visit out[2] = {{.ms = -1, .held = true}, {.ms = -1, .held = true}};

	shared = future_of();
	if (shared == NULL)
		return;
	future_ref(shared);
	future_ref(shared);
	for (int i = 0; i < 2; i++)
		start(getter, &out[i]);
	start(settler, &in);
	join_all();
	said("set: %s", word(in.answer.code));
	for (int i = 0; i < 2; i++)
		tell("get", &out[i].answer);
	said("blocks left: %ld", blocks_left());
}

static void *sharer(void *argument)
{
	(void)argument;
	future_ref(shared);
	future_unref(shared);
	future_unref(shared);
	return NULL;
}

/* Threads come and go at once: the count is theirs together. */
static void counted(void)
{
	shared = future_of();
	if (shared == NULL)
		return;
	future_ref(shared);
	future_ref(shared);
	start(sharer, NULL);
	start(sharer, NULL);
	future_unref(shared);
	join_all();
	said("blocks left: %ld", blocks_left());
}

const struct test_case test_cases[] = {
	{"set", setting},
	{"fail", failing},
	{"once", once},
	{"no-memory", no_memory},
	{"references", references},
	{"waits", waits},
	{"wakes-all", wakes_all},
	{"timeout", timeout},
	{"timeouts", timeouts},
	{"value-is-there", value_is_there},
	{"one-wins", one_wins},
	{"last-reference", last_reference},
	{"counted", counted},
	{NULL, NULL},
};
