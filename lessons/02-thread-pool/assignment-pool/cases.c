/* SPDX-License-Identifier: MIT */
/* cases - what is done with a pool; `tests` beside this file says what must be seen.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "driver.h"
#include "pool.h"

/* An argument points to a value that is written just before it is added, and what the task leaves
 * behind is read after the join: where nothing orders two sides, it is a data race. */
static long given[VALUES + 1];
static int times[VALUES + 1]; /* how often the task of this number has run */

#define UNTOUCHED ((void *)&given[0])

static void *argument_of(int number)
{
	given[number] = drawn(number);
	return &given[number];
}

/* Which argument it is; 0: none. */
static int number_of(const void *argument)
{
	uintptr_t at = (uintptr_t)argument, first = (uintptr_t)given;

	if (at <= first || at - first > VALUES * sizeof *given ||
	    (at - first) % sizeof *given != 0)
		return 0;
	return (int)((at - first) / sizeof *given);
}

static const char *word(int code)
{
	static _Thread_local char text[8][24];
	static _Thread_local unsigned next;
	char *here = text[next++ % 8];

	switch (code) {
	case 0:
		return "ok";
	case POOL_CLOSED:
		return "closed";
	case POOL_OPEN:
		return "open";
	case POOL_SELF:
		return "self";
	case POOL_INVALID:
		return "invalid";
	case POOL_NO_MEMORY:
		return "no memory";
	case POOL_NO_THREAD:
		return "no thread";
	default:
		snprintf(here, sizeof text[0], "code %d", code);
		return here;
	}
}

/* The task of most.  Each has a number of its own, and a place of its own to leave a trace. */
static void work(void *argument)
{
	int number = number_of(argument);

	if (number == 0 || given[number] != drawn(number))
		said("a task has got what was never added");
	else
		times[number]++;
}

/* The same, and says so. */
static void speak(void *argument)
{
	int number = number_of(argument);

	work(argument);
	if (number != 0)
		said("task: %ld", given[number]);
}

static void speak_later(void *argument)
{
	gate_pass(number_of(argument));
	speak(argument);
}

/* How often a task has run, as text. */
static const char *ran(int number)
{
	static char text[8][24];
	static unsigned next;
	char *here = text[next++ % 8];
	const char *how_often[] = {"never", "once", "twice"};

	snprintf(here, sizeof text[0], "%ld %s", drawn(number),
		 times[number] <= 2 ? how_often[times[number]] : "again and again");
	return here;
}

/* A pool that must be there for the case to go on: without it, that is all there is to say. */
static pool *pool_of(size_t workers)
{
	pool *p = NULL;
	int code = pool_new(workers, &p);

	if (code == 0 && p != NULL)
		return p;
	said("new: %s, and %s pool", word(code), p == NULL ? "no" : "a");
	return NULL;
}

static void add(pool *p, pool_task *task, void *argument)
{
	said("add: %s", word(pool_add(p, task, argument)));
}

/* Says nothing if all is well: its task may speak first. */
static void add_quietly(pool *p, pool_task *task, void *argument)
{
	int code = pool_add(p, task, argument);

	if (code != 0)
		said("add: %s", word(code));
}

static void join(pool *p)
{
	said("join: %s", word(pool_join(p)));
}

static void *joiner(void *argument)
{
	join(argument);
	return NULL;
}

/* -- one after the other ------------------------------------------------------------------- */

static char order[256];

/* One worker alone does this, and then main reads it. */
static void note(void *argument)
{
	size_t length = strlen(order);
	int number = number_of(argument);

	if (number == 0)
		snprintf(order + length, sizeof order - length, " %s",
			 argument == NULL ? "null" : "unknown");
	else
		snprintf(order + length, sizeof order - length, " %ld", given[number]);
}

static void in_order(void)
{
	pool *p = pool_of(1);

	if (p == NULL)
		return;
	add(p, note, argument_of(1));
	add(p, note, argument_of(2));
	add(p, note, NULL);
	add(p, note, argument_of(3));
	pool_close(p);
	join(p);
	said("in this order:%s", order);
	pool_free(p);
}

static void states(void)
{
	pool *p = UNTOUCHED;

	said("new of 0: %s", word(pool_new(0, &p)));
	said("its pool: %s", p == UNTOUCHED ? "untouched" : "changed");
	p = pool_of(2);
	if (p == NULL)
		return;
	join(p);
	add(p, work, argument_of(1));
	join(p);
	pool_close(p);
	add(p, work, argument_of(2));
	pool_close(p);
	add(p, work, argument_of(3));
	join(p);
	join(p);
	pool_close(p);
	add(p, work, argument_of(4));
	said("ran: %s, %s, %s, %s", ran(1), ran(2), ran(3), ran(4));
	pool_free(p);
	pool_free(NULL);
}

/* -- memory and threads -------------------------------------------------------------------- */

/* A pool that was closed or not, joined or not. */
enum { NEITHER, CLOSED, JOINED };

/* Some tasks, and the pool is freed. */
static bool add_and_free(int first, int last, int state)
{
	pool *p = pool_of(2);

	if (p == NULL)
		return false;
	for (int i = first; i <= last; i++)
		add_quietly(p, work, argument_of(i));
	if (state != NEITHER)
		pool_close(p);
	if (state == JOINED)
		pool_join(p);
	pool_free(p);
	return true;
}

static void freeing(void)
{
	if (!add_and_free(1, 3, NEITHER))
		return;
	said("ran: %s, %s, %s", ran(1), ran(2), ran(3));
	if (!add_and_free(4, 4, CLOSED))
		return;
	said("ran: %s", ran(4));
	if (!add_and_free(5, 5, JOINED))
		return;
	said("ran: %s", ran(5));
}

static void leak(void)
{
	for (int state = NEITHER; state <= JOINED; state++)
		if (add_and_free(3 * state + 1, 3 * state + 3, state))
			said("blocks left: %ld", blocks_left());
}

enum { MOST = 20 };

/* An allocation after the other fails, until a pool needs no further one.  How many there are is
 * its own affair. */
static pool *new_without_memory(void)
{
	for (long k = 1; k <= MOST; k++) {
		pool *p = UNTOUCHED;
		int code;

		fail_allocation(k);
		code = pool_new(2, &p);
		fail_allocation(0);
		if (code == 0 && p != UNTOUCHED && p != NULL) {
			said("every failed allocation of pool_new: no memory");
			return p;
		}
		if (code != POOL_NO_MEMORY || p != UNTOUCHED || blocks_left() != 0) {
			said("allocation %ld of pool_new fails: %s, %ld blocks left", k,
			     word(code), blocks_left());
			return NULL;
		}
	}
	said("%d allocations are not enough", MOST);
	return NULL;
}

/* The same for tasks.  A pool may have room for some without asking for memory. */
static void no_memory(void)
{
	pool *p = new_without_memory();
	bool accepted[VALUES + 1] = {false}, right = true;

	if (p == NULL)
		return;
	for (int i = 1; i <= VALUES; i++) {
		int code;

		fail_allocation(i % 3);
		code = pool_add(p, work, argument_of(i));
		fail_allocation(0);
		accepted[i] = code == 0;
		if (code != 0 && (code != POOL_NO_MEMORY || i % 3 == 0)) {
			said("add: %s", word(code));
			return;
		}
	}
	said("every failed allocation of pool_add: no memory");
	pool_close(p);
	join(p);
	for (int i = 1; i <= VALUES; i++)
		right = right && times[i] == accepted[i];
	said("ran: %s", right ? "what was added" : "something else than what was added");
	pool_free(p);
	said("blocks left: %ld", blocks_left());
}

static void no_thread(void)
{
	pool *p;
	long before;

	for (int k = 1; k <= 3; k++) {
		int code;

		p = UNTOUCHED;
		fail_thread(k);
		code = pool_new(3, &p);
		fail_thread(0);
		said("new without thread %d: %s, pool %s, %ld blocks left", k, word(code),
		     p == UNTOUCHED ? "untouched" : "changed", blocks_left());
		if (code != POOL_NO_THREAD || p != UNTOUCHED)
			return;
	}
	before = threads_started();
	p = pool_of(3);
	if (p == NULL)
		return;
	add_quietly(p, work, argument_of(1));
	said("new: ok, threads started: %ld", threads_started() - before);
	pool_close(p);
	pool_join(p);
	said("ran: %s", ran(1));
	pool_free(p);
	said("blocks left: %ld", blocks_left());
}

/* -- idle and busy --------------------------------------------------------------------------- */

static void idle(void)
{
	pool *p = pool_of(2);

	if (p == NULL)
		return;
	for (int i = 1; i <= 3; i++) {
		settle();
		add_quietly(p, speak, argument_of(i));
		settle();
		said("idle");
	}
	settle();
	pool_close(p);
	join(p);
	pool_free(p);
}

static const char *seen[VALUES + 1];

/* Where the tasks of one round meet: three of them, and main. */
static int place;

static void come_together(void *argument)
{
	int number = number_of(argument);

	if (number != 0)
		seen[number] = meet(place, 4) ? "yes" : "no";
}

static const char *saw(int number)
{
	return seen[number] == NULL ? "never there" : seen[number];
}

/* Three tasks that wait for each other.  Nobody closes meanwhile: that would wake workers whom
 * the tasks should have woken. */
static void add_three(pool *p, int first)
{
	for (int i = first; i < first + 3; i++)
		add_quietly(p, come_together, argument_of(i));
	meet(place, 4);
}

/* The first three come to workers that may not have begun, and the last to those that sleep.
 * Between them are some over which the workers may get in each other's way. */
static void side_by_side(void)
{
	pool *p = pool_of(3);

	if (p == NULL)
		return;
	add_three(p, 1);
	for (int i = 4; i <= 9; i++)
		add_quietly(p, work, argument_of(i));
	settle();
	place = 1;
	add_three(p, 10);
	pool_close(p);
	if (pool_join(p) != 0) {
		said("it does not join");
		return;
	}
	for (int i = 1; i <= 10; i += 9)
		said("all three at once: %s %s %s", saw(i), saw(i + 1), saw(i + 2));
	pool_free(p);
}

static void nobody_idles(void)
{
	pool *p = pool_of(2);

	if (p == NULL)
		return;
	add_quietly(p, speak_later, argument_of(1));
	settle();
	for (int i = 2; i <= 4; i++)
		add_quietly(p, speak, argument_of(i));
	settle();
	said("the first may end");
	gate_open(1);
	pool_close(p);
	join(p);
	pool_free(p);
}

/* -- closing and joining --------------------------------------------------------------------- */

static void join_waits(void)
{
	pool *p = pool_of(1);

	if (p == NULL)
		return;
	add_quietly(p, speak_later, argument_of(1));
	add_quietly(p, speak_later, argument_of(2));
	pool_close(p);
	start(joiner, p);
	settle();
	said("one runs, one is queued");
	gate_open(1);
	settle();
	said("one runs");
	gate_open(2);
	join_all();
	pool_free(p);
}

/* Once whenever it may be, once when all workers sleep. */
static void close_wakes(void)
{
	for (int patient = 0; patient < 2; patient++) {
		pool *p = pool_of(3);

		if (p == NULL)
			return;
		if (patient)
			settle();
		pool_close(p);
		join(p);
		pool_free(p);
	}
	said("blocks left: %ld", blocks_left());
}

static void work_later(void *argument)
{
	gate_pass(number_of(argument));
	work(argument);
}

static void join_many(void)
{
	for (int i = 1; i <= 2; i++) {
		pool *p = pool_of(2);

		if (p == NULL)
			return;
		add_quietly(p, i == 1 ? work : work_later, argument_of(i));
		pool_close(p);
		start(joiner, p);
		start(joiner, p);
		if (i == 1) {
			join(p);
		} else {
			start(joiner, p);
			settle();
			gate_open(i);
		}
		join_all();
		said("ran: %s", ran(i));
		pool_free(p);
	}
}

static pool *own, *another;

static void use_pools(void *argument)
{
	(void)argument;
	said("another pool, join: %s", word(pool_join(another)));
	said("another pool, add: %s", word(pool_add(another, speak, argument_of(1))));
	said("own, add: %s", word(pool_add(own, speak, argument_of(2))));
	said("own, join: %s", word(pool_join(own)));
	pool_close(own);
	said("own, add: %s", word(pool_add(own, speak, argument_of(3))));
	said("own, join: %s", word(pool_join(own)));
}

static void from_a_task(void)
{
	another = pool_of(1);
	if (another == NULL)
		return;
	pool_close(another);
	pool_join(another);
	own = pool_of(1);
	if (own == NULL)
		return;
	add_quietly(own, use_pools, NULL);
	settle();
	said("idle");
	join(own);
	pool_free(own);
	pool_free(another);
}

/* What another thread adds, while main closes. */
struct visit {
	pool *p;
	int from, until;
	bool accepted[VALUES + 1];
	bool wrong_code;
};

static void *adder(void *argument)
{
	struct visit *visit = argument;

	for (int i = visit->from; i <= visit->until; i++) {
		int code = pool_add(visit->p, work, argument_of(i));

		visit->accepted[i] = code == 0;
		visit->wrong_code =
			visit->wrong_code || (code != 0 && code != POOL_CLOSED);
	}
	return NULL;
}

static void crowd(void)
{
	struct visit visits[2] = {{.from = 2, .until = 3}, {.from = 4, .until = 5}};
	bool right = true;
	pool *p = pool_of(2);
	int code;

	if (p == NULL)
		return;
	for (int i = 0; i < 2; i++) {
		visits[i].p = p;
		start(adder, &visits[i]);
	}
	add(p, work, argument_of(1));
	pool_close(p);
	code = pool_join(p);
	said("ran: %s", ran(1));
	said("join: %s", word(code));
	join_all();
	for (int i = 0; i < 2; i++) {
		right = right && !visits[i].wrong_code;
		for (int k = visits[i].from; k <= visits[i].until; k++)
			right = right && times[k] == visits[i].accepted[k];
	}
	said("all others: %s", right ? "once if accepted, else never" : "not so");
	pool_free(p);
	said("blocks left: %ld", blocks_left());
}

const struct test_case test_cases[] = {
	{"in-order", in_order},
	{"states", states},
	{"free", freeing},
	{"leak", leak},
	{"no-memory", no_memory},
	{"no-thread", no_thread},
	{"idle", idle},
	{"side-by-side", side_by_side},
	{"nobody-idles", nobody_idles},
	{"join-waits", join_waits},
	{"close-wakes", close_wakes},
	{"join-many", join_many},
	{"from-a-task", from_a_task},
	{"crowd", crowd},
	{NULL, NULL},
};
