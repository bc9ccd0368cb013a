/* SPDX-License-Identifier: MIT */
/* cases - what is done with a bounded queue; `tests` beside this file says what must be seen.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounded_queue.h"
#include "driver.h"

/* An item points to a value, which the thread that pushes it writes just before: a queue that
 * hands items over without synchronisation shows as a data race on the value. */
static long cells[VALUES + 1];

static void *item(int number)
{
	cells[number] = drawn(number);
	return &cells[number];
}

/* The value in an item, as text. */
static const char *value(void *got)
{
	static char text[VALUES][24];
	static unsigned next;
	char *here = text[next++ % VALUES];
	uintptr_t at = (uintptr_t)got, first = (uintptr_t)cells;

	if (got == NULL)
		return "null";
	if (at < first || at >= first + sizeof cells || (at - first) % sizeof *cells != 0)
		return "what was never pushed";
	snprintf(here, sizeof text[0], "%ld", *(long *)got);
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
	case BQ_CLOSED:
		return "closed";
	case BQ_INVALID:
		return "invalid";
	case BQ_NO_MEMORY:
		return "no memory";
	default:
		snprintf(here, sizeof text[0], "code %d", code);
		return here;
	}
}

/* A queue that must be there for the case to go on: without it, that is all there is to say. */
static bq *queue_of(size_t capacity)
{
	bq *q = NULL;
	int code = bq_new(capacity, &q);

	if (code == 0 && q != NULL)
		return q;
	said("new: %s, and %s queue", word(code), q == NULL ? "no" : "a");
	return NULL;
}

static void push(bq *q, void *what)
{
	said("push: %s", word(bq_push(q, what)));
}

static void pop(bq *q)
{
	void *got = &cells[0];
	int code = bq_pop(q, &got);

	if (code == 0)
		said("pop: %s", value(got));
	else
		said("pop: %s%s", word(code), got == &cells[0] ? "" : ", and an item");
}

static void count(bq *q)
{
	said("count: %zu", bq_count(q));
}

/* -- one thread ---------------------------------------------------------------------------- */

static void fifo(void)
{
	bq *q = queue_of(3);

	if (q == NULL)
		return;
	count(q);
	for (int i = 1; i <= 3; i++)
		push(q, item(i));
	count(q);
	pop(q);
	pop(q);
	push(q, item(4));
	push(q, NULL);
	count(q);
	for (int i = 0; i < 3; i++)
		pop(q);
	count(q);
	bq_free(q);
}

static void limits(void)
{
	bq *untouched = (bq *)cells, *q = untouched;

	said("new of 0: %s", word(bq_new(0, &q)));
	said("its queue: %s", q == untouched ? "untouched" : "changed");
	said("new of far too many: %s", word(bq_new(SIZE_MAX / sizeof(void *) + 2, &q)));
	said("its queue: %s", q == untouched ? "untouched" : "changed");
	q = queue_of(1);
	if (q == NULL)
		return;
	for (int i = 1; i <= 3; i++) {
		push(q, item(i));
		pop(q);
	}
	bq_free(q);
	bq_free(NULL);
}

static void closing(void)
{
	bq *q = queue_of(3);

	if (q == NULL)
		return;
	push(q, item(1));
	push(q, item(2));
	bq_close(q);
	push(q, item(3));
	push(q, item(4));
	count(q);
	bq_close(q);
	for (int i = 0; i < 4; i++)
		pop(q);
	bq_free(q);
}

/* -- memory -------------------------------------------------------------------------------- */

/* An allocation after the other fails, until a queue needs no further one. */
static void no_memory(void)
{
	enum { MOST = 20 };
	long k;

	for (k = 1; k <= MOST; k++) {
		bq *q = NULL;
		long before = blocks_left();
		int code;

		fail_allocation(k);
		code = bq_new(2, &q);
		fail_allocation(0);
		if (code == 0) {
			push(q, item(1));
			pop(q);
			bq_free(q);
			break;
		}
		if (code != BQ_NO_MEMORY || q != NULL || blocks_left() != before) {
			said("allocation %ld fails: %s, %s queue, %ld blocks left", k,
			     word(code), q == NULL ? "no" : "a", blocks_left() - before);
			return;
		}
	}
	said("every failed allocation: %s",
	     k == 1 || k > MOST ? "not seen" : "no memory");
}

static void leak(void)
{
	bq *q = queue_of(2);

	if (q == NULL)
		return;
	push(q, item(1));
	push(q, item(2));
	pop(q);
	push(q, item(3));
	bq_free(q);
	said("blocks left: %ld", blocks_left());
}

/* -- waiting ------------------------------------------------------------------------------- */

static bq *shared;

/* What a thread has done, for main to read after it has joined it, or while it waits. */
struct visit {
	int from, until; /* numbers of items to push */
	int tries;	 /* how often it pops */
	int pushed;
	int taken;
	int code; /* of its last call */
	void *got[VALUES];
};

static void *pusher(void *argument)
{
	struct visit *visit = argument;

	for (int i = visit->from; i <= visit->until && visit->code == 0; i++) {
		visit->code = bq_push(shared, item(i));
		visit->pushed += visit->code == 0;
	}
	return NULL;
}

static void *popper(void *argument)
{
	struct visit *visit = argument;

	for (int i = 0; i < visit->tries && visit->code == 0; i++) {
		visit->code = bq_pop(shared, &visit->got[visit->taken]);
		visit->taken += visit->code == 0;
	}
	return NULL;
}

static void full_waits(void)
{
	struct visit visit = {.from = 1, .until = 4};

	shared = queue_of(2);
	if (shared == NULL)
		return;
	start(pusher, &visit);
	settle();
	count(shared);
	pop(shared);
	settle();
	count(shared);
	for (int i = 0; i < 3; i++)
		pop(shared);
	join_all();
	said("the thread pushed %d, the last: %s", visit.pushed, word(visit.code));
	bq_free(shared);
}

static void empty_waits(void)
{
	struct visit visit = {.tries = 2};

	shared = queue_of(2);
	if (shared == NULL)
		return;
	start(popper, &visit);
	settle();
	push(shared, item(1));
	settle();
	count(shared);
	push(shared, item(2));
	join_all();
	said("the thread popped %d, the last: %s", visit.taken, word(visit.code));
	said("in this order: %s %s", value(visit.got[0]), value(visit.got[1]));
	count(shared);
	bq_free(shared);
}

/* Two wait, and two calls follow each other without a pause: each wakes one. */
static void each_wakes_one(void)
{
	struct visit out[2] = {{.tries = 1}, {.tries = 1}};
	struct visit in[2] = {{.from = 3, .until = 3}, {.from = 4, .until = 4}};

	shared = queue_of(2);
	if (shared == NULL)
		return;
	for (int i = 0; i < 2; i++)
		start(popper, &out[i]);
	settle();
	push(shared, item(1));
	push(shared, item(2));
	join_all();
	push(shared, item(1));
	push(shared, item(2));
	for (int i = 0; i < 2; i++)
		start(pusher, &in[i]);
	settle();
	pop(shared);
	pop(shared);
	join_all();
	said("popped by those who waited: %d", out[0].taken + out[1].taken);
	said("pushed by those who waited: %d", in[0].pushed + in[1].pushed);
	count(shared);
	bq_free(shared);
}

/* How often items of one pusher came out of order at one popper. */
static int out_of_order(const struct visit *visit)
{
	int wrong = 0;

	for (int i = 0; i < visit->taken; i++)
		for (int k = i + 1; k < visit->taken; k++) {
			long earlier = (long *)visit->got[i] - cells;
			long later = (long *)visit->got[k] - cells;

			wrong += (earlier - 1) / 2 == (later - 1) / 2 && earlier > later;
		}
	return wrong;
}

static void crowd(void)
{
	struct visit in[2] = {{.from = 1, .until = 2}, {.from = 3, .until = 4}};
	struct visit out[2] = {{.tries = 2}, {.tries = 2}};
	int times[VALUES + 1] = {0};

	shared = queue_of(1);
	if (shared == NULL)
		return;
	for (int i = 0; i < 2; i++) {
		start(pusher, &in[i]);
		start(popper, &out[i]);
	}
	join_all();
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < out[i].taken; k++)
			for (int n = 1; n <= 4; n++)
				times[n] += out[i].got[k] == &cells[n];
	for (int n = 1; n <= 4; n++)
		said("%ld arrived: %d", drawn(n), times[n]);
	said("out of order: %d", out_of_order(&out[0]) + out_of_order(&out[1]));
	count(shared);
	bq_free(shared);
}

static void counting(void)
{
	struct visit visit = {.from = 1, .until = 2};
	size_t seen;

	shared = queue_of(2);
	if (shared == NULL)
		return;
	start(pusher, &visit);
	seen = bq_count(shared);
	said("count meanwhile: %s", seen <= 2 ? "0 to 2" : "more than there are");
	join_all();
	count(shared);
	bq_free(shared);
}

/* -- closing while others wait ------------------------------------------------------------- */

enum { WAITERS = 3 };

/* Each starts so many threads and closes the queue: once while all of them wait, once whenever
 * it may be. */
static void close_poppers(int patient)
{
	struct visit visits[WAITERS] = {{.tries = 1}, {.tries = 1}, {.tries = 1}};

	shared = queue_of(2);
	if (shared == NULL)
		return;
	for (int i = 0; i < WAITERS; i++)
		start(popper, &visits[i]);
	if (patient)
		settle();
	bq_close(shared);
	join_all();
	for (int i = 0; i < WAITERS; i++)
		said("pop: %s", word(visits[i].code));
	bq_free(shared);
}

static void close_pushers(int patient)
{
	struct visit visits[WAITERS] = {0};

	shared = queue_of(1);
	if (shared == NULL)
		return;
	push(shared, item(1));
	for (int i = 0; i < WAITERS; i++) {
		visits[i].from = visits[i].until = i + 2;
		start(pusher, &visits[i]);
	}
	if (patient)
		settle();
	bq_close(shared);
	join_all();
	for (int i = 0; i < WAITERS; i++)
		said("push: %s", word(visits[i].code));
	pop(shared);
	pop(shared);
	bq_free(shared);
}

static void close_wakes_poppers(void)
{
	close_poppers(0);
	close_poppers(1);
}

static void close_wakes_pushers(void)
{
	close_pushers(0);
	close_pushers(1);
}

/* What was pushed before it was closed arrives. */
static void close_loses_nothing(void)
{
	struct visit visit = {.tries = 3};

	shared = queue_of(2);
	if (shared == NULL)
		return;
	start(popper, &visit);
	push(shared, item(1));
	push(shared, item(2));
	bq_close(shared);
	join_all();
	said("the thread popped %d, then: %s", visit.taken, word(visit.code));
	said("in this order: %s %s", value(visit.got[0]), value(visit.got[1]));
	bq_free(shared);
}

const struct test_case test_cases[] = {
	{"fifo", fifo},
	{"limits", limits},
	{"close", closing},
	{"no-memory", no_memory},
	{"leak", leak},
	{"full-waits", full_waits},
	{"empty-waits", empty_waits},
	{"each-wakes-one", each_wakes_one},
	{"crowd", crowd},
	{"count", counting},
	{"close-wakes-poppers", close_wakes_poppers},
	{"close-wakes-pushers", close_wakes_pushers},
	{"close-loses-nothing", close_loses_nothing},
	{NULL, NULL},
};
