/* SPDX-License-Identifier: MIT */
/* The injection queue (lib/queue.h): where tasks from outside come in.  A ring under a lock,
 * with three things that a plain ring does not have:
 *
 *   - push says whether the queue was empty: only then is it worth waking anybody;
 *   - how many there are can be read without the lock: so a worker that finds nothing
 *     disturbs nobody;
 *   - closing it and pushing into it exclude each other: a task is accepted or refused,
 *     never lost between.
 *
 * Predict: in the last part two threads push 100,000 tasks, and two take them, at most 32 at
 * once.  How often would "wake only when it was empty" have woken somebody?
 *
 * A run shows: everything but that last number is the same every time.
 */
#include <sched.h>

#include "lesson.h"
#include "queue.h"
#include "task.h"

enum { SIDES = 2, EACH = 50000, TASKS = SIDES * EACH, BATCH = 32 };

static hd_future tasks[TASKS]; /* never run: they only travel */
static struct hd_queue queue;

static void say_push(int i)
{
	bool was_empty;
	int code = hd_queue_push(&queue, &tasks[i], &was_empty);

	if (code)
		lesson_say("push %d : refused: %s", i, hd_strerror(code));
	else
		lesson_say("push %d : %zu in the queue%s", i, hd_queue_count(&queue),
			   was_empty ? ", it was empty: wake somebody" : "");
}

static void say_take(size_t max)
{
	hd_future *taken[BATCH];
	size_t count = hd_queue_take(&queue, taken, max);

	printf("take %zu :", max);
	for (size_t i = 0; i < count; i++)
		printf(" %td", taken[i] - tasks);
	lesson_say("%s", count ? "" : " nothing");
}

static void one_thread(void)
{
	for (int i = 1; i <= 4; i++)
		say_push(i);
	say_take(3);
	say_take(3);
	hd_lock(&queue.lock);
	lesson_say("(now somebody holds the lock)");
	say_take(3); /* would never come back if it took the lock to find nothing */
	hd_unlock(&queue.lock);
	say_push(5);
	hd_queue_close(&queue, HD_ESHUTDOWN, false);
	say_push(6);
	say_take(3); /* what was accepted can still be taken */
}

/* -- four threads -------------------------------------------------------------------- */

static _Atomic int pushed, found_empty, taken_count;
static _Atomic int times_taken[TASKS];
static _Atomic int out_of_order;

static void *push_side(void *arg)
{
	hd_future *first = arg;
	bool was_empty;

	for (int i = 0; i < EACH; i++) {
		must(hd_queue_push(&queue, first + i, &was_empty));
		atomic_fetch_add(&pushed, 1);
		atomic_fetch_add(&found_empty, was_empty);
	}
	return NULL;
}

static void *take_side(void *arg)
{
	hd_future *taken[BATCH];
	ptrdiff_t last[SIDES] = {-1, -1}; /* what this thread took last, of each pusher */

	while (atomic_load(&taken_count) < TASKS) {
		size_t count = hd_queue_take(&queue, taken, BATCH);

		for (size_t i = 0; i < count; i++) {
			ptrdiff_t task = taken[i] - tasks;

			atomic_fetch_add(&times_taken[task], 1);
			atomic_fetch_add(&out_of_order, task < last[task / EACH]);
			last[task / EACH] = task;
		}
		atomic_fetch_add(&taken_count, (int)count);
		if (!count)
			sched_yield();
	}
	return arg;
}

static void four_threads(void)
{
	hd_thread *threads[2 * SIDES];
	int once = 0;

	for (int i = 0; i < SIDES; i++) {
		must(hd_thread_start(push_side, tasks + i * EACH, NULL, &threads[2 * i]));
		must(hd_thread_start(take_side, NULL, NULL, &threads[2 * i + 1]));
	}
	for (int i = 0; i < 2 * SIDES; i++) {
		must(hd_thread_join(threads[i], HD_FOREVER, NULL));
		hd_thread_unref(threads[i]);
	}
	for (int i = 0; i < TASKS; i++)
		once += atomic_load(&times_taken[i]) == 1;
	lesson_say("%d pushed, %d taken exactly once, %d taken after a later one of its "
		   "pusher",
		   atomic_load(&pushed), once, atomic_load(&out_of_order));
	lesson_say("it was empty at %d of the %d pushes (differs from run to run)",
		   atomic_load(&found_empty), TASKS);
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "The queue through which tasks come in.", 0, NULL);
	hd_queue_init(&queue);
	one_thread();
	hd_queue_destroy(&queue);

	lesson_say("\ntwo threads push, two take:");
	hd_queue_init(&queue);
	four_threads();
	hd_queue_destroy(&queue);
	return lesson_end();
}
