/* SPDX-License-Identifier: MIT */
/* An executor of threads: a handle on a scheduler. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "executor_private.h"
#include "scheduler.h"

struct threads {
	struct hd_executor base;
	struct hd_scheduler *scheduler;
};

static struct hd_scheduler *core(hd_executor *executor)
{
	return ((struct threads *)executor)->scheduler;
}

static int submit(hd_executor *executor, hd_future *task)
{
	return hd_scheduler_submit(core(executor), task);
}

static int start_all(hd_executor *executor)
{
	return hd_scheduler_start_all(core(executor));
}

static void close_it(hd_executor *executor)
{
	hd_scheduler_close(core(executor));
}

static void cancel_queued(hd_executor *executor)
{
	hd_scheduler_cancel_queued(core(executor));
}

static int join(hd_executor *executor)
{
	return hd_scheduler_join(core(executor));
}

static bool is_inside(hd_executor *executor)
{
	return hd_scheduler_is_mine(core(executor));
}

static void destroy(hd_executor *executor)
{
	hd_scheduler_unref(core(executor));
	free(executor);
}

static size_t threads(hd_executor *executor, hd_thread **handles, size_t max)
{
	return hd_scheduler_threads(core(executor), handles, max);
}

static size_t queued(hd_executor *executor)
{
	return hd_scheduler_queued(core(executor));
}

static const struct hd_executor_operations operations = {
	.submit = submit,
	.start_all = start_all,
	.close = close_it,
	.cancel_queued = cancel_queued,
	.join = join,
	.is_inside = is_inside,
	.destroy = destroy,
	.threads = threads,
	.queued = queued,
};

static int default_workers(void)
{
	int cpus = hd_cpu_count();

	return cpus + 4 < 32 ? cpus + 4 : 32;
}

int hd_executor_new_threads(int workers, const hd_executor_options *options,
			    hd_executor **executor)
{
	static _Atomic unsigned count;
	hd_executor_options all = options ? *options : (hd_executor_options){0};
	struct threads *t;
	char prefix[40];
	int code;

	if (workers == HD_DEFAULT_WORKERS)
		workers = default_workers();
	if (workers <= 0)
		return HD_EWORKERS;
	if (!all.thread_name_prefix) {
		snprintf(prefix, sizeof prefix, "ThreadPoolExecutor-%u",
			 atomic_fetch_add(&count, 1));
		all.thread_name_prefix = prefix;
	}
	t = malloc(sizeof *t);
	if (!t)
		return HD_ENOMEM;
	code = hd_scheduler_new(workers, &all, &t->scheduler);
	if (code) {
		free(t);
		return code;
	}
	hd_executor_init(&t->base, &operations, workers, options);
	t->base.scheduler = hd_scheduler_number(t->scheduler);
	t->base.spin = hd_scheduler_spins(t->scheduler);
	*executor = &t->base;
	return 0;
}
