/* SPDX-License-Identifier: MIT */
/* A task and its future are one object of one cache line, and most of what happens to it
 * happens in one 32-bit word (lib/task.h): three bits of state, three flags, and the number
 * of references above them.
 *
 * Predict: how many references does a task have while it waits in the queue, if you kept
 * its future?  While it runs, if you did not?  Which of the steps below sets WATCHED?
 *
 * A run shows: the word after each step.  Gates hold the tasks still while we look, so
 * every line is the same every time.
 */
#include <stddef.h>

#include "lesson.h"
#include "settle.h"
#include "task.h"

static void show(const char *step, const hd_future *f)
{
	uint32_t word = hd_task_word(f), state = hd_task_state(word);

	lesson_say("%-34s %-22s %c%c%c  %u", step,
		   state == HD_SETTLING ? "SETTLING" : hd_state_name((hd_state)state),
		   word & HD_WATCHED ? 'W' : '-', word & HD_ON_WORKER ? 'R' : '-',
		   word & HD_SUBMITTED ? 'S' : '-', word / HD_ONE_REF);
}

/* -- by hand ------------------------------------------------------------------------- */

static void by_hand(void)
{
	hd_future *f;
	bool run;

	must(hd_future_new(&f));
	show("by hand: made", f);
	hd_future_ref(f);
	show("  another reference", f);
	hd_future_unref(f);
	must(hd_future_set_running_or_notify_cancel(f, &run));
	show("  its work begins", f);
	/* What hd_future_set_result does, in slow motion. */
	if (!hd_task_claim(f))
		must(HD_ESTATE);
	show("  claimed by whoever settles it", f);
	lesson_say("  (hd_future_state calls that %s)",
		   hd_state_name(hd_future_state(f)));
	f->result = NULL;
	hd_task_settled(f);
	show("  settled", f);
	hd_future_unref(f);
}

/* -- on a worker --------------------------------------------------------------------- */

struct gate {
	hd_cancel_token *running, *go_on;
};

/* A token can be slept on without running other tasks meanwhile. */
static void *stand_still(void *arg)
{
	struct gate *gate = arg;

	show("no future kept: runs", hd_future_current());
	hd_cancel_token_cancel(gate->running);
	hd_cancel_token_wait(gate->go_on, HD_FOREVER);
	return NULL;
}

static void *look_at_itself(void *arg)
{
	(void)arg;
	show("  runs", hd_future_current());
	return NULL;
}

static void *called_back(hd_future *f, void *arg)
{
	(void)arg;
	show("  its callback is called", f);
	return NULL;
}

static void on_a_worker(hd_executor *ex)
{
	struct gate gate;
	hd_future *watched, *cancelled;

	must(hd_cancel_token_new(&gate.running));
	must(hd_cancel_token_new(&gate.go_on));
	must(hd_executor_submit(ex, stand_still, &gate, NULL));
	hd_cancel_token_wait(gate.running, HD_FOREVER);

	must(hd_executor_submit(ex, look_at_itself, NULL, &watched));
	show("submitted, in the queue", watched);
	must(hd_future_add_done_callback(watched, called_back, NULL));
	show("  somebody wants to be called", watched);
	must(hd_executor_submit(ex, look_at_itself, NULL, &cancelled));
	hd_future_cancel(cancelled);
	show("another, cancelled in the queue", cancelled);

	hd_cancel_token_cancel(gate.go_on);
	must(hd_executor_free(&ex)); /* the worker has let go of everything */
	show("the first, at the end", watched);
	show("the other, at the end", cancelled);
	hd_future_unref(watched);
	hd_future_unref(cancelled);
	hd_cancel_token_unref(gate.running);
	hd_cancel_token_unref(gate.go_on);
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "The life of a task, as its one word tells it.", 0,
		     NULL);
	lesson_say("a task is %zu bytes; its word is %zu of them, at offset %zu\n",
		   sizeof(hd_future), sizeof((hd_future *)0)->word,
		   offsetof(hd_future, word));
	lesson_say("%-34s %-22s %s  %s", "", "state", "WRS", "references");
	by_hand();
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(1, &options, &ex));
	on_a_worker(ex);
	lesson_say("\nW: watched, R: run by a worker, S: submitted to an executor");
	return lesson_end();
}
