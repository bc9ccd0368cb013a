/* SPDX-License-Identifier: MIT */
/* cases - what is done with promises; `tests` beside this file says what must be seen.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "promises.h"
#include "driver.h"

enum { MOST = 4 };

/* A value is a pointer to a number, which the thread that resolves writes just before: without
 * synchronisation it shows as a data race on the number. */
static long cells[VALUES + 1];
static pr *jobs[MOST];

static void *item(int number)
{
	cells[number] = drawn(number);
	return &cells[number];
}

static int reason(int number)
{
	return (int)drawn(number);
}

/* The number in a value, as text. */
static const char *value(const void *got)
{
	static char text[VALUES][24];
	static unsigned next;
	char *here = text[next++ % VALUES];
	uintptr_t at = (uintptr_t)got, first = (uintptr_t)cells;

	if (got == NULL)
		return "null";
	if (at < first || at >= first + sizeof cells || (at - first) % sizeof *cells != 0)
		return "what was never given";
	snprintf(here, sizeof text[0], "%ld", *(const long *)got);
	return here;
}

static const char *word(int code)
{
	static char text[8][24];
	static unsigned next;
	char *here = text[next++ % 8];

	switch (code) {
	case 0:
		return "ok";
	case PR_ALREADY:
		return "already";
	case PR_TIMEOUT:
		return "timeout";
	case PR_NO_MEMORY:
		return "no memory";
	default:
		snprintf(here, sizeof text[0], "code %d", code);
		return here;
	}
}

/* "fulfilled with 4711", "rejected for 42"; what does not belong to it follows. */
static const char *shown(const struct pr_outcome *outcome)
{
	static char text[8][80];
	static unsigned next;
	char *here = text[next++ % 8];

	if (outcome->state == PR_FULFILLED)
		snprintf(here, sizeof text[0], "fulfilled with %s%s",
			 value(outcome->value),
			 outcome->reason != 0 ? ", and a reason" : "");
	else if (outcome->state == PR_REJECTED)
		snprintf(here, sizeof text[0], "rejected for %d%s", outcome->reason,
			 outcome->value != NULL ? ", and a value" : "");
	else
		snprintf(here, sizeof text[0], "in state %d", (int)outcome->state);
	return here;
}

/* -- one call of pr_await ---------------------------------------------------------------------- */

struct visit {
	pr *p;
	long ms;
	int code;
	struct pr_outcome outcome;
	long at; /* its tick */
};

static const struct pr_outcome before = {PR_PENDING, cells, 4711};

static bool is_as_before(const struct pr_outcome *outcome)
{
	return outcome->state == before.state && outcome->value == before.value &&
	       outcome->reason == before.reason;
}

static void go(struct visit *visit)
{
	visit->outcome = before;
	visit->code = pr_await(visit->p, visit->ms, &visit->outcome);
	visit->at = tick();
}

static void *visits(void *argument)
{
	go(argument);
	return NULL;
}

/* True when it was settled; else it says of it what there is to say. */
static bool settled(const char *name, const struct visit *visit)
{
	if (visit->code == 0)
		return true;
	said("%s: %s%s", name, word(visit->code),
	     is_as_before(&visit->outcome) ? "" : ", and an outcome");
	return false;
}

static void show(const char *name, const struct visit *visit)
{
	if (settled(name, visit))
		said("%s: %s", name, shown(&visit->outcome));
}

/* A combination's array: "all: 1 2 3". */
static void show_values(const char *name, const struct visit *visit, size_t n)
{
	void *const *values = visit->outcome.value;
	char text[200] = "";
	size_t length = 0;

	if (!settled(name, visit))
		return;
	if (visit->outcome.state != PR_FULFILLED || values == NULL) {
		said("%s: %s", name, shown(&visit->outcome));
		return;
	}
	for (size_t i = 0; i < n && length < sizeof text; i++)
		length += (size_t)snprintf(text + length, sizeof text - length, " %s",
					   value(values[i]));
	said("%s:%s", name, text);
}

static void show_outcomes(const char *name, const struct visit *visit, size_t n)
{
	const struct pr_outcome *outcomes = visit->outcome.value;

	if (!settled(name, visit))
		return;
	if (visit->outcome.state != PR_FULFILLED || outcomes == NULL) {
		said("%s: %s", name, shown(&visit->outcome));
		return;
	}
	for (size_t i = 0; i < n; i++)
		said("%s, number %zu: %s", name, i + 1, shown(&outcomes[i]));
}

static struct visit look(pr *p, long ms)
{
	struct visit one = {.p = p, .ms = ms};

	go(&one);
	return one;
}

static void ask(const char *name, pr *p)
{
	struct visit one = look(p, 0);

	show(name, &one);
}

static void ask_values(const char *name, pr *p, size_t n)
{
	struct visit one = look(p, 0);

	show_values(name, &one, n);
}

static void ask_outcomes(const char *name, pr *p, size_t n)
{
	struct visit one = look(p, 0);

	show_outcomes(name, &one, n);
}

/* -- promises that must be there for the case to go on --------------------------------------- */

static bool is_there(const char *name, int code, const pr *p)
{
	if (code == 0 && p != NULL)
		return true;
	said("%s: %s, and %s promise", name, word(code), p == NULL ? "no" : "a");
	return false;
}

static bool make(int n)
{
	for (int i = 0; i < n; i++) {
		int code;

		jobs[i] = NULL;
		code = pr_new(&jobs[i]);
		if (!is_there("new", code, jobs[i]))
			return false;
	}
	return true;
}

static void drop(int n)
{
	for (int i = 0; i < n; i++)
		pr_unref(jobs[i]);
}

typedef int combining(pr *const *, size_t, pr **);

/* A combination of the promises of these letters, a to d. */
static pr *combine(combining *of, const char *letters)
{
	pr *ps[VALUES], *out = NULL;
	size_t n = strlen(letters);
	int code;

	for (size_t i = 0; i < n; i++)
		ps[i] = jobs[letters[i] - 'a'];
	code = of(ps, n, &out);
	return is_there("combination", code, out) ? out : NULL;
}

static void resolve(int i, void *with)
{
	int code = pr_resolve(jobs[i], with);

	if (code != 0)
		said("resolve: %s", word(code));
}

static void reject(int i, int why)
{
	int code = pr_reject(jobs[i], why);

	if (code != 0)
		said("reject: %s", word(code));
}

/* -- one thread ---------------------------------------------------------------------------- */

static void settling(void)
{
	struct visit patient;

	if (!make(2))
		return;
	ask("a", jobs[0]);
	said("resolve: %s", word(pr_resolve(jobs[0], item(1))));
	ask("a", jobs[0]);
	said("resolve: %s", word(pr_resolve(jobs[0], item(2))));
	said("reject: %s", word(pr_reject(jobs[0], reason(3))));
	patient = look(jobs[0], -1);
	show("a", &patient);
	said("reject: %s", word(pr_reject(jobs[1], reason(4))));
	ask("b", jobs[1]);
	said("resolve: %s", word(pr_resolve(jobs[1], item(5))));
	said("reject: %s", word(pr_reject(jobs[1], reason(6))));
	patient = look(jobs[1], -1);
	show("b", &patient);
	drop(2);
}

static void all(void)
{
	pr *out, *again, *part;

	if (!make(4) || (out = combine(pr_all, "abc")) == NULL)
		return;
	ask("all", out);
	resolve(2, item(3));
	resolve(0, item(1));
	ask("all", out);
	if ((part = combine(pr_all, "acb")) == NULL ||
	    (again = combine(pr_all, "ca")) == NULL)
		return;
	ask_values("of two that were settled", again, 2);
	ask("of three, one of them pending", part);
	resolve(1, NULL);
	ask_values("all", out, 3);
	ask_values("of three, one of them pending", part, 3);
	ask_values("all, asked again", out, 3);
	pr_unref(part);
	pr_unref(again);
	drop(4);
	ask_values("all, when the others are gone", out, 3);
	pr_unref(out);
}

static void show_empty(const char *name, pr *p)
{
	struct visit visit = look(p, 0);

	if (settled(name, &visit))
		said("%s: %s", name,
		     visit.outcome.state == PR_FULFILLED ? "fulfilled" : "not fulfilled");
	pr_unref(p);
}

static void empty(void)
{
	pr *none = NULL, *out;
	int code;

	if ((out = combine(pr_all, "")) == NULL)
		return;
	show_empty("all of none", out);
	if ((out = combine(pr_all_settled, "")) == NULL)
		return;
	show_empty("all settled of none", out);
	code = pr_all(NULL, 0, &none);
	if (is_there("of a null pointer", code, none))
		show_empty("of a null pointer", none);
}

static void twice(void)
{
	pr *values, *outcomes, *rejected;

	if (!make(2) || (values = combine(pr_all, "aaba")) == NULL ||
	    (outcomes = combine(pr_all_settled, "abb")) == NULL)
		return;
	resolve(0, item(1));
	ask("all", values);
	ask("all settled", outcomes);
	if ((rejected = combine(pr_all, "abb")) == NULL)
		return;
	reject(1, reason(2));
	ask("all", values);
	ask_outcomes("all settled", outcomes, 3);
	ask("all", rejected);
	pr_unref(rejected);
	pr_unref(values);
	pr_unref(outcomes);
	drop(2);
	if (!make(2) || (values = combine(pr_all, "bab")) == NULL)
		return;
	resolve(0, item(3));
	resolve(1, item(4));
	ask_values("all", values, 3);
	pr_unref(values);
	drop(2);
}

/* Two promises are parts of inner, and inner and a third one are parts of outer: when the last
 * of them is settled, so are both. */
static void nested_values(combining *of)
{
	struct visit in, out;
	pr *inner, *outer;
	void *const *values;

	if (!make(3) || (inner = combine(of, "ab")) == NULL)
		return;
	jobs[3] = inner;
	if ((outer = combine(pr_all, "dc")) == NULL)
		return;
	resolve(2, item(3));
	resolve(0, item(1));
	ask("inner", inner);
	ask("outer", outer);
	resolve(1, item(2));
	in = look(inner, 0);
	out = look(outer, 0);
	if (of == pr_all)
		show_values("inner", &in, 2);
	else
		show_outcomes("inner", &in, 2);
	values = out.outcome.value;
	if (settled("outer", &out) && values != NULL)
		said("outer: %s, %s",
		     values[0] == in.outcome.value ? "inner's" : "another",
		     value(values[1]));
	pr_unref(outer);
	drop(4);
}

/* Inner is needed, even when nobody but its parts and outer knows of it any more. */
static void nested_reasons(void)
{
	pr *outer, *settled_too;

	if (!make(3) || (jobs[3] = combine(pr_all, "ab")) == NULL ||
	    (outer = combine(pr_all, "cd")) == NULL ||
	    (settled_too = combine(pr_all_settled, "dc")) == NULL)
		return;
	pr_unref(jobs[3]);
	resolve(2, item(3));
	ask("outer", outer);
	reject(1, reason(4));
	ask("outer", outer);
	ask_outcomes("outer, settled", settled_too, 2);
	pr_unref(outer);
	resolve(0, item(1));
	pr_unref(settled_too);
	drop(3);
}

static void nested(void)
{
	nested_values(pr_all);
	nested_values(pr_all_settled);
	nested_reasons();
}

/* -- memory -------------------------------------------------------------------------------- */

/* Tries something, with an allocation after the other that fails, until it needs no further
 * one.  When it fails it has given back everything. */
static const char *run_out(int (*try)(long k))
{
	enum { FAR = 50 };

	for (long k = 1; k <= FAR; k++) {
		long blocks = blocks_left();
		int code = try(k);

		if (blocks_left() != blocks)
			return "blocks are left";
		if (code == 0)
			return k > 1 ? "no memory" : "it needs none";
		if (code != PR_NO_MEMORY)
			return word(code);
	}
	return "one allocation after the other";
}

static int try_new(long k)
{
	pr *p = NULL;
	int code;

	fail_allocation(k);
	code = pr_new(&p);
	fail_allocation(0);
	if (code != 0 && p != NULL)
		said("it failed, and there is a promise");
	pr_unref(code == 0 ? p : NULL);
	return code;
}

/* The promises are as they were when it fails: they are settled, which needs no memory. */
static int try_combining(combining *of, long k)
{
	pr *out = NULL;
	int code;

	if (!make(3))
		return PR_TIMEOUT;
	resolve(1, item(2));
	fail_allocation(k);
	code = of(jobs, 3, &out);
	fail_allocation(1);
	resolve(2, item(3));
	reject(0, reason(1));
	fail_allocation(0);
	if (code != 0 && out != NULL)
		said("it failed, and there is a promise");
	pr_unref(code == 0 ? out : NULL);
	drop(3);
	return code;
}

static int try_all(long k)
{
	return try_combining(pr_all, k);
}

static int try_all_settled(long k)
{
	return try_combining(pr_all_settled, k);
}

static void no_memory(void)
{
	said("new: %s", run_out(try_new));
	said("all: %s", run_out(try_all));
	said("all settled: %s", run_out(try_all_settled));
}

/* Whatever is given back first, and whether it is settled by then. */
static void leak(void)
{
	for (int i = 0; i < 2; i++) {
		combining *of = i == 0 ? pr_all : pr_all_settled;
		pr *out, *early, *late;

		if (!make(3) || (early = combine(of, "abca")) == NULL ||
		    (out = combine(of, "cab")) == NULL)
			return;
		pr_ref(jobs[0]);
		drop(1);
		pr_unref(early);
		resolve(0, item(1));
		reject(1, reason(2));
		if ((late = combine(of, "ab")) == NULL)
			return;
		drop(3);
		ask(i == 0 ? "all" : "all settled, one of them for ever pending", out);
		pr_unref(late);
		pr_unref(out);
	}
	pr_unref(NULL);
	said("blocks left: %ld", blocks_left());
}

/* -- waiting ------------------------------------------------------------------------------- */

enum { WAITERS = 2 };

static void wait_for(struct visit *visits_of, pr *p)
{
	for (int i = 0; i < WAITERS; i++) {
		visits_of[i] = (struct visit){.p = p, .ms = -1};
		start(visits, &visits_of[i]);
	}
}

static void await(void)
{
	struct visit both[WAITERS];
	long ticks[2];

	for (int round = 0; round < 2; round++) {
		if (!make(1))
			return;
		wait_for(both, jobs[0]);
		settle();
		ticks[round] = tick();
		if (round == 0)
			resolve(0, item(1));
		else
			reject(0, reason(2));
		join_all();
		for (int i = 0; i < WAITERS; i++) {
			show("who waited", &both[i]);
			if (both[i].at < ticks[round])
				said("and did not wait");
		}
		drop(1);
	}
}

static void *slowly(void *argument)
{
	pause_ms(400);
	pr_resolve(argument, item(1));
	return NULL;
}

static void ask_in_time(pr *p, long ms, long expected)
{
	long began = now_ms(), took;
	struct visit one = look(p, ms);

	took = now_ms() - began;
	show("it is", &one);
	said("after %ld ms", took >= expected && took <= expected + 10 ? expected : took);
}

static void timeout(void)
{
	if (!make(2))
		return;
	/* So that some of the ends of a wait are in the next second, and some are not. */
	pause_ms(250);
	ask_in_time(jobs[0], 1900, 1900);
	ask_in_time(jobs[0], 999, 999);
	start(slowly, jobs[0]);
	ask_in_time(jobs[0], 5000, 400);
	join_all();
	ask_in_time(jobs[1], 30, 30);
	drop(2);
}

/* Two wait for a combination of four; the first rejection is enough, and the last word. */
static void all_rejects(void)
{
	struct visit both[WAITERS];
	long from, until;
	pr *out;

	if (!make(4) || (out = combine(pr_all, "abcd")) == NULL)
		return;
	wait_for(both, out);
	resolve(3, item(4));
	settle();
	from = tick();
	reject(2, reason(3));
	ask("all", out);
	settle();
	until = tick();
	reject(1, reason(2));
	resolve(0, item(1));
	join_all();
	for (int i = 0; i < WAITERS; i++) {
		show("who waited", &both[i]);
		said("until then, and no longer: %s",
		     both[i].at > from && both[i].at < until ? "yes" : "no");
	}
	ask("all", out);
	pr_unref(out);
	if ((out = combine(pr_all, "abcd")) == NULL)
		return;
	ask("of two that are rejected already", out);
	pr_unref(out);
	drop(4);
}

static void all_settled(void)
{
	struct visit both[WAITERS];
	long from;
	pr *out;

	if (!make(4) || (out = combine(pr_all_settled, "abcd")) == NULL)
		return;
	wait_for(both, out);
	reject(1, reason(2));
	resolve(3, item(4));
	resolve(0, NULL);
	settle();
	ask("all settled", out);
	from = tick();
	reject(2, reason(3));
	ask_outcomes("all settled", out, 4);
	join_all();
	for (int i = 0; i < WAITERS; i++)
		said("who waited: %s, %s", word(both[i].code),
		     both[i].at > from ? "until then" : "not long enough");
	pr_unref(out);
	if ((out = combine(pr_all_settled, "ba")) == NULL)
		return;
	ask_outcomes("of two that were settled", out, 2);
	pr_unref(out);
	drop(4);
}

/* -- races --------------------------------------------------------------------------------- */

/* Settles a promise, and gives back the reference that is its own. */
struct errand {
	pr *p;
	int number;  /* of its value, or */
	int because; /* of its reason */
	int code;
};

static void *runs_errand(void *argument)
{
	struct errand *errand = argument;

	if (errand->because != 0)
		errand->code = pr_reject(errand->p, reason(errand->because));
	else
		errand->code = pr_resolve(errand->p, item(errand->number));
	pr_unref(errand->p);
	return NULL;
}

/* Sends two: each takes a reference with it. */
static void send(struct errand *errands)
{
	for (int i = 0; i < 2; i++) {
		pr_ref(errands[i].p);
		start(runs_errand, &errands[i]);
	}
}

/* Both promises are settled while they are combined, and the promises are given back as soon as
 * nobody needs them. */
static void race_of(struct errand *errands)
{
	pr *values, *outcomes;

	for (int i = 0; i < 2; i++)
		errands[i].p = jobs[i];
	send(errands);
	values = combine(pr_all, "ba");
	outcomes = combine(pr_all_settled, "ab");
	drop(2);
	if (values != NULL && outcomes != NULL) {
		struct visit one = look(values, -1), other = look(outcomes, -1);

		show_values("all", &one, 2);
		show_outcomes("all settled", &other, 2);
	}
	pr_unref(values);
	pr_unref(outcomes);
	join_all();
}

static void race(void)
{
	if (make(2))
		race_of((struct errand[]){{.number = 1}, {.number = 2}});
	if (make(2))
		race_of((struct errand[]){{.number = 3}, {.because = 4}});
	said("blocks left: %ld", blocks_left());
}

/* Nobody waits for the combinations, and they are given back before their parts, or after. */
static void dropped_early(void)
{
	struct errand errands[2];
	pr *first, *second;

	if (!make(2))
		return;
	for (int i = 0; i < 2; i++)
		errands[i] =
			(struct errand){.p = jobs[i], .number = i + 1, .because = 3 * i};
	if ((first = combine(pr_all, "ab")) == NULL ||
	    (second = combine(pr_all_settled, "ab")) == NULL)
		return;
	send(errands);
	pr_unref(first);
	drop(2);
	pr_unref(second);
	join_all();
	said("settled: %s and %s", word(errands[0].code), word(errands[1].code));
	said("blocks left: %ld", blocks_left());
}

/* Of two that settle a promise one does, and of two rejections one rejects the combination: it
 * stays so. */
static void one_winner(void)
{
	struct errand same[2], each[2];
	struct visit now, later;
	pr *out;

	if (!make(3) || (out = combine(pr_all, "bc")) == NULL)
		return;
	for (int i = 0; i < 2; i++) {
		same[i] = (struct errand){.p = jobs[0], .number = 1, .because = 5 * i};
		each[i] = (struct errand){.p = jobs[i + 1], .because = i + 2};
	}
	send(same);
	now = look(jobs[0], -1);
	join_all();
	later = look(jobs[0], -1);
	said("one says %s, the other %s", word(same[same[0].code != 0].code),
	     word(same[same[0].code == 0].code));
	said("it is what the one made it, and stays so: %s",
	     now.outcome.state == (same[0].code == 0 ? PR_FULFILLED : PR_REJECTED) &&
			     now.outcome.state == later.outcome.state
		     ? "yes"
		     : "no");
	send(each);
	now = look(out, -1);
	join_all();
	later = look(out, -1);
	said("all: rejected for one of the two: %s",
	     now.outcome.state == PR_REJECTED && (now.outcome.reason == reason(2) ||
						  now.outcome.reason == reason(3))
		     ? "yes"
		     : "no");
	said("and for the same later: %s",
	     later.outcome.reason == now.outcome.reason ? "yes" : "no");
	pr_unref(out);
	drop(3);
}

const struct test_case test_cases[] = {
	{"settle", settling},
	{"await", await},
	{"timeout", timeout},
	{"all", all},
	{"all-rejects", all_rejects},
	{"all-settled", all_settled},
	{"empty", empty},
	{"twice", twice},
	{"nested", nested},
	{"no-memory", no_memory},
	{"leak", leak},
	{"dropped-early", dropped_early},
	{"race", race},
	{"one-winner", one_winner},
	{NULL, NULL},
};
