/* SPDX-License-Identifier: MIT */
/* An executor without threads: submit runs the task, and returns when it is done.  What a
 * program does on it is what it should do on threads, whatever the order there. */
#include <stdlib.h>

#include "executor_private.h"
#include "settle.h"
#include "sync.h"

/* Locking discipline: lock guards the fields below it, and is held while the initializer
 * runs, which may not submit to its own executor.  It is a leaf. */
struct serial {
	struct hd_executor base;
	hd_fn *initializer;
	void *initarg;

	pthread_mutex_t lock;
	bool initialized;
	int closed; /* 0, or the code that submit returns */
};

/* Requires s->lock. */
static void initialize(struct serial *s)
{
	struct hd_outcome outcome;

	s->initialized = true;
	if (!s->initializer)
		return;
	hd_call(s->initializer, s->initarg, &outcome);
	if (outcome.owned)
		free(outcome.result);
	if (outcome.code && !s->closed)
		s->closed = HD_EBROKEN;
	hd_failure_free(outcome.failure);
}

/* The first task of a broken executor was accepted before that was known: it fails, as it
 * would on a thread. */
static int submit(hd_executor *executor, hd_future *task)
{
	struct serial *s = (struct serial *)executor;
	bool first;
	int code;

	hd_lock(&s->lock);
	code = s->closed;
	first = !code && !s->initialized;
	if (first)
		initialize(s);
	hd_unlock(&s->lock);
	if (code)
		return code;

	hd_executor_ref(executor); /* a task may drop the handle */
	if (first && s->closed == HD_EBROKEN) {
		hd_task_fail(task, HD_EBROKEN, hd_strerror(HD_EBROKEN));
		hd_task_unref(task);
	} else if (hd_task_begin(task)) {
		hd_task_call(task, s);
		hd_task_finish(task);
	} else {
		hd_task_unref(task);
	}
	hd_executor_unref(executor);
	return 0;
}

static int start_all(hd_executor *executor)
{
	(void)executor;
	return 0;
}

static void close_it(hd_executor *executor)
{
	struct serial *s = (struct serial *)executor;

	hd_lock(&s->lock);
	if (!s->closed)
		s->closed = HD_ESHUTDOWN;
	hd_unlock(&s->lock);
}

static void cancel_queued(hd_executor *executor)
{
	(void)executor; /* nothing is ever queued */
}

static int join(hd_executor *executor)
{
	(void)executor;
	return 0;
}

static bool is_inside(hd_executor *executor)
{
	return hd_frame_inside(executor);
}

static void destroy(hd_executor *executor)
{
	struct serial *s = (struct serial *)executor;

	hd_mutex_destroy(&s->lock);
	free(s);
}

static size_t threads(hd_executor *executor, hd_thread **handles, size_t max)
{
	(void)executor;
	(void)handles;
	(void)max;
	return 0;
}

static size_t queued(hd_executor *executor)
{
	(void)executor;
	return 0;
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

int hd_executor_new_serial(const hd_executor_options *options, hd_executor **executor)
{
	struct serial *s = calloc(1, sizeof *s);

	if (!s)
		return HD_ENOMEM;
	hd_executor_init(&s->base, &operations, 1, options);
	s->initializer = options ? options->initializer : NULL;
	s->initarg = options ? options->initarg : NULL;
	hd_mutex_init(&s->lock);
	*executor = &s->base;
	return 0;
}
