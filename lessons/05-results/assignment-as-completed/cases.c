/* SPDX-License-Identifier: MIT */
/* cases - what is done with futures and iterators; `tests` beside this file says what must be
 * seen.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "as_completed.h"
#include "driver.h"

/* A value points to a number, which the thread that sets it writes just before: a future that
 * hands it over without synchronisation shows as a data race on the number. */
static long cells[VALUES + 1];

/* The futures of a case, numbered from 1 as the values are. */
enum { MOST = 4 };
static ac_future *futures[MOST + 1];

static void complete(int number)
{
	cells[number] = drawn(number);
	ac_future_set(futures[number], &cells[number]);
}

/* What no call gives: to see whether an out parameter was touched. */
static char nothing;
#define NO_VALUE    ((void *)&nothing)
#define NO_FUTURE   ((ac_future *)(void *)&nothing)
#define NO_ITERATOR ((ac *)(void *)&nothing)

static const char *word(int code)
{
	static char text[8][24];
	static unsigned turn;
	char *here = text[turn++ % 8];

	switch (code) {
	case 0:
		return "ok";
	case AC_END:
		return "end";
	case AC_TIMEOUT:
		return "timeout";
	case AC_PENDING:
		return "pending";
	case AC_NO_MEMORY:
		return "no memory";
	default:
		snprintf(here, sizeof text[0], "code %d", code);
		return here;
	}
}

/* Which of the case's futures it is; 0: none. */
static int number_of(const ac_future *f)
{
	for (int number = 1; number <= MOST; number++)
		if (f != NULL && futures[number] == f)
			return number;
	return 0;
}

/* The value of a future, as text. */
static const char *value(ac_future *f)
{
	static char text[VALUES][24];
	static unsigned turn;
	char *here = text[turn++ % VALUES];
	int number = number_of(f), code;
	void *got = NO_VALUE;

	if (number == 0)
		return "what is no future";
	code = ac_future_value(f, &got);
	if (code != 0)
		return got == NO_VALUE ? word(code) : "a code and a value";
	if (got != &cells[number])
		return "what was never set";
	snprintf(here, sizeof text[0], "%ld", *(long *)got);
	return here;
}

/* Futures 1 to n, which must be there for the case to go on. */
static bool make_futures(int n)
{
	for (int number = 1; number <= n; number++) {
		ac_future *f = NULL;
		int code = ac_future_new(&f);

		if (code != 0 || f == NULL) {
			said("future: %s, and %s", word(code),
			     f == NULL ? "none" : "one");
			return false;
		}
		futures[number] = f;
	}
	return true;
}

static void free_futures(void)
{
	for (int number = 1; number <= MOST; number++) {
		ac_future_free(futures[number]);
		futures[number] = NULL;
	}
}

/* An iterator over the futures 1 to n, or no further word. */
static ac *over(int n, long ms)
{
	ac *it = NULL;
	int code = ac_start(futures + 1, (size_t)n, ms, &it);

	if (code == 0 && it != NULL)
		return it;
	said("start: %s, and %s iterator", word(code), it == NULL ? "no" : "an");
	return NULL;
}

/* The number of the future that came; 0: a code, which it says. */
static int take(ac *it)
{
	ac_future *got = NO_FUTURE;
	int code = ac_next(it, &got), number;

	if (code != 0) {
		said("next: %s%s", word(code), got == NO_FUTURE ? "" : ", and a future");
		return 0;
	}
	number = number_of(got);
	if (number == 0)
		said("next: what is no future");
	return number;
}

static void next(ac *it)
{
	int number = take(it);

	if (number > 0)
		said("next: %s", value(futures[number]));
}

/* The next `calls` of them: how often each of the futures 1 to n came. */
static void tally(ac *it, int calls, int n)
{
	int times[MOST + 1] = {0};

	for (int i = 0; i < calls; i++)
		times[take(it)]++;
	for (int number = 1; number <= n; number++)
		said("%s came: %d", value(futures[number]), times[number]);
}

/* -- one thread ---------------------------------------------------------------------------- */

static void one(void)
{
	ac *it;

	if (!make_futures(1))
		return;
	said("value: %s", value(futures[1]));
	complete(1);
	said("value: %s", value(futures[1]));
	it = over(1, -1);
	if (it == NULL)
		return;
	next(it);
	next(it);
	next(it);
	ac_free(it);
	free_futures();
}

static void already_done(void)
{
	ac *it;

	if (!make_futures(4))
		return;
	complete(4);
	complete(2);
	complete(3);
	it = over(4, -1);
	if (it == NULL)
		return;
	/* The array was copied, and is for something else now. */
	complete(1);
	for (int number = 2; number <= 4; number++) {
		int which = take(it);

		said("one of the first three: %s", which > 1 ? "yes" : "no");
	}
	next(it);
	next(it);
	ac_free(it);
	free_futures();
}

static void nothing_at_all(void)
{
	ac *it = over(0, -1);
	void *got = NO_VALUE;
	int code;

	if (it == NULL)
		return;
	next(it);
	next(it);
	ac_free(it);
	it = over(0, 0);
	if (it == NULL)
		return;
	next(it);
	ac_free(it);
	ac_free(NULL);
	ac_future_free(NULL);
	if (!make_futures(1))
		return;
	ac_future_set(futures[1], NULL);
	code = ac_future_value(futures[1], &got);
	said("a null pointer as a value: %s", got == NULL ? word(code) : "another one");
	free_futures();
}

static void order(void)
{
	ac *it;

	if (!make_futures(4))
		return;
	it = over(4, -1);
	if (it == NULL)
		return;
	complete(3);
	complete(1);
	next(it);
	complete(4);
	complete(2);
	for (int i = 0; i < 4; i++)
		next(it);
	ac_free(it);
	free_futures();
}

static void duplicates(void)
{
	ac_future *twice[5];
	ac *it = NULL;
	int code;

	if (!make_futures(2))
		return;
	complete(1);
	twice[0] = twice[2] = twice[3] = futures[1];
	twice[1] = twice[4] = futures[2];
	code = ac_start(twice, 5, -1, &it);
	if (code != 0 || it == NULL) {
		said("start: %s", word(code));
		return;
	}
	/* The array was copied, and is the case's again. */
	for (int i = 0; i < 5; i++)
		twice[i] = NULL;
	next(it);
	complete(2);
	next(it);
	next(it);
	ac_free(it);
	free_futures();
}

/* -- memory -------------------------------------------------------------------------------- */

/* A run of a small life in which the k-th allocation fails; true when one did. */
static bool refused(long k)
{
	ac_future *f = NO_FUTURE;
	ac *it = NO_ITERATOR;
	int code;

	fail_allocation(k);
	code = ac_future_new(&f);
	if (code == 0) {
		futures[2] = f;
		code = ac_start(futures + 1, 2, -1, &it);
	}
	fail_allocation(0);
	if (code == 0) {
		ac_free(it);
	} else if (code != AC_NO_MEMORY || it != NO_ITERATOR ||
		   (futures[2] == NULL && f != NO_FUTURE)) {
		said("allocation %ld fails: %s%s", k, word(code),
		     it == NO_ITERATOR ? "" : ", and an iterator");
	}
	return code != 0;
}

static void no_memory(void)
{
	enum { FEW = 20 };
	bool failed = true;
	long k;

	for (k = 1; failed && k <= FEW; k++) {
		if (!make_futures(1))
			return;
		failed = refused(k);
		/* What has failed has left nobody behind in the futures. */
		for (int number = 1; number <= 2; number++)
			if (futures[number] != NULL)
				complete(number);
		free_futures();
	}
	said("every failed allocation: %s", k <= 3 || failed ? "not seen" : "no memory");
	said("blocks left: %ld", blocks_left());
}

static void leak(void)
{
	long after_first = 0;

	if (!make_futures(3))
		return;
	complete(2);
	for (int i = 0; i < 5; i++) {
		ac *it = over(3, i % 2 == 0 ? -1 : 0);

		if (it == NULL)
			return;
		if (i > 0)
			next(it);
		ac_free(it);
		if (i == 0)
			after_first = blocks_left();
	}
	said("the first and the fifth iterator: %s",
	     blocks_left() == after_first ? "as much memory" : "ever more memory");
	complete(1);
	complete(3);
	free_futures();
	said("blocks left: %ld", blocks_left());
}

/* -- waiting ------------------------------------------------------------------------------- */

/* What a thread has seen, for main to read after it has joined it, or while it waits. */
struct visit {
	ac *it;
	int n; /* without an iterator: over so many futures */
	atomic_int
		taken; /* relaxed, as the case must not order what the submission should */
	int code;
	ac_future *got[MOST + 1];
};

static int taken(struct visit *visit)
{
	return atomic_load_explicit(&visit->taken, memory_order_relaxed);
}

static void *iterate(void *argument)
{
	struct visit *visit = argument;

	for (int i = 0; i <= MOST && visit->code == 0; i++) {
		visit->code = ac_next(visit->it, &visit->got[i]);
		if (visit->code == 0)
			atomic_store_explicit(&visit->taken, i + 1, memory_order_relaxed);
	}
	return NULL;
}

/* One that has an iterator of its own. */
static void *iterate_alone(void *argument)
{
	struct visit *visit = argument;

	visit->code = ac_start(futures + 1, (size_t)visit->n, -1, &visit->it);
	if (visit->code != 0)
		return NULL;
	iterate(visit);
	ac_free(visit->it);
	return NULL;
}

static void waits(void)
{
	struct visit visit = {0};

	if (!make_futures(4))
		return;
	visit.it = over(3, -1);
	if (visit.it == NULL)
		return;
	start(iterate, &visit);
	settle();
	/* This one is none of the iterator's. */
	complete(4);
	settle();
	said("came: %d", taken(&visit));
	complete(3);
	settle();
	said("came: %d", taken(&visit));
	complete(1);
	settle();
	said("came: %d", taken(&visit));
	complete(2);
	join_all();
	said("came: %d, then: %s", taken(&visit), word(visit.code));
	for (int i = 0; i < taken(&visit) && i < 3; i++)
		said("in this order: %s", value(visit.got[i]));
	ac_free(visit.it);
	free_futures();
}

static void *complete_one(void *argument)
{
	const int *number = argument;

	complete(*number);
	return NULL;
}

/* A look at a value that may come at the same time. */
static void peek(int number)
{
	void *got = NO_VALUE;
	int code = ac_future_value(futures[number], &got);
	bool none = code == AC_PENDING && got == NO_VALUE;
	bool right = code == 0 && got == &cells[number] && *(long *)got == drawn(number);

	said("value meanwhile: %s",
	     none || right ? "none yet, or its own" : "another one");
}

/* Futures complete while an iterator over them is made. */
static void crowded(void)
{
	static int numbers[] = {1, 3};
	ac *it;

	if (!make_futures(3))
		return;
	complete(2);
	start(complete_one, &numbers[0]);
	start(complete_one, &numbers[1]);
	peek(1);
	it = over(3, -1);
	if (it != NULL) {
		tally(it, 3, 3);
		next(it);
		ac_free(it);
	}
	join_all();
	free_futures();
}

/* The moment is a short one, and so it comes more than once. */
static void crowd(void)
{
	for (int i = 0; i < 4; i++)
		crowded();
}

/* Two iterators over the same futures: once both wait, once whenever it may be. */
static void two_over_the_same(bool patient)
{
	struct visit visits[2] = {{.n = 2}, {.n = 2}};

	if (!make_futures(2))
		return;
	for (int i = 0; i < 2; i++)
		start(iterate_alone, &visits[i]);
	if (patient)
		settle();
	complete(2);
	complete(1);
	join_all();
	for (int i = 0; i < 2; i++) {
		int times[MOST + 1] = {0};

		for (int k = 0; k < taken(&visits[i]); k++)
			times[number_of(visits[i].got[k])]++;
		said("%s came: %d, %s came: %d, then: %s", value(futures[1]), times[1],
		     value(futures[2]), times[2], word(visits[i].code));
	}
	free_futures();
}

static void two_iterators(void)
{
	two_over_the_same(false);
	two_over_the_same(true);
}

/* An iterator is freed while a future that it waits for completes. */
static void free_meanwhile(void)
{
	static int numbers[] = {1, 2};
	ac *it, *other;

	if (!make_futures(2))
		return;
	it = over(2, -1);
	other = over(2, -1);
	if (it == NULL || other == NULL)
		return;
	start(complete_one, &numbers[0]);
	start(complete_one, &numbers[1]);
	said("one came: %s", take(it) > 0 ? "yes" : "no");
	ac_free(it);
	ac_free(other);
	join_all();
	said("both are done: %s %s", value(futures[1]), value(futures[2]));
	free_futures();
	said("blocks left: %ld", blocks_left());
}

/* -- time ---------------------------------------------------------------------------------- */

enum { MINUTE = 60 * 1000 };

/* Future after future completes, forty minutes apart, and before them one that nobody asked
 * for. */
static void *complete_slowly(void *argument)
{
	pause_ms(20 * MINUTE);
	complete(4);
	pause_ms(20 * MINUTE);
	for (int number = 1; number <= 3; number++) {
		complete(number);
		pause_ms(40 * MINUTE);
	}
	return argument;
}

/* Minutes since then; who rounds up a millisecond is right as well. */
static long minutes_since(long then)
{
	return (now_ms() - then) / MINUTE;
}

static void deadline(void)
{
	long began = now_ms();
	ac *it;

	if (!make_futures(4))
		return;
	it = over(3, 100 * MINUTE);
	if (it == NULL)
		return;
	start(complete_slowly, NULL);
	for (int i = 0; i < 3; i++) {
		next(it);
		said("minutes: %ld", minutes_since(began));
	}
	join_all();
	/* The time is over, and still what is done comes. */
	next(it);
	next(it);
	ac_free(it);
	free_futures();
}

/* The time begins with the iterator, and not with its first step. */
static void from_the_start(void)
{
	long began = now_ms();
	ac *it;

	if (!make_futures(2))
		return;
	it = over(2, 50 * MINUTE);
	if (it == NULL)
		return;
	pause_ms(40 * MINUTE);
	next(it);
	said("minutes: %ld", minutes_since(began));
	next(it);
	said("minutes: %ld", minutes_since(began));
	complete(2);
	next(it);
	complete(1);
	next(it);
	next(it);
	ac_free(it);
	free_futures();
}

static void only_what_is_there(void)
{
	long began = now_ms();
	ac *it;

	if (!make_futures(2))
		return;
	complete(2);
	it = over(2, 0);
	if (it == NULL)
		return;
	next(it);
	next(it);
	next(it);
	said("minutes: %ld", minutes_since(began));
	complete(1);
	next(it);
	next(it);
	ac_free(it);
	free_futures();
}

const struct test_case test_cases[] = {
	{"one", one},
	{"already-done", already_done},
	{"nothing", nothing_at_all},
	{"order", order},
	{"duplicates", duplicates},
	{"no-memory", no_memory},
	{"leak", leak},
	{"waits", waits},
	{"crowd", crowd},
	{"two-iterators", two_iterators},
	{"free-meanwhile", free_meanwhile},
	{"deadline", deadline},
	{"from-the-start", from_the_start},
	{"only-what-is-there", only_what_is_there},
	{NULL, NULL},
};
