/* SPDX-License-Identifier: MIT */
/* The deque by itself: an owner and thieves in loops so tight that they meet at the last task,
 * which through the executor they hardly ever do. */
#include "probe.h"

#include "deque.h"

enum { ROUNDS = 3000000, THIEVES = 3 };

/* Tasks are numbers here: nobody looks into them. */
static struct {
	struct hd_deque deque;
	atomic_bool stop;
	atomic_int taken[ROUNDS + 1];
} d;

static void count(hd_future *task)
{
	if (task)
		d.taken[INT(task)]++;
}

static void *take_all(void *arg)
{
	while (!d.stop)
		count(hd_deque_take(&d.deque));
	return arg;
}

/* How many of the tasks 1 ... last are there once. */
static void check_each_once(int last)
{
	for (int i = 1; i <= last; i++)
		if (d.taken[i] != 1)
			probe_fail(__FILE__, __LINE__, "task %d was taken %d times", i,
				   (int)d.taken[i]);
}

static void with_thieves(void owner(int rounds))
{
	int rounds = probe_scaled(ROUNDS);
	runner r[THIEVES];

	CHECK_INT(hd_deque_init(&d.deque), 0);
	for (int i = 0; i < THIEVES; i++)
		runner_start(&r[i], take_all, NULL);
	owner(rounds);
	while (hd_deque_count(&d.deque))
		count(hd_deque_take(&d.deque));
	d.stop = true;
	for (int i = 0; i < THIEVES; i++)
		runner_join(&r[i]);
	check_each_once(rounds);
	hd_deque_destroy(&d.deque);
}

static hd_future *number(int i)
{
	return (hd_future *)(intptr_t)i;
}

static void push_and_pop(int rounds)
{
	for (int i = 1; i <= rounds; i++) {
		hd_future *task = number(i);

		CHECK(hd_deque_push(&d.deque, &task, 1));
		count(hd_deque_pop(&d.deque));
	}
}

/* Catches: an owner and a thief that both get the last task, or that neither gets. */
static void last_task(void)
{
	with_thieves(push_and_pop);
}

static void push_two_and_pop(int rounds)
{
	for (int i = 1; i < rounds; i += 2) {
		hd_future *tasks[] = {number(i), number(i + 1)};

		CHECK(hd_deque_push(&d.deque, tasks, 2));
		count(hd_deque_pop(&d.deque));
		count(hd_deque_pop(&d.deque));
	}
	if (rounds % 2)
		d.taken[rounds]++;
}

/* Catches: an owner that takes the last but one while thieves take both. */
static void last_two_tasks(void)
{
	with_thieves(push_two_and_pop);
}

static void push_and_take(int rounds)
{
	for (int i = 1; i <= rounds; i++) {
		hd_future *task = number(i);

		CHECK(hd_deque_push(&d.deque, &task, 1));
		count(hd_deque_take(&d.deque));
	}
}

static void oldest_task(void)
{
	with_thieves(push_and_take);
}

static void push_much(int rounds)
{
	for (int i = 1; i <= rounds; i++) {
		hd_future *task = number(i);

		CHECK(hd_deque_push(&d.deque, &task, 1));
		if (i % 1000 == 0)
			count(hd_deque_pop(&d.deque));
	}
}

/* Catches: a ring that grows under the hands of thieves. */
static void growing(void)
{
	with_thieves(push_much);
}

static void in_order(void)
{
	hd_future *tasks[300];

	CHECK_INT(hd_deque_init(&d.deque), 0);
	CHECK_PTR(hd_deque_take(&d.deque), NULL);
	CHECK_PTR(hd_deque_pop(&d.deque), NULL);
	for (int i = 0; i < 300; i++)
		tasks[i] = number(i + 1);
	CHECK(hd_deque_push(&d.deque, tasks, 3));
	CHECK(!hd_deque_pop_if(&d.deque, tasks[1]));
	CHECK(hd_deque_pop_if(&d.deque, tasks[2]));
	CHECK(hd_deque_push(&d.deque, tasks + 2, 298));
	CHECK_INT(hd_deque_count(&d.deque), 300);
	CHECK_PTR(hd_deque_pop(&d.deque), tasks[299]);
	for (int i = 0; i < 299; i++)
		CHECK_PTR(hd_deque_take(&d.deque), tasks[i]);
	CHECK_INT(hd_deque_count(&d.deque), 0);
	CHECK(!hd_deque_pop_if(&d.deque, tasks[0]));
	hd_deque_destroy(&d.deque);
}

static const probe_case cases[] = {
	CASE(in_order, "the oldest is taken, the newest popped"),
	CASE(last_task, "owner and thieves meet at the last task"),
	CASE(last_two_tasks, "owner and thieves meet at the last two"),
	CASE(oldest_task, "owner and thieves meet at the oldest"),
	CASE(growing, "it grows while thieves take"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
