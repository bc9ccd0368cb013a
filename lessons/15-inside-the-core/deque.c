/* SPDX-License-Identifier: MIT */
/* A worker's own queue (lib/deque.h): pushed at the bottom by its owner alone, taken from
 * the top by anybody, without a lock.
 *
 * Predict: the owner pushes 1 to 5.  Which one does a thief get?  Which one does the owner
 * get that wants the newest?  And when one task is left and owner and thief grab it in the
 * same moment: what decides?
 *
 * A run shows: first the order, in one thread; then a race of an owner and two thieves for
 * 200,000 tasks.  Each is taken exactly once.  Who got how many is the machine's affair.
 */
#include <sched.h>

#include "deque.h"
#include "lesson.h"
#include "task.h"

enum { TASKS = 200000, PUSHED_AT_ONCE = 7, THIEVES = 2 };

static hd_future tasks[TASKS + 1]; /* never run: they only travel */
static struct hd_deque deque;

static void push(int first, int count)
{
	hd_future *batch[PUSHED_AT_ONCE];

	for (int i = 0; i < count; i++)
		batch[i] = &tasks[first + i];
	must(hd_deque_push(&deque, batch, (size_t)count) ? 0 : HD_ENOMEM);
}

static void say(const char *who, const hd_future *task)
{
	if (task)
		lesson_say("%s : %td", who, task - tasks);
	else
		lesson_say("%s : nothing", who);
}

static void in_one_thread(void)
{
	push(1, 5);
	lesson_say("the owner pushes 1 2 3 4 5");
	say("a thief takes              ", hd_deque_take(&deque));
	say("the owner takes            ", hd_deque_take(&deque));
	say("the owner wants the newest ", hd_deque_pop(&deque));
	lesson_say("the owner wants 3, if newest: %s",
		   hd_deque_pop_if(&deque, &tasks[3]) ? "3" : "it is not");
	lesson_say("the owner wants 4, if newest: %s",
		   hd_deque_pop_if(&deque, &tasks[4]) ? "4" : "it is not");
	say("a thief takes              ", hd_deque_take(&deque));
	say("a thief takes              ", hd_deque_take(&deque));
}

/* -- the race ------------------------------------------------------------------------ */

static _Atomic unsigned char times_taken[TASKS + 1];
static _Atomic int taken_count, thieves_ready;

static int note(const hd_future *task)
{
	if (!task)
		return 0;
	atomic_fetch_add(&times_taken[task - tasks], 1);
	atomic_fetch_add(&taken_count, 1);
	return 1;
}

static void *steal(void *arg)
{
	intptr_t mine = 0;

	(void)arg;
	atomic_fetch_add(&thieves_ready, 1);
	while (atomic_load(&taken_count) < TASKS)
		if (note(hd_deque_take(&deque)))
			mine++;
		else
			sched_yield();
	return (void *)mine;
}

/* Pushes seven, takes some of the newest back: so it is often nearly empty, which is where
 * owner and thieves meet. */
static int own(void)
{
	int mine = 0;

	while (atomic_load(&thieves_ready) < THIEVES)
		sched_yield();
	for (int i = 1; i <= TASKS; i += PUSHED_AT_ONCE) {
		int left = TASKS - i + 1;

		push(i, left < PUSHED_AT_ONCE ? left : PUSHED_AT_ONCE);
		for (int pops = i % 5; pops > 0; pops--)
			mine += note(hd_deque_pop(&deque));
	}
	while (atomic_load(&taken_count) < TASKS)
		mine += note(hd_deque_pop(&deque));
	return mine;
}

static void race(void)
{
	hd_thread *thieves[THIEVES];
	int by_owner, by_thieves = 0, wrong = 0;
	void *stolen;

	for (int i = 0; i < THIEVES; i++)
		must(hd_thread_start(steal, NULL, NULL, &thieves[i]));
	by_owner = own();
	for (int i = 0; i < THIEVES; i++) {
		must(hd_thread_join(thieves[i], HD_FOREVER, &stolen));
		hd_thread_unref(thieves[i]);
		by_thieves += (int)(intptr_t)stolen;
	}
	for (int i = 1; i <= TASKS; i++)
		wrong += atomic_load(&times_taken[i]) != 1;
	lesson_say("\n%d tasks: %d were not taken exactly once", TASKS, wrong);
	lesson_say("the owner had %d, the thieves %d (differs from run to run)", by_owner,
		   by_thieves);
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "An owner and thieves at one deque.", 0, NULL);
	must(hd_deque_init(&deque));
	in_one_thread();
	race();
	hd_deque_destroy(&deque);
	return lesson_end();
}
