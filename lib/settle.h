/* SPDX-License-Identifier: MIT */
/* settle - the moves of a task from state to state, and running it.
 *
 * Each move is one compare-and-swap on the task's word while nobody watches the task; once
 * it is watched, the same move goes through the parking lot, which also wakes and calls.
 */
#ifndef HEDDLE_SETTLE_H
#define HEDDLE_SETTLE_H

#include <stdbool.h>

#include "task.h"

/* What a thread is running: a chain, since a task that waits may run another one. */
struct hd_frame {
	hd_future *task;
	const void *owner; /* the executor's core, for "is this one of mine?" */
	struct hd_frame *below;
	unsigned depth; /* 1: nothing below */
};

/* The innermost frame of the calling thread, or NULL. */
struct hd_frame *hd_frame_top(void);

/* Is the task running on this very stack, so that waiting for it would never end? */
bool hd_frame_has(const hd_future *task);

/* Is the calling thread inside a task of that owner? */
bool hd_frame_inside(const void *owner);

/* PENDING to RUNNING, for the thread that will run it.  False: it was cancelled or settled
 * meanwhile. */
bool hd_task_begin(hd_future *task);

/* Calls the task's function and keeps what became of it.  Requires that this thread began
 * the task. */
void hd_task_call(hd_future *task, const void *owner);

/* Keeps what became of a call, for whoever asks the task. */
static inline void hd_task_keep(hd_future *task, const struct hd_outcome *outcome)
{
	task->code = outcome->code;
	task->owner = outcome->owned ? HD_RESULT_OWNED
		      : task->extra  ? HD_RESULT_TASKS
				     : HD_RESULT_LENT;
	task->result = outcome->code ? (void *)outcome->failure : outcome->result;
}

/* Publishes it: RUNNING to FINISHED, watchers, callbacks; gives the runner's reference
 * back. */
void hd_task_finish(hd_future *task);

/* PENDING to cancelled; drops the argument of a submitted task.  True also when it was
 * cancelled already. */
bool hd_task_cancel(hd_future *task);

/* CANCELLED to CANCELLED_AND_NOTIFIED. */
bool hd_task_notify_cancel(hd_future *task);

/* PENDING to RUNNING, for a task that is settled by hand. */
bool hd_task_begin_by_hand(hd_future *task);

/* PENDING, or RUNNING without a worker, to SETTLING: the caller now writes code and result
 * and calls hd_task_settled.  False: somebody else has settled it, or runs it. */
bool hd_task_claim(hd_future *task);
void hd_task_settled(hd_future *task);

/* Settles a future as another one, which is FINISHED, and keeps that one: value and failure
 * stay its own, and live as long.  Needs no memory.  False: as in claim. */
bool hd_task_settle_as(hd_future *task, hd_future *source);

/* Taking a future that was made by hand for an executor: PENDING to SETTLING (false: it is
 * not pending, or is an executor's already); the caller writes its fields; then either
 * publish, which makes it PENDING and SUBMITTED with one reference more, or disown, which
 * makes it what it was.  readopt takes a published one back, if it is pending still. */
bool hd_task_adopt(hd_future *task);
void hd_task_publish(hd_future *task);
bool hd_task_readopt(hd_future *task);
void hd_task_disown(hd_future *task);

/* For whoever took a task out of a queue and will not run it: cancels it, or fails it if there
 * is a code; a branch goes back to its owner, who runs it himself.  Gives the queue's
 * reference back. */
void hd_task_refuse(hd_future *task, int code, const char *message);

/* Fails a pending task with a code and a text; drops its argument.  False: not pending. */
bool hd_task_fail(hd_future *task, int code, const char *message);

#endif
