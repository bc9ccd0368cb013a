/* SPDX-License-Identifier: MIT */
/* A branch is a task object on its owner's stack.  Exactly one thread gets hold of it, by
 * taking it out of a queue: the owner in join, a worker that runs it, or somebody who empties
 * the queues and gives it back (CANCELLED).  So nobody competes for its state; and a worker
 * does not touch it after it has published the end, for then the stack may be gone.
 */
#include "heddle/branch.h"

#include "failure.h"
#include "heddle/future.h"
#include "scheduler.h"
#include "settle.h"
#include "task.h"

_Static_assert(sizeof(hd_branch) == sizeof(struct hd_future),
	       "a branch is a task object");
_Static_assert(_Alignof(hd_branch) == _Alignof(struct hd_future), "and aligned like one");

static hd_future *task_of(const hd_branch *branch)
{
	return (hd_future *)branch;
}

void hd_branch_fork(hd_branch *branch, hd_fn *fn, void *arg)
{
	hd_future *task = task_of(branch);

	hd_task_init(task, fn, arg,
		     HD_PENDING | HD_SUBMITTED | HD_BRANCH | 2 * HD_ONE_REF);
	task->user_data = hd_future_current();
	if (!hd_scheduler_fork(task))
		/* relaxed: nobody else knows it */
		atomic_store_explicit(&task->word, HD_CANCELLED | HD_BRANCH,
				      memory_order_relaxed);
}

/* Runs it on the owner's stack, as a plain call. */
static void call(hd_future *task)
{
	struct hd_outcome outcome;

	hd_call(task->fn, task->arg, &outcome);
	hd_task_keep(task, &outcome);
}

int hd_branch_join(hd_branch *branch, void **result)
{
	hd_future *task = task_of(branch);
	int code = HD_ECANCELLED;

	if (!hd_scheduler_unfork(task))
		code = hd_future_result(task, HD_FOREVER, NULL);
	if (code == HD_ECANCELLED) {
		call(task);
		code = task->code ? HD_EFAILED : 0;
	}
	if (code)
		return code;
	if (result)
		*result = task->result;
	return 0;
}

hd_error hd_branch_exception(const hd_branch *branch)
{
	const hd_future *task = task_of(branch);

	return hd_failure_error(task->code, task->code ? task->result : NULL);
}

void hd_branch_destroy(hd_branch *branch)
{
	hd_future *task = task_of(branch);

	hd_task_free_result(task);
	task->code = 0;
	task->owner = HD_RESULT_LENT;
}
