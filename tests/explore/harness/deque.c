/* SPDX-License-Identifier: MIT */
/* deque - an owner and thieves on one deque: each item is taken once, none twice, none never;
 * and who takes an item may read what its owner wrote into it.
 *
 * case last: the owner pops the only item while two thieves take, and goes on
 * case two: the owner pops two items while a thief takes both
 * case oldest: the owner takes from the thieves' end, too
 * case reuse: a slot is written again while a slow thief reads it
 * case grow: the ring is exchanged for a larger one while thieves read it
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include "deque.h"

enum { ITEMS = 4, TAKES = 4 };

/* What stands in the deque: nobody there looks into it. */
struct item {
	int number; /* written by the owner before it is pushed */
};

struct taker {
	int takes;		 /* how often it tries */
	struct item *got[TAKES]; /* NULL: it got none */
};

static struct hd_deque deque;
static struct item items[ITEMS];

static void push(int first, int count)
{
	hd_future *tasks[ITEMS];

	for (int i = 0; i < count; i++) {
		items[first + i].number = first + i;
		tasks[i] = (hd_future *)&items[first + i];
	}
	CHECK(hd_deque_push(&deque, tasks, (size_t)count));
}

/* Notes what a taker got, and reads it. */
static void keep(struct taker *taker, int i, hd_future *task)
{
	struct item *item = (struct item *)task;

	taker->got[i] = item;
	if (!item)
		return;
	CHECK(item >= items && item < items + ITEMS);
	CHECK_INT(item->number, item - items);
}

static void *thief(void *arg)
{
	struct taker *me = arg;

	for (int i = 0; i < me->takes; i++)
		keep(me, i, hd_deque_take(&deque));
	return NULL;
}

/* Runs the owner against some thieves, who find the first items there, takes what is left, and
 * counts. */
static void contest(void owner(struct taker *me), int thieves, int takes, int ready,
		    int pushed)
{
	struct taker takers[4] = {{0}}, *rest = &takers[3];
	pthread_t threads[2];
	int times[ITEMS] = {0};

	OK(hd_deque_init(&deque));
	memset(items, 0, sizeof items);
	push(0, ready);
	for (int i = 0; i < thieves; i++) {
		takers[i].takes = takes;
		threads[i] = start(thief, &takers[i]);
	}
	owner(&takers[2]);
	for (int i = 0; i < thieves; i++)
		join(threads[i]);
	for (int i = 0; hd_deque_count(&deque); i++)
		keep(rest, i, hd_deque_take(&deque));
	for (int i = 0; i < 4 * TAKES; i++)
		if (takers[i / TAKES].got[i % TAKES])
			times[takers[i / TAKES].got[i % TAKES] - items]++;
	for (int i = 0; i < pushed; i++)
		if (times[i] != 1)
			harness_fail(__FILE__, __LINE__, "item %d was taken %d times", i,
				     times[i]);
	hd_deque_destroy(&deque);
}

static void pop_one(struct taker *me)
{
	push(0, 1);
	keep(me, 0, hd_deque_pop(&deque));
	push(1, 1);
	keep(me, 1, hd_deque_pop(&deque));
}

static void last(void)
{
	contest(pop_one, 2, 1, 0, 2);
}

static void pop_two(struct taker *me)
{
	if (hd_deque_pop_if(&deque, (hd_future *)&items[1]))
		me->got[0] = &items[1];
	keep(me, 1, hd_deque_pop(&deque));
}

static void two(void)
{
	contest(pop_two, 1, 2, 2, 2);
}

static void take_two(struct taker *me)
{
	push(0, 1);
	keep(me, 0, hd_deque_take(&deque));
	push(1, 1);
	keep(me, 1, hd_deque_take(&deque));
}

static void oldest(void)
{
	contest(take_two, 2, 1, 0, 2);
}

static void push_again(struct taker *me)
{
	keep(me, 0, hd_deque_take(&deque));
	push(2, 1);
	keep(me, 1, hd_deque_pop(&deque));
}

static void reuse(void)
{
	contest(push_again, 2, 1, 2, 3);
}

static void push_more(struct taker *me)
{
	push(2, 2);
	keep(me, 0, hd_deque_pop(&deque));
}

static void grow(void)
{
	contest(push_more, 2, 2, 2, 4);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"last", last},	  {"two", two},	  {"oldest", oldest},
		{"reuse", reuse}, {"grow", grow}, {NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
