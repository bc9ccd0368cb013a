/* SPDX-License-Identifier: MIT */
/* cases - what is done with futures and with wt_wait; `tests` beside this file says what must be
 * seen.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "wait.h"
#include "driver.h"

enum { MOST = 4 };

/* A future stands for a value, which the thread that settles it writes just before: whoever is
 * told that it is done reads it, and a wait without synchronisation shows as a data race. */
static long cells[MOST];
static wt_future *futures[MOST];

static int settle_future(int i, enum wt_state how)
{
	cells[i] = drawn(i + 1);
	return wt_settle(futures[i], how);
}

static const char *word(int code)
{
	static char text[8][24];
	static unsigned next;
	char *here = text[next++ % 8];

	switch (code) {
	case 0:
		return "ok";
	case WT_SETTLED:
		return "settled";
	case WT_TIMEOUT:
		return "timeout";
	case WT_INVALID:
		return "invalid";
	case WT_NO_MEMORY:
		return "no memory";
	default:
		snprintf(here, sizeof text[0], "code %d", code);
		return here;
	}
}

static const char *state(wt_future *f)
{
	static const char *const name[] = {"pending", "finished", "failed", "cancelled"};
	enum wt_state is = wt_state_of(f);

	return is <= WT_CANCELLED ? name[is] : "no state";
}

static void settle_it(int i, enum wt_state how)
{
	int code = settle_future(i, how);

	said("settle: %s, and it is %s", word(code), state(futures[i]));
}

/* So many futures that must be there for the case to go on. */
static bool make(int n)
{
	for (int i = 0; i < n; i++) {
		int code = wt_new(&futures[i]);

		if (code != 0 || futures[i] == NULL) {
			said("new: %s, and %s future", word(code),
			     futures[i] == NULL ? "no" : "a");
			return false;
		}
	}
	return true;
}

static void drop(int n)
{
	for (int i = 0; i < n; i++) {
		wt_unref(futures[i]);
		futures[i] = NULL;
	}
}

/* -- one call of wt_wait --------------------------------------------------------------------- */

struct call {
	/* what is asked: the futures of these letters, a to d */
	const char *of;
	enum wt_when when;
	long ms;
	/* what came of it */
	int code;
	bool done[VALUES];
	size_t how_many;
	long at;    /* its tick */
	int values; /* of those that are done: how many were there to read */
};

static size_t futures_of(const char *letters, wt_future **fs)
{
	size_t n = strlen(letters);

	for (size_t i = 0; i < n; i++)
		fs[i] = futures[letters[i] - 'a'];
	return n;
}

/* What it does not write stays as it was here: true, false, true and so on. */
static void wait_for(struct call *call)
{
	wt_future *fs[VALUES];
	size_t n = futures_of(call->of, fs);

	for (size_t i = 0; i < VALUES; i++)
		call->done[i] = i % 2 == 0;
	call->how_many = 77;
	call->code = wt_wait(fs, n, call->when, call->ms, call->done, &call->how_many);
	call->at = tick();
	call->values = 0;
	if (call->code != 0 && call->code != WT_TIMEOUT)
		return;
	for (size_t i = 0; i < n; i++) {
		int future = call->of[i] - 'a';

		call->values += call->done[i] && cells[future] == drawn(future + 1);
	}
}

/* "ok, a.c, 2 of them": which are done, by their letters. */
static const char *answer(const struct call *call)
{
	static char text[8][96];
	static unsigned next;
	char *here = text[next++ % 8], marks[VALUES + 1] = "";
	size_t n = strlen(call->of);
	int written = call->how_many != 77;

	for (size_t i = 0; i < VALUES; i++) {
		bool as_it_was = call->done[i] == (i % 2 == 0);

		if (i < n)
			marks[i] = call->done[i] ? call->of[i] : '.';
		else if (!as_it_was)
			return "it wrote beyond the end of done";
		written += !as_it_was;
	}
	if (call->code == 0 || call->code == WT_TIMEOUT)
		snprintf(here, sizeof text[0], "%s, %s%s%zu of them", word(call->code),
			 marks, n > 0 ? ", " : "", call->how_many);
	else
		snprintf(here, sizeof text[0], "%s, %s", word(call->code),
			 written ? "changed" : "untouched");
	return here;
}

static void ask(const char *of, enum wt_when when, long ms)
{
	static const char *const name[] = {"first completed", "first exception",
					   "all completed"};
	struct call call = {.of = of, .when = when, .ms = ms};

	wait_for(&call);
	said("%s of %s: %s", when <= WT_ALL_COMPLETED ? name[when] : "no mode",
	     *of == '\0' ? "none" : of, answer(&call));
}

/* -- one thread ---------------------------------------------------------------------------- */

static void settling(void)
{
	static const enum wt_state how[] = {WT_FINISHED, WT_FAILED, WT_CANCELLED};

	if (!make(4))
		return;
	for (int i = 0; i < 3; i++) {
		said("it is %s", state(futures[i]));
		settle_it(i, how[i]);
		settle_it(i, how[(i + 1) % 3]);
		settle_it(i, how[i]);
	}
	settle_it(3, WT_PENDING);
	settle_it(3, (enum wt_state)77);
	settle_it(3, WT_FINISHED);
	drop(4);
}

/* All of this is so already, or is only looked at: nobody has to wait. */
static void looks(void)
{
	if (!make(4))
		return;
	ask("ab", WT_FIRST_COMPLETED, 0);
	settle_future(1, WT_FINISHED);
	settle_future(3, WT_CANCELLED);
	ask("abcd", WT_FIRST_COMPLETED, 0);
	ask("abcd", WT_FIRST_COMPLETED, -1);
	ask("abcd", WT_FIRST_EXCEPTION, 0);
	ask("bd", WT_FIRST_EXCEPTION, -1);
	ask("abcd", WT_ALL_COMPLETED, 0);
	ask("bd", WT_ALL_COMPLETED, -1);
	settle_future(2, WT_FAILED);
	ask("abcd", WT_FIRST_EXCEPTION, -1);
	ask("ac", WT_FIRST_EXCEPTION, 0);
	ask("dcba", WT_ALL_COMPLETED, 0);
	ask("a", (enum wt_when)77, 0);
	said("without marks: %s",
	     word(wt_wait(futures, 4, WT_FIRST_COMPLETED, 0, NULL, NULL)));
	settle_future(0, WT_FINISHED);
	ask("dcba", WT_ALL_COMPLETED, -1);
	drop(4);
}

static void empty(void)
{
	static const enum wt_when when[] = {WT_ALL_COMPLETED, WT_FIRST_EXCEPTION,
					    WT_FIRST_COMPLETED};

	for (int i = 0; i < 3; i++) {
		ask("", when[i], 0);
		ask("", when[i], -1);
		said("of a null pointer: %s",
		     word(wt_wait(NULL, 0, when[i], -1, NULL, NULL)));
	}
}

/* -- memory -------------------------------------------------------------------------------- */

/* Tries something, with an allocation after the other that fails, until it needs no further
 * one.  When it fails it has given back everything. */
static const char *run_out(int (*try)(long k))
{
	enum { FAR = 30 };

	for (long k = 1; k <= FAR; k++) {
		long before = blocks_left();
		int code = try(k);

		if (blocks_left() != before)
			return "blocks are left";
		if (code == 0)
			return k > 1 ? "no memory" : "it needs none";
		if (code != WT_NO_MEMORY)
			return word(code);
	}
	return "one allocation after the other";
}

static int try_new(long k)
{
	wt_future *f = NULL;
	int code;

	fail_allocation(k);
	code = wt_new(&f);
	fail_allocation(0);
	if (code != 0 && f != NULL)
		said("it failed, and there is a future");
	wt_unref(code == 0 ? f : NULL);
	return code;
}

/* It is not so after a millisecond; what the call had to tell the futures by then it has taken
 * back when it fails: they can be settled, and waited for. */
static int try_wait(long k)
{
	struct call call = {.of = "aba", .when = WT_ALL_COMPLETED, .ms = 1};
	struct call again = {.of = "ab", .when = WT_ALL_COMPLETED, .ms = -1};

	if (!make(2))
		return WT_INVALID;
	fail_allocation(k);
	wait_for(&call);
	fail_allocation(1);
	settle_future(0, WT_FINISHED);
	settle_future(1, WT_FAILED);
	fail_allocation(0);
	wait_for(&again);
	drop(2);
	if (strcmp(answer(&again), "ok, ab, 2 of them") != 0)
		said("and then: %s", answer(&again));
	if (call.code == WT_TIMEOUT)
		return 0;
	if (strcmp(answer(&call), "no memory, untouched") != 0)
		said("it failed: %s", answer(&call));
	return call.code;
}

static void no_memory(void)
{
	const char *of_wait;

	said("new: %s", run_out(try_new));
	of_wait = run_out(try_wait);
	said("wait: %s", strcmp(of_wait, "it needs none") == 0 ? "no memory" : of_wait);
}

static void leak(void)
{
	if (!make(3))
		return;
	wt_ref(futures[0]);
	wt_unref(futures[0]);
	ask("abc", WT_ALL_COMPLETED, 1);
	settle_it(0, WT_FINISHED);
	ask("abc", WT_FIRST_COMPLETED, -1);
	ask("cba", WT_FIRST_EXCEPTION, 1);
	settle_it(1, WT_FINISHED);
	drop(3);
	wt_unref(NULL);
	said("blocks left: %ld", blocks_left());
}

/* -- waiting ------------------------------------------------------------------------------- */

static void *waits(void *argument)
{
	wait_for(argument);
	return NULL;
}

/* A thread waits, and its futures are settled one after the other, from the last to the first;
 * each time all have time to do what they can. */
static void stages(struct call *call, const enum wt_state *how)
{
	int n = (int)strlen(call->of), stage = 0;
	long ticks[MOST];

	if (!make(n))
		return;
	start(waits, call);
	settle();
	for (int i = n; i-- > 0;) {
		ticks[n - 1 - i] = tick();
		settle_future(i, how[n - 1 - i]);
		settle();
	}
	join_all();
	while (stage < n && ticks[stage] < call->at)
		stage++;
	said("when %d of %d are settled: %s", stage, n, answer(call));
	said("values seen: %d", call->values);
	drop(n);
}

static void first_completed(void)
{
	static const enum wt_state how[][3] = {{WT_FINISHED, WT_FAILED, WT_FINISHED},
					       {WT_CANCELLED, WT_FINISHED, WT_FAILED},
					       {WT_FAILED, WT_FINISHED, WT_FINISHED}};

	for (int i = 0; i < 3; i++)
		stages(&(struct call){.of = "abc", .when = WT_FIRST_COMPLETED, .ms = -1},
		       how[i]);
}

static void first_exception(void)
{
	static const enum wt_state how[][4] = {
		{WT_FINISHED, WT_CANCELLED, WT_FAILED, WT_FINISHED},
		{WT_FAILED, WT_FINISHED, WT_FINISHED, WT_FAILED},
		{WT_FINISHED, WT_CANCELLED, WT_FINISHED, WT_FINISHED}};

	for (int i = 0; i < 3; i++)
		stages(&(struct call){.of = "abcd", .when = WT_FIRST_EXCEPTION, .ms = -1},
		       how[i]);
}

static void all_completed(void)
{
	static const enum wt_state how[][3] = {{WT_FAILED, WT_FINISHED, WT_CANCELLED}};

	stages(&(struct call){.of = "abc", .when = WT_ALL_COMPLETED, .ms = -1}, how[0]);
}

static void duplicates(void)
{
	static const enum wt_state how[] = {WT_FINISHED, WT_FINISHED, WT_CANCELLED};
	struct call call = {.of = "aabab", .when = WT_ALL_COMPLETED, .ms = -1};

	if (!make(2))
		return;
	ask("aba", WT_FIRST_COMPLETED, 0);
	start(waits, &call);
	settle();
	settle_future(0, how[0]);
	settle();
	ask("aba", WT_FIRST_COMPLETED, -1);
	ask("aba", WT_ALL_COMPLETED, 0);
	settle_future(1, how[2]);
	join_all();
	said("who waited: %s", answer(&call));
	ask("bbab", WT_FIRST_EXCEPTION, -1);
	drop(2);
}

/* Settles a and b after 400 milliseconds each. */
static void *slowly(void *argument)
{
	for (int i = 0; i < 2; i++) {
		pause_ms(400);
		settle_future(i, WT_FINISHED);
	}
	return argument;
}

static void ask_in_time(const char *of, enum wt_when when, long ms, long expected)
{
	long before = now_ms(), took;

	ask(of, when, ms);
	took = now_ms() - before;
	if (took >= expected && took <= expected + 10)
		said("after %ld ms", expected);
	else
		said("after %ld ms", took);
}

static void timeout(void)
{
	if (!make(3))
		return;
	/* So that some of the ends of a wait are in the next second, and some are not. */
	pause_ms(250);
	start(slowly, NULL);
	ask_in_time("abc", WT_ALL_COMPLETED, 1500, 1500);
	join_all();
	said("c is %s", state(futures[2]));
	ask_in_time("c", WT_FIRST_COMPLETED, 3100, 3100);
	ask_in_time("abc", WT_FIRST_EXCEPTION, 999, 999);
	settle_it(2, WT_FAILED);
	ask_in_time("abc", WT_FIRST_EXCEPTION, 5000, 0);
	drop(3);
}

/* -- many at once -------------------------------------------------------------------------- */

/* Each of them names the same futures in another order. */
static void crowd_of(bool patient)
{
	struct call calls[] = {{.of = "abc", .when = WT_ALL_COMPLETED, .ms = -1},
			       {.of = "cba", .when = WT_ALL_COMPLETED, .ms = -1},
			       {.of = "bca", .when = WT_FIRST_EXCEPTION, .ms = -1}};

	if (!make(3))
		return;
	for (int i = 0; i < 3; i++)
		start(waits, &calls[i]);
	if (patient)
		settle();
	for (int i = 0; i < 3; i++)
		settle_future(i, WT_FINISHED);
	join_all();
	for (int i = 0; i < 3; i++)
		said("%s, values seen: %d", answer(&calls[i]), calls[i].values);
	drop(3);
}

static void crowd(void)
{
	crowd_of(false);
	crowd_of(true);
}

/* Settles a future where another function has just had its variables. */
static __attribute__((noinline)) void settle_over(int i)
{
	volatile unsigned char ground[4096];
	int changed = 0;

	for (size_t k = 0; k < sizeof ground; k++)
		ground[k] = 0xa5;
	settle_future(i, WT_FAILED);
	for (size_t k = 0; k < sizeof ground; k++)
		changed += ground[k] != 0xa5;
	said("settled, and changed elsewhere: %d", changed);
}

/* What a call allocates it gives back: many do not leave more than one. */
static void more_of_the_same(void)
{
	wt_future *f = NULL, *both[2];
	long before = 0;
	int code = wt_new(&f);

	if (code != 0 || f == NULL)
		return;
	both[0] = futures[0];
	both[1] = f;
	for (int i = 0; i < 6; i++) {
		wt_wait(both, 2, WT_ALL_COMPLETED, 1, NULL, NULL);
		wt_wait(both, 2, WT_FIRST_COMPLETED, -1, NULL, NULL);
		if (i == 0)
			before = blocks_left();
	}
	said("after five more of the same, blocks more: %ld", blocks_left() - before);
	wt_unref(f);
}

/* A call that has returned is no longer known to any future, however it ended. */
static void leaves_nothing(void)
{
	struct call call = {.of = "abc", .when = WT_FIRST_COMPLETED, .ms = -1};

	if (!make(4))
		return;
	start(waits, &call);
	settle_future(0, WT_FINISHED);
	join_all();
	said("the thread: %s", answer(&call));
	settle_over(1);
	ask("acd", WT_FIRST_COMPLETED, -1);
	ask("dcd", WT_ALL_COMPLETED, 5);
	ask("cd", WT_FIRST_EXCEPTION, 0);
	ask("dc", WT_ALL_COMPLETED, 5);
	settle_over(3);
	settle_over(2);
	ask("abcd", WT_ALL_COMPLETED, -1);
	more_of_the_same();
	drop(4);
}

/* -- races --------------------------------------------------------------------------------- */

/* Settles a future and gives back the reference that is its own. */
struct errand {
	int number;
	wt_future *f;
	long ms; /* before it does */
};

static void *runs_errand(void *argument)
{
	const struct errand *errand = argument;

	if (errand->ms > 0)
		pause_ms(errand->ms);
	cells[errand->number] = drawn(errand->number + 1);
	wt_settle(errand->f, errand->number == 0 ? WT_FINISHED : WT_FAILED);
	wt_unref(errand->f);
	return NULL;
}

/* Whether code and marks say the same, and speak of futures that can be read. */
static const char *sound(const struct call *call)
{
	size_t n = strlen(call->of), done = 0;
	bool so;

	for (size_t i = 0; i < n; i++)
		done += call->done[i];
	so = call->when == WT_FIRST_COMPLETED ? done > 0 : done == n;
	if (call->code != 0 && call->code != WT_TIMEOUT)
		return word(call->code);
	if (call->how_many != done || (size_t)call->values != done)
		return "numbers that do not agree";
	return so == (call->code == 0) ? "as it must be" : "code and marks do not agree";
}

/* Waits as often as it is told to, while both futures are settled. */
static void race_of(struct call *calls, int n, long ms)
{
	struct errand errands[2];

	if (!make(2))
		return;
	for (int i = 0; i < 2; i++) {
		wt_ref(futures[i]);
		errands[i] = (struct errand){i, futures[i], i * ms};
		start(runs_errand, &errands[i]);
	}
	for (int i = 0; i < n; i++) {
		wait_for(&calls[i]);
		said("wait: %s%s", sound(&calls[i]),
		     calls[i].ms < 0 && calls[i].code != 0 ? ", but it did not wait"
							   : "");
	}
	for (int i = 0; i < 2; i++)
		if (wt_state_of(futures[i]) != WT_PENDING && cells[i] != drawn(i + 1))
			said("it is settled, and its value is not there");
	drop(2);
	join_all();
}

static void race(void)
{
	race_of((struct call[]){{.of = "ab", .when = WT_ALL_COMPLETED, .ms = -1}}, 1, 0);
	/* The last is settled at the moment when the time is over, and the other one before. */
	race_of((struct call[]){{.of = "ba", .when = WT_ALL_COMPLETED, .ms = 1},
				{.of = "ba", .when = WT_FIRST_COMPLETED, .ms = -1}},
		2, 1);
	race_of((struct call[]){{.of = "ab", .when = WT_FIRST_COMPLETED, .ms = -1},
				{.of = "ab", .when = WT_ALL_COMPLETED, .ms = -1}},
		2, 0);
	/* Without any call before. */
	race_of(NULL, 0, 0);
	said("blocks left: %ld", blocks_left());
}

/* Two threads settle the same future, each in its own way. */
struct attempt {
	enum wt_state how;
	int code;
};

static void *attempts(void *argument)
{
	struct attempt *attempt = argument;

	attempt->code = wt_settle(futures[0], attempt->how);
	return NULL;
}

static void one_winner(void)
{
	struct attempt two[] = {{.how = WT_FINISHED}, {.how = WT_FAILED}};
	enum wt_state seen;
	int code, won;

	if (!make(1))
		return;
	for (int i = 0; i < 2; i++)
		start(attempts, &two[i]);
	code = wt_wait(futures, 1, WT_ALL_COMPLETED, -1, NULL, NULL);
	seen = wt_state_of(futures[0]);
	join_all();
	won = two[0].code == 0 ? 0 : 1;
	said("wait: %s", word(code));
	said("one says %s, the other %s", word(two[won].code), word(two[1 - won].code));
	said("it is what the first made it: %s",
	     seen == two[won].how && wt_state_of(futures[0]) == seen ? "yes" : "no");
	drop(1);
}

const struct test_case test_cases[] = {
	{"settle", settling},
	{"looks", looks},
	{"empty", empty},
	{"duplicates", duplicates},
	{"no-memory", no_memory},
	{"leak", leak},
	{"first-completed", first_completed},
	{"first-exception", first_exception},
	{"all-completed", all_completed},
	{"timeout", timeout},
	{"crowd", crowd},
	{"leaves-nothing", leaves_nothing},
	{"race", race},
	{"one-winner", one_winner},
	{NULL, NULL},
};
