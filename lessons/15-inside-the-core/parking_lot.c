/* SPDX-License-Identifier: MIT */
/* Who is told when a future settles, and in which order (lib/lot.h).
 *
 * A task has no lock and no condition of its own: nearly nobody waits for a task before it
 * is done, and when somebody does, they meet at one of 32 buckets, found by the address of
 * the task.  The first who comes sets WATCHED in the task's word.  Settling a task that is
 * not watched is one atomic operation.
 *
 * Predict: below, a callback, a result() waiter, a wait() set and another callback are added
 * in this order.  In which order are they told?
 *
 * A run shows: the state, then sets, then those who wait for the result, then callbacks in
 * the order added, and these with no lock held.  One thread plays all parts, by the inner
 * door, so every line is the same every time.
 */
#include <stdatomic.h>

#include "lesson.h"
#include "lot.h"
#include "task.h"

static struct hd_wait result_wait;
static int told;

static void say_watched(const char *when, const hd_future *f)
{
	lesson_say("%-38s : %s", when,
		   hd_task_word(f) & HD_WATCHED ? "WATCHED" : "not watched");
}

static void say_told(const char *who, const hd_future *f)
{
	lesson_say("told as number %d : %-10s  the state is %s, result() %s", ++told, who,
		   hd_state_name(hd_future_state(f)),
		   atomic_load(&result_wait.fired) ? "was woken before" : "sleeps still");
}

/* wait and as_completed hang entries of this kind on each of their futures (lib/gather.c). */
struct set_entry {
	struct hd_watcher watcher;
	hd_future *future;
};

/* Runs under the bucket's lock: so it may not do much. */
static void arrived(struct hd_watcher *watcher)
{
	say_told("a set", ((struct set_entry *)watcher)->future);
}

static void *called_back(hd_future *f, void *number)
{
	char name[24];

	snprintf(name, sizeof name, "callback %d", (int)(intptr_t)number);
	say_told(name, f);
	return NULL;
}

static void nobody_waits(void)
{
	hd_future *f;

	must(hd_future_new(&f));
	must(hd_future_set_result(f, NULL, NULL));
	must(hd_future_result(f, HD_FOREVER, NULL));
	say_watched("settled, and only then looked at", f);
	hd_future_unref(f);
}

static void everybody_waits(void)
{
	struct set_entry set = {.watcher = {.kind = HD_WATCH_SET, .arrived = arrived}};
	struct hd_watcher result = {.kind = HD_WATCH_RESULT, .wait = &result_wait};

	result_wait.parker = hd_parker_self();
	must(hd_future_new(&set.future));
	say_watched("new", set.future);
	must(hd_future_add_done_callback(set.future, called_back, (void *)1));
	say_watched("callback 1 added", set.future);
	must(hd_lot_watch(set.future, &result) ? 0 : HD_ESTATE);
	must(hd_lot_watch(set.future, &set.watcher) ? 0 : HD_ESTATE);
	must(hd_future_add_done_callback(set.future, called_back, (void *)2));

	must(hd_future_set_result(set.future, NULL, NULL));
	must(hd_future_add_done_callback(set.future, called_back, (void *)3));
	lesson_say("(callback 3 came late: it was called at once, by us)");
	lesson_say("who comes late to wait is %s",
		   hd_lot_watch(set.future, &result) ? "linked" : "told that it is done");
	hd_future_unref(set.future);
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "Who is told first when a future settles.", 0, NULL);
	nobody_waits();
	everybody_waits();
	return lesson_end();
}
