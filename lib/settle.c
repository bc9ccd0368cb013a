/* SPDX-License-Identifier: MIT */
#include "settle.h"

#include "lot.h"
#include "trace.h"

static _Thread_local struct hd_frame *top;

struct hd_frame *hd_frame_top(void)
{
	return top;
}

bool hd_frame_has(const hd_future *task)
{
	for (struct hd_frame *frame = top; frame; frame = frame->below)
		if (frame->task == task)
			return true;
	return false;
}

bool hd_frame_inside(const void *owner)
{
	for (struct hd_frame *frame = top; frame; frame = frame->below)
		if (frame->owner == owner)
			return true;
	return false;
}

static void trace_end(hd_future *task, const char *state)
{
	if (task->extra && task->extra->trace)
		hd_trace_end(task->extra->trace, task->extra->row, state);
}

/* The argument of a task that will never run goes back to whoever can free it. */
static void drop_argument(hd_future *task)
{
	if (task->extra && task->extra->drop)
		task->extra->drop(task->arg);
}

/* Moves the state, if it is `from`, by whichever of the two ways is open. */
static bool move(hd_future *task, uint32_t from, uint32_t to)
{
	/* acquire: what the submitter wrote into the task is read after this */
	uint32_t word = atomic_load_explicit(&task->word, memory_order_acquire);

	do {
		if (hd_task_state(word) != from)
			return false;
		if (word & HD_WATCHED)
			return hd_lot_settle(task, from, to);
	} while (!atomic_compare_exchange_weak_explicit(
		&task->word, &word, hd_task_moved(word, to),
		memory_order_acq_rel, /* release: publishes the result (I2) */
		memory_order_acquire));
	return true;
}

bool hd_task_begin(hd_future *task)
{
	uint32_t word = atomic_load_explicit(&task->word, memory_order_acquire);

	if (word == (HD_PENDING | HD_SUBMITTED | HD_ONE_REF)) {
		/* No handle is left: nobody can cancel, wait or look. */
		atomic_store_explicit(&task->word,
				      word - HD_PENDING + HD_RUNNING + HD_ON_WORKER,
				      memory_order_relaxed);
		return true;
	}
	do
		if (hd_task_state(word) != HD_PENDING)
			return false;
	while (!atomic_compare_exchange_weak_explicit(
		&task->word, &word, word - HD_PENDING + HD_RUNNING + HD_ON_WORKER,
		memory_order_acquire, /* the submitter's writes come before the run */
		memory_order_acquire));
	return true;
}

void hd_task_call(hd_future *task, const void *owner)
{
	struct hd_frame frame = {task, owner, top, top ? top->depth + 1 : 1};
	struct hd_extra *extra = task->extra;
	struct hd_outcome outcome;

	/* relaxed: the flag never changes */
	if (atomic_load_explicit(&task->word, memory_order_relaxed) & HD_BRANCH)
		frame.task = task->user_data; /* a branch is part of its owner's task */

	if (extra && extra->trace)
		hd_trace_start(extra->trace, extra->row, hd_thread_current_name());
	top = &frame;
	hd_call(task->fn, task->arg, &outcome);
	top = frame.below;
	hd_task_keep(task, &outcome);
	trace_end(task, outcome.code ? "failed" : "finished");
}

void hd_task_finish(hd_future *task)
{
	const uint32_t delta = HD_FINISHED - HD_RUNNING - HD_ON_WORKER - HD_ONE_REF;
	uint32_t word = atomic_load_explicit(&task->word, memory_order_acquire);

	if (word == (HD_RUNNING | HD_ON_WORKER | HD_SUBMITTED | HD_ONE_REF)) {
		hd_task_free(task); /* nobody else has a reference to take more from */
		return;
	}
	while (!(word & HD_WATCHED))
		if (atomic_compare_exchange_weak_explicit(
			    &task->word, &word, word + delta,
			    memory_order_acq_rel, /* release: publishes the result (I2) */
			    memory_order_acquire)) {
			if (word < 2 * HD_ONE_REF)
				hd_task_free(task);
			return;
		}
	hd_lot_settle(task, HD_RUNNING, HD_FINISHED);
	/* A branch is gone when its owner knows that it has run. */
	if (!(word & HD_BRANCH))
		hd_task_unref(task);
}

bool hd_task_cancel(hd_future *task)
{
	uint32_t state;

	if (!move(task, HD_PENDING, HD_CANCELLED)) {
		state = hd_task_state(hd_task_word(task));
		return state == HD_CANCELLED || state == HD_CANCELLED_AND_NOTIFIED;
	}
	trace_end(task, "cancelled");
	drop_argument(task);
	return true;
}

void hd_task_refuse(hd_future *task, int code, const char *message)
{
	if (hd_task_word(task) & HD_BRANCH) {
		move(task, HD_PENDING, HD_CANCELLED); /* from here on it is the owner's */
		return;
	}
	if (code)
		hd_task_fail(task, code, message);
	else
		hd_task_cancel(task);
	hd_task_unref(task);
}

bool hd_task_notify_cancel(hd_future *task)
{
	return move(task, HD_CANCELLED, HD_CANCELLED_AND_NOTIFIED);
}

enum { REFUSED = -1 };

/* From PENDING, or from RUNNING by hand if that is allowed, to a state that no watcher waits
 * for.  Returns the word before, or REFUSED. */
static int64_t advance(hd_future *task, bool from_running, uint32_t to)
{
	uint32_t word = hd_task_word(task), state;

	do {
		state = hd_task_state(word);
		if (state != HD_PENDING &&
		    !(from_running && state == HD_RUNNING && !(word & HD_ON_WORKER)))
			return REFUSED;
	} while (!atomic_compare_exchange_weak_explicit(
		&task->word, &word, word - state + to, memory_order_acquire,
		memory_order_acquire));
	return word;
}

/* Of a future that no executor has. */
static bool advance_by_hand(hd_future *task, uint32_t to)
{
	uint32_t word = hd_task_word(task);

	do
		if (hd_task_state(word) != HD_PENDING || word & HD_SUBMITTED)
			return false;
	while (!atomic_compare_exchange_weak_explicit(
		&task->word, &word, word - HD_PENDING + to, memory_order_acquire,
		memory_order_acquire));
	return true;
}

bool hd_task_begin_by_hand(hd_future *task)
{
	return advance_by_hand(task, HD_RUNNING);
}

bool hd_task_adopt(hd_future *task)
{
	return advance_by_hand(task, HD_SETTLING);
}

void hd_task_publish(hd_future *task)
{
	/* release: who sees SUBMITTED may read the fields that were written before */
	atomic_fetch_add_explicit(&task->word,
				  HD_PENDING - HD_SETTLING + HD_SUBMITTED + HD_ONE_REF,
				  memory_order_release);
}

bool hd_task_readopt(hd_future *task)
{
	return advance(task, false, HD_SETTLING) != REFUSED;
}

void hd_task_disown(hd_future *task)
{
	uint32_t word = hd_task_word(task);

	while (!atomic_compare_exchange_weak_explicit(
		&task->word, &word,
		(word & ~(uint32_t)HD_SUBMITTED) - HD_SETTLING + HD_PENDING,
		memory_order_release, memory_order_relaxed))
		continue;
}

bool hd_task_claim(hd_future *task)
{
	int64_t before = advance(task, true, HD_SETTLING);

	if (before == REFUSED)
		return false;
	if (before & HD_SUBMITTED)
		drop_argument(task);
	return true;
}

void hd_task_settled(hd_future *task)
{
	trace_end(task, task->code ? "failed" : "finished");
	move(task, HD_SETTLING, HD_FINISHED);
}

bool hd_task_settle_as(hd_future *task, hd_future *source)
{
	if (!hd_task_claim(task))
		return false;
	hd_task_ref(source);
	task->code = source->code;
	task->result = source->result;
	task->owner = HD_RESULT_KEPT;
	task->kept = source;
	hd_task_settled(task);
	return true;
}

bool hd_task_fail(hd_future *task, int code, const char *message)
{
	if (advance(task, false, HD_SETTLING) == REFUSED)
		return false;
	drop_argument(task);
	task->code = code;
	task->result = hd_failure_new(message, NULL, NULL);
	hd_task_settled(task);
	return true;
}
