/* SPDX-License-Identifier: MIT */
#include "task.h"

#include <stdlib.h>
#include <string.h>

#include "lot.h"
#include "magazine.h"
#include "trace.h"

hd_future *hd_task_new(hd_fn *fn, void *arg, uint32_t word)
{
	hd_future *task = hd_magazine_take();

	if (task)
		hd_task_init(task, fn, arg, word);
	return task;
}

static size_t round_up(size_t size)
{
	size_t unit = _Alignof(max_align_t);

	return (size + unit - 1) / unit * unit;
}

int hd_task_equip(hd_future *task, const hd_task *options, hd_trace *trace)
{
	size_t head = round_up(sizeof(struct hd_extra));
	size_t copy = round_up(options->arg_size);
	size_t label = options->label ? strlen(options->label) + 1 : 0;
	struct hd_extra *extra;

	if (copy < options->arg_size || head + copy + label < copy)
		return HD_ENOMEM;
	extra = malloc(head + copy + label);
	if (!extra)
		return HD_ENOMEM;
	*extra = (struct hd_extra){.drop = options->drop,
				   .free_result = options->free_result};
	if (options->arg_size) {
		task->arg = memcpy((char *)extra + head, options->arg, options->arg_size);
	}
	if (label)
		extra->label = memcpy((char *)extra + head + copy, options->label, label);
	if (options->token)
		extra->token = hd_cancel_token_ref(options->token);
	if (trace) {
		extra->trace = hd_trace_ref(trace);
		extra->row = hd_trace_submit(trace, options->label);
	}
	task->extra = extra;
	return 0;
}

static void free_extra(struct hd_extra *extra)
{
	if (extra->token)
		hd_cancel_token_unref(extra->token);
	if (extra->trace)
		hd_trace_unref(extra->trace);
	free(extra);
}

void hd_task_strip(hd_future *task)
{
	if (!task->extra)
		return;
	if (task->extra->trace)
		hd_trace_end(task->extra->trace, task->extra->row, "refused");
	free_extra(task->extra);
	task->extra = NULL;
}

void hd_task_free_result(hd_future *task)
{
	if (task->owner == HD_RESULT_KEPT)
		hd_task_unref(task->kept);
	else if (task->code)
		hd_failure_free(task->result);
	else if (task->owner == HD_RESULT_OWNED)
		free(task->result);
	else if (task->owner == HD_RESULT_CALLED && task->result)
		task->free_result(task->result);
	else if (task->owner == HD_RESULT_TASKS && task->extra->free_result &&
		 task->result)
		task->extra->free_result(task->result);
}

void hd_task_free(hd_future *task)
{
	if (task->watchers)
		hd_lot_discard(task);
	if (task->owner != HD_RESULT_LENT || task->code)
		hd_task_free_result(task);
	if (task->extra)
		free_extra(task->extra);
	hd_magazine_give(task);
}

hd_cancel_token *hd_task_token(const hd_future *task)
{
	return task->extra ? task->extra->token : NULL;
}
