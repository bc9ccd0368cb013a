/* SPDX-License-Identifier: MIT */
#include "executor_private.h"

#include "fork.h"
#include "registry.h"
#include "settle.h"
#include "task.h"
#include "trace.h"

/* -- references ----------------------------------------------------------------------- */

void hd_executor_init(hd_executor *executor,
		      const struct hd_executor_operations *operations, int workers,
		      const hd_executor_options *options)
{
	executor->operations = operations;
	executor->workers = workers;
	executor->scheduler = 0;
	executor->spin = false;
	executor->trace = options && options->trace ? hd_trace_ref(options->trace) : NULL;
	atomic_init(&executor->references, 1);
}

hd_executor *hd_executor_ref(hd_executor *executor)
{
	atomic_fetch_add(&executor->references, 1);
	return executor;
}

void hd_executor_unref(hd_executor *executor)
{
	if (atomic_fetch_sub(&executor->references, 1) != 1)
		return;
	if (executor->trace)
		hd_trace_unref(executor->trace);
	executor->operations->destroy(executor);
}

/* -- submit -------------------------------------------------------------------------------------- */

/* Hands over a task with the executor's reference and the caller's, if there is to be one. */
static int hand_over(hd_executor *executor, hd_future *task, hd_future **future)
{
	int code = executor->operations->submit(executor, task);

	if (code) {
		hd_task_strip(task);
		hd_task_free(task);
	} else if (future) {
		*future = task;
	}
	return code;
}

int hd_executor_submit(hd_executor *executor, hd_fn *fn, void *arg, hd_future **future)
{
	hd_future *task;

	if (executor->trace)
		return hd_executor_submit_task(executor, &(hd_task){.fn = fn, .arg = arg},
					       future);
	if (!fn)
		return HD_EINVAL;
	task = hd_task_new(fn, arg,
			   HD_PENDING | HD_SUBMITTED | (future ? 2 : 1) * HD_ONE_REF);
	if (!task)
		return HD_ENOMEM;
	task->scheduler = executor->scheduler;
	task->spin = executor->spin;
	return hand_over(executor, task, future);
}

int hd_executor_submit_copy(hd_executor *executor, hd_fn *fn, const void *arg,
			    size_t size, hd_future **future)
{
	const hd_task task = {.fn = fn, .arg = (void *)arg, .arg_size = size};

	if (!arg || !size)
		return HD_EINVAL;
	return hd_executor_submit_task(executor, &task, future);
}

/* Submits onto a future made by hand.  Others may hold it already: while its fields are
 * written it is claimed, and looks as if it ran. */
static int submit_onto(hd_executor *executor, const hd_task *options, hd_future **future)
{
	hd_future *task = options->future;
	int code;

	if (!hd_task_adopt(task))
		return HD_ESTATE;
	task->fn = options->fn;
	task->arg = options->arg;
	task->generation = (unsigned short)hd_fork_generation();
	task->scheduler = executor->scheduler;
	task->spin = executor->spin;
	if (options->user_data)
		task->user_data = options->user_data;
	code = hd_task_equip(task, options, executor->trace);
	if (code) {
		hd_task_disown(task);
		return code;
	}
	hd_task_publish(task);
	code = executor->operations->submit(executor, task);
	/* Unless it was cancelled meanwhile: then it was accepted, and is done. */
	if (code && hd_task_readopt(task)) {
		hd_task_strip(task);
		hd_task_disown(task);
		hd_task_unref(task);
		return code;
	}
	if (code)
		hd_task_unref(task);
	if (future)
		*future = hd_future_ref(task);
	return 0;
}

int hd_executor_submit_task(hd_executor *executor, const hd_task *options,
			    hd_future **future)
{
	hd_future *task;

	if (!executor || !options->fn)
		return HD_EINVAL;
	if (options->future)
		return submit_onto(executor, options, future);
	task = hd_task_new(options->fn, options->arg,
			   HD_PENDING | HD_SUBMITTED | (future ? 2 : 1) * HD_ONE_REF);
	if (!task)
		return HD_ENOMEM;
	task->scheduler = executor->scheduler;
	task->spin = executor->spin;
	task->user_data = options->user_data;
	if (hd_task_equip(task, options, executor->trace)) {
		hd_task_free(task);
		return HD_ENOMEM;
	}
	return hand_over(executor, task, future);
}

/* -- shutdown --------------------------------------------------------------------------------------- */

int hd_executor_shutdown(hd_executor *executor, bool wait, bool cancel_futures)
{
	const struct hd_executor_operations *operations = executor->operations;

	if (wait && operations->is_inside(executor))
		return HD_EDEADLOCK;
	operations->close(executor);
	if (cancel_futures)
		operations->cancel_queued(executor);
	return wait ? operations->join(executor) : 0;
}

int hd_executor_free(hd_executor **executor)
{
	int code;

	if (!*executor)
		return 0;
	code = hd_executor_shutdown(*executor, true, false);
	if (code == HD_EDEADLOCK)
		return code;
	hd_executor_unref(*executor);
	*executor = NULL;
	return code;
}

void hd_executor_drop(hd_executor **executor)
{
	if (!*executor)
		return;
	(*executor)->operations->close(*executor);
	hd_executor_unref(*executor);
	*executor = NULL;
}

void hd_shutdown_all(void)
{
	hd_registry_shutdown_all();
}

/* -- for hosts ------------------------------------------------------------------------------------------ */

int hd_executor_start_all(hd_executor *executor)
{
	return executor->operations->start_all(executor);
}

int hd_executor_workers(const hd_executor *executor)
{
	return executor->workers;
}

size_t hd_executor_threads(hd_executor *executor, hd_thread **threads, size_t max)
{
	return executor->operations->threads(executor, threads, max);
}

size_t hd_executor_queued(const hd_executor *executor)
{
	return executor->operations->queued((hd_executor *)executor);
}
