/* SPDX-License-Identifier: MIT */
/* scheduler - the workers: who takes which task, who sleeps, who is woken.
 *
 * Tasks from outside go to one injection queue; a task that submits puts its tasks into its
 * worker's own deque.  A worker looks into its deque, then into the queue, then into the
 * deques of the others; and when there is nothing anywhere it goes to sleep (idle.h).
 *
 * Start order.  A worker takes the oldest task it can see.  It takes several at once from
 * the queue only while tasks are very short and there are more of them than workers; what it
 * took and has not started can be taken from it by the others.  So tasks that last longer
 * than some microseconds start in the order in which they were submitted.
 *
 * Threads are started when there is more unfinished work than there are threads: `load`
 * counts what was submitted and is not finished, and a worker lowers it before it publishes
 * a result, so that who sees the result and submits again finds that thread free.  Once all
 * threads are there, nobody counts any more.  A new thread begins with the task it was
 * started for, and the submitter waits until the thread runs: so the first tasks, too, start
 * in order.
 */
#ifndef HEDDLE_SCHEDULER_H
#define HEDDLE_SCHEDULER_H

#include <stdbool.h>
#include <stddef.h>

#include "heddle/executor.h"
#include "lot.h"

struct hd_scheduler;

/* A scheduler with one reference; no thread is started.  HD_ENOMEM. */
int hd_scheduler_new(int workers, const hd_executor_options *options,
		     struct hd_scheduler **scheduler);
void hd_scheduler_unref(struct hd_scheduler *scheduler);

/* Joins the threads of a scheduler that nobody refers to, and frees it. */
void hd_scheduler_bury(struct hd_scheduler *scheduler);

/* Takes a pending task, and with it one reference.  HD_ESHUTDOWN, HD_EBROKEN, HD_ENOMEM,
 * HD_ETHREAD, HD_EFORKED: it was not taken. */
int hd_scheduler_submit(struct hd_scheduler *scheduler, hd_future *task);

/* On a worker: puts a branch where its scheduler's other workers can take it.  False elsewhere,
 * and when the scheduler takes nothing any more. */
bool hd_scheduler_fork(hd_future *branch);

/* On a worker: takes the branch back, if it is the newest task here and nobody has it. */
bool hd_scheduler_unfork(hd_future *branch);

/* Starts every thread that is not there yet.  HD_ENOMEM, HD_ETHREAD, HD_ESHUTDOWN,
 * HD_EFORKED. */
int hd_scheduler_start_all(struct hd_scheduler *scheduler);

/* Refuses new tasks; workers end when there is nothing left to do. */
void hd_scheduler_close(struct hd_scheduler *scheduler);

/* Cancels everything that has not started. */
void hd_scheduler_cancel_queued(struct hd_scheduler *scheduler);

/* Waits for the end of every thread.  Requires that it is closed and that the caller is
 * not one of them.  HD_EFORKED. */
int hd_scheduler_join(struct hd_scheduler *scheduler);

/* Is the calling thread one of its workers? */
bool hd_scheduler_is_mine(const struct hd_scheduler *scheduler);

/* Blocks the calling thread until the wait fires: true; or until the deadline: false.  A
 * worker runs other tasks meanwhile; target, if not NULL, is the one task that it waits for,
 * to be preferred. */
bool hd_scheduler_block(struct hd_wait *wait, hd_future *target, int64_t deadline);

/* On a worker: runs the target here and now if it is the task that this worker pushed last and
 * nobody has taken it: the usual case in fork and join, and no wait at all.  Is it done now? */
bool hd_scheduler_run_newest(hd_future *target);

/* On a worker: runs tasks until the target is done (true) or there is nothing to run.
 * False elsewhere. */
bool hd_scheduler_work_towards(hd_future *target);

/* Readable from outside. */
unsigned hd_scheduler_number(const struct hd_scheduler *scheduler);
bool hd_scheduler_spins(const struct hd_scheduler *scheduler);
size_t hd_scheduler_threads(struct hd_scheduler *scheduler, hd_thread **threads,
			    size_t max);
size_t hd_scheduler_queued(struct hd_scheduler *scheduler);

#endif
