/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "choice.h"
#include "clock.h"
#include "descriptors.h"
#include "object.h"
#include "patience.h"
#include "strategy.h"
#include "verdict.h"

enum {
	RUN_LIMIT = 1000, /* steps in a row while others could go on */
	EARLY_LIMIT = 8,  /* timers of one thread that fire early in a run */
	EARLY_ODDS = 4,	  /* one choice in so many lets timers fire early */
};

/* The threads among which a choice is made. */
static struct thread *ready[MAX_THREADS];
static unsigned ready_count; /* those that can run, and then ... */
static unsigned early_count; /* ... those whose timer would have to fire early */
static unsigned deferred_count;

static uint32_t run_length; /* steps in a row of one thread */
static bool advanced;

bool choice_is_plain(const struct op *op)
{
	return op->class->kind == OP_READ || op->class->kind == OP_WRITE ||
	       op->class->kind == OP_FREE;
}

bool choice_can_run(const struct thread *thread)
{
	return thread->op.class->ready == NULL || thread->op.class->ready(thread);
}

static bool could_fire(struct thread *thread)
{
	bool could;

	if (thread->op.deadline == 0 || thread->op.fired || thread->early >= EARLY_LIMIT)
		return false;
	thread->op.fired = true;
	could = choice_can_run(thread);
	thread->op.fired = false;
	return could;
}

static bool early_now(void)
{
	if (!board->order.adversarial)
		return false;
	switch ((enum strategy)board->order.strategy) {
	case STRATEGY_SEARCH:
	case STRATEGY_REPLAY:
		return true;
	case STRATEGY_DEFAULT:
	case STRATEGY_ROUND_ROBIN:
		return false;
	default:
		return random_below(EARLY_ODDS) == 0;
	}
}

static void gather(void)
{
	ready_count = early_count = deferred_count = 0;
	for (unsigned i = 0; i < threads_live_count; i++) {
		struct thread *thread = threads_live[i];

		thread->could_run =
			thread->state == THREAD_PENDING && choice_can_run(thread);
		if (!thread->could_run)
			continue;
		if (thread->deferred)
			deferred_count++;
		else
			ready[ready_count++] = thread;
	}
}

static void gather_early(void)
{
	for (unsigned i = 0; i < threads_live_count; i++)
		if (threads_live[i]->state == THREAD_PENDING &&
		    !threads_live[i]->could_run && could_fire(threads_live[i]))
			ready[ready_count + early_count++] = threads_live[i];
}

/* Lets the others go first when one thread has run on for long, as one that polls under a
 * lock does. */
static void rest(struct thread *last)
{
	unsigned at = 0;

	if (run_length <= RUN_LIMIT || ready_count < 2)
		return;
	while (at < ready_count && ready[at] != last)
		at++;
	if (at == ready_count)
		return;
	run_length = 0;
	strategy_demote(last);
	memmove(&ready[at], &ready[at + 1], (--ready_count - at) * sizeof ready[0]);
}

/* A signal that nobody waited for came after the thread had begun to look whether it has to
 * wait: before it took the mutex, at the earliest. */
static bool lost_its_signal(const struct thread *thread)
{
	const struct object *object = thread->op.object;

	return thread->op.class->kind == OP_WAKE && !thread->signaled &&
	       object->lost > 0 && object->lost_step > thread->before_lock;
}

static void deadlock(void)
{
	for (unsigned i = 0; i < threads_live_count; i++) {
		const struct thread *thread = threads_live[i];
		const struct object *object = thread->op.object;

		if (lost_its_signal(thread))
			verdict_fail(VERDICT_LOST_WAKEUP,
				     "<#%u> waits for ever on <&%lx>: when <#%u> "
				     "signalled it at "
				     "<@%lx>, nobody waited",
				     thread->number, object->address, object->lost_by,
				     object->lost_at);
	}
	verdict_fail(VERDICT_DEADLOCK, "%u thread%s blocked for ever", threads_live_count,
		     threads_live_count == 1 ? " is" : "s are");
}

/* Somebody who can run, or nobody lives any more (false). */
static bool find_ready(struct thread *last)
{
	int64_t before = clock_now;

	for (;;) {
		gather();
		if (ready_count > 0)
			break;
		if (deferred_count > 0) {
			patience_round();
			advanced |= clock_now != before;
			continue;
		}
		if (threads_live_count == 0)
			return false;
		if (descriptors_wait(0))
			continue;
		if (clock_advance()) {
			advanced = true;
			continue;
		}
		if (!descriptors_waiting() || !descriptors_wait(-1))
			deadlock();
	}
	if (early_now())
		gather_early();
	rest(last);
	return true;
}

static uint64_t ready_mask(void)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < ready_count + early_count; i++)
		if (ready[i]->number < 64)
			mask |= UINT64_C(1) << ready[i]->number;
	return mask;
}

static void note_departure(struct thread *last, struct thread *next)
{
	if (last->plain_deferred && next != last)
		strategy_moved(last, '!', next->number);
	else if (choice_is_plain(&last->op) && last->state == THREAD_PENDING &&
		 next != last)
		strategy_moved(last, ':', next->number);
	else if (next != strategy_default(ready, ready_count, last))
		strategy_moved(last, ':', next->number);
}

struct choice choice_make(struct thread *last)
{
	struct choice choice = {NULL, 0, false};
	unsigned n;

	if (strategy_replayed(last, '!') != NULL)
		patience_defer(last);
	advanced = false;
	if (!find_ready(last))
		return choice;
	n = ready_count + early_count;
	choice.could_go_on = ready_mask();
	choice.advanced = advanced;
	if (n > 1)
		board->report.decisions++;
	choice.next = n == 1 && board->order.strategy != STRATEGY_SEARCH
			      ? ready[0]
			      : strategy_pick(ready, n, last);
	if (choice.next == NULL)
		verdict_fail(VERDICT_REDUNDANT, "nothing new");
	if (!choice.next->could_run) {
		choice.next->early++;
		clock_advance_to(choice.next->op.deadline);
	}
	note_departure(last, choice.next);
	return choice;
}

void choice_count_run(const struct thread *thread, const struct thread *last)
{
	if (thread != last)
		run_length = 0;
	else if (!choice_is_plain(&thread->op))
		run_length++;
}
