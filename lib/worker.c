/* SPDX-License-Identifier: MIT */
#include "worker.h"

#include <stdio.h>
#include <stdlib.h>

#include "fork.h"
#include "registry.h"
#include "settle.h"

enum {
	LARGEST_BATCH = 32,
	SHORT_QUEUE = 32,      /* not worth taking the lock for, if it is growing */
	FILL_PAUSES = 60,      /* about a microsecond */
	SHORT_TASK_NS = 20000, /* only shorter ones are taken several at once */
	DEEP = 256,	       /* tasks on one stack, before others are no longer taken */
	QUEUE_TURN = 61	       /* every so many tasks the queue has a turn */
};

_Thread_local struct hd_worker *hd_worker_self;

void hd_worker_fork_child(void)
{
	hd_worker_self = NULL;
}

bool hd_worker_look(void *arg)
{
	struct hd_scheduler *s = arg;
	int started = atomic_load(&s->started);

	if (hd_queue_count(&s->queue))
		return true;
	for (int i = 0; i < started; i++)
		if (hd_deque_count(&s->workers[i]->deque))
			return true;
	return false;
}

/* -- finding ------------------------------------------------------------------------------- */

/* How many to take: one, unless tasks are short and there are more than enough. */
static size_t batch_size(struct hd_worker *w, size_t queued)
{
	int started = atomic_load(&w->scheduler->started);
	size_t share = queued / (size_t)(started ? started : 1);
	int64_t now, spent;

	if (share < 2)
		return 1;
	now = hd_now();
	spent = now - w->last_take;
	w->last_take = now;
	if (spent > (int64_t)w->batch * SHORT_TASK_NS)
		w->batch = 1;
	else if (w->batch < LARGEST_BATCH)
		w->batch *= 2;
	return share < w->batch ? share : w->batch;
}

/* The queue is short, but the last task was there at once, and so is the next: a submitter is
 * about as fast as this worker.  A moment's patience saves both of them most of their fights
 * for the lock.  If nothing came, the submitter may be waiting for this very task: then not
 * again until the queue is seen to grow. */
static size_t let_fill(struct hd_worker *w, size_t queued)
{
	struct hd_queue *queue = &w->scheduler->queue;

	if (queued > 1)
		w->fills = true;
	if (queued >= SHORT_QUEUE || !w->streaming || !w->fills)
		return queued;
	for (int i = 0; i < FILL_PAUSES; i++)
		hd_relax();
	w->fills = hd_queue_count(queue) > queued;
	return hd_queue_count(queue);
}

/* Takes from the queue: returns the oldest, and puts the rest into the deque.  Requires that
 * the deque has room, which it has when it is nearly empty. */
static hd_future *take_batch(struct hd_worker *w)
{
	struct hd_scheduler *s = w->scheduler;
	hd_future *tasks[LARGEST_BATCH];
	size_t queued = hd_queue_count(&s->queue), count;

	if (!queued)
		return NULL;
	queued = let_fill(w, queued);
	count = hd_deque_count(&w->deque) ? 1 : batch_size(w, queued);
	count = hd_queue_take(&s->queue, tasks, count);
	if (!count)
		return NULL;
	if (count > 1)
		hd_deque_push(&w->deque, tasks + 1, count - 1); /* fits: it was empty */
	if (count > 1 || hd_queue_count(&s->queue))
		hd_idlers_wake_one(&s->idlers, hd_worker_look, s);
	return tasks[0];
}

/* Takes the oldest task of another worker, beginning with the neighbour. */
static hd_future *steal(struct hd_worker *w)
{
	struct hd_scheduler *s = w->scheduler;
	int started = atomic_load(&s->started);

	for (int i = 1; i < started; i++) {
		struct hd_worker *victim = s->workers[(w->index + i) % started];
		hd_future *task = hd_deque_take(&victim->deque);

		if (task)
			return task;
	}
	return NULL;
}

/* Tasks that submit tasks could keep a worker in its own deque for ever: so now and then the
 * queue's oldest lines up there.  NULL, unless there was no room: then it is next. */
static hd_future *be_fair(struct hd_worker *w)
{
	hd_future *task = NULL;

	if (++w->tick % QUEUE_TURN == 0 && hd_deque_count(&w->deque) &&
	    hd_queue_take(&w->scheduler->queue, &task, 1) &&
	    hd_deque_push_one(&w->deque, task))
		task = NULL;
	return task;
}

static hd_future *find(struct hd_worker *w)
{
	hd_future *task = be_fair(w);

	if (!task)
		task = hd_deque_take(&w->deque);
	if (!task)
		task = take_batch(w);
	if (!task)
		task = steal(w);
	return task;
}

/* -- running --------------------------------------------------------------------------------- */

/* Runs a task, or lets go of it if it was cancelled. */
static void run(struct hd_worker *w, hd_future *task)
{
	struct hd_scheduler *s = w->scheduler;

	w->streaming = !w->sleeper.searching;
	hd_idlers_stop_searching(&s->idlers, &w->sleeper, hd_worker_look, s);
	if (hd_task_begin(task)) {
		hd_task_call(task, s);
		hd_scheduler_lower_load(s);
		hd_task_finish(task);
	} else {
		hd_scheduler_lower_load(s);
		hd_task_unref(task);
	}
}

/* Breaks the scheduler because this worker's initializer failed. */
static void break_scheduler(struct hd_worker *w, const struct hd_outcome *failed)
{
	char message[512];

	snprintf(message, sizeof message, "%s: %s", hd_strerror(HD_EBROKEN),
		 hd_failure_error(failed->code, failed->failure).message);
	hd_scheduler_break(w->scheduler, message);
	if (w->first) {
		hd_task_refuse(w->first, HD_EBROKEN, message);
		w->first = NULL;
	}
}

/* The first thing a worker does.  False: it is of no use. */
static bool initialize(struct hd_worker *w)
{
	struct hd_scheduler *s = w->scheduler;
	struct hd_outcome outcome;

	if (!s->initializer)
		return true;
	hd_call(s->initializer, s->initarg, &outcome);
	if (outcome.code)
		break_scheduler(w, &outcome);
	else if (outcome.owned)
		free(outcome.result);
	hd_failure_free(outcome.failure);
	return !outcome.code;
}

/* Tells the thread that started this one that it runs now. */
static void begin(struct hd_worker *w)
{
	struct hd_scheduler *s = w->scheduler;

	hd_worker_self = w;
	hd_parker_use(&w->parker);
	hd_lock(&s->idlers.lock);
	if (w->begun) {
		atomic_store(&w->begun->fired, true);
		hd_unpark(w->begun->parker);
		w->begun = NULL;
	}
	hd_unlock(&s->idlers.lock);
}

/* What wakes a worker that has nothing to do: work, or the end. */
static bool look_or_closed(void *arg)
{
	struct hd_scheduler *s = arg;

	return atomic_load(&s->closed) || hd_worker_look(s);
}

/* Runs tasks until there will be no more. */
static void work(struct hd_worker *w)
{
	struct hd_scheduler *s = w->scheduler;
	hd_future *task = w->first;

	w->first = NULL;
	/* A task that forks and returns in the child ends there: the generation differs. */
	while (s->generation == hd_fork_generation()) {
		if (task)
			run(w, task);
		else if (atomic_load(&s->closed) && !hd_worker_look(s))
			break;
		else
			hd_idlers_wait(&s->idlers, &w->sleeper, look_or_closed, s,
				       HD_NEVER);
		task = find(w);
	}
	hd_idlers_stop_searching(&s->idlers, &w->sleeper, hd_worker_look, s);
}

void *hd_worker_main(void *arg)
{
	struct hd_worker *w = arg;
	struct hd_scheduler *s = w->scheduler;

	begin(w);
	if (initialize(w))
		work(w);
	hd_worker_self = NULL;
	hd_parker_use(NULL);
	hd_registry_leave(s);
	return NULL;
}

/* -- waiting inside a task ------------------------------------------------------------------- */

struct waiting {
	struct hd_scheduler *scheduler;
	struct hd_wait *wait;
};

static bool look_or_fired(void *arg)
{
	struct waiting *waiting = arg;

	return atomic_load(&waiting->wait->fired) || hd_worker_look(waiting->scheduler);
}

/* A task runs on top of the one that waits.  Below this, the stack is better left alone; but
 * a branch cannot be run out of its turn, so that who waits for one goes on working. */
static bool is_deep(const hd_future *target)
{
	return hd_frame_top() && hd_frame_top()->depth >= DEEP &&
	       !(target && hd_task_word(target) & HD_BRANCH);
}

/* Runs the target wherever it stands, if it is one of this scheduler's and has not started:
 * whoever comes to its place in the queue finds it begun. */
static bool run_out_of_turn(struct hd_worker *w, hd_future *target)
{
	uint32_t word = hd_task_word(target);

	if (hd_task_state(word) != HD_PENDING || !(word & HD_SUBMITTED) ||
	    target->scheduler != w->scheduler->number)
		return false;
	hd_task_ref(target);
	if (hd_task_begin(target)) {
		hd_task_call(target, w->scheduler);
		hd_task_finish(target);
	} else {
		hd_task_unref(target);
	}
	return true;
}

/* What a waiting worker does meanwhile.  If the target runs elsewhere, the newest of its own
 * tasks first: those its own stack will wait for next.  Else the oldest, until it is the
 * target's turn. */
static hd_future *find_meanwhile(struct hd_worker *w, hd_future *target)
{
	hd_future *task = NULL;

	if (target && hd_task_state(hd_task_word(target)) == HD_RUNNING)
		task = hd_deque_pop(&w->deque);
	return task ? task : find(w);
}

/* One turn of a wait: runs a task, or sleeps. */
static void work_or_sleep(struct hd_worker *w, struct hd_wait *wait, hd_future *target,
			  int64_t deadline)
{
	struct waiting waiting = {w->scheduler, wait};
	hd_future *task;

	if (is_deep(target)) {
		if (!target || !run_out_of_turn(w, target))
			hd_park(wait->parker, deadline);
		return;
	}
	task = find_meanwhile(w, target);
	if (task)
		run(w, task);
	else
		hd_idlers_wait(&w->scheduler->idlers, &w->sleeper, look_or_fired,
			       &waiting, deadline);
}

static bool work_until(struct hd_worker *w, struct hd_wait *wait, hd_future *target,
		       int64_t deadline)
{
	struct hd_scheduler *s = w->scheduler;

	while (!atomic_load(&wait->fired)) {
		work_or_sleep(w, wait, target, deadline);
		if (deadline != HD_NEVER && hd_now() >= deadline)
			break;
	}
	hd_idlers_stop_searching(&s->idlers, &w->sleeper, hd_worker_look, s);
	return atomic_load(&wait->fired);
}

bool hd_scheduler_block(struct hd_wait *wait, hd_future *target, int64_t deadline)
{
	if (hd_worker_self)
		return work_until(hd_worker_self, wait, target, deadline);
	while (!atomic_load(&wait->fired))
		if (!hd_park(wait->parker, deadline))
			break;
	return atomic_load(&wait->fired);
}

bool hd_scheduler_run_newest(hd_future *target)
{
	struct hd_worker *w = hd_worker_self;

	if (!w || !hd_deque_pop_if(&w->deque, target))
		return false;
	run(w, target);
	/* Unless it had begun elsewhere, or is being settled by hand. */
	return hd_task_is_done(hd_task_word(target));
}

bool hd_scheduler_fork(hd_future *branch)
{
	struct hd_worker *w = hd_worker_self;
	struct hd_scheduler *s;

	if (!w)
		return false;
	s = w->scheduler;
	if (atomic_load(&s->started) < s->max || atomic_load(&s->closed) ||
	    !hd_deque_push_one(&w->deque, branch))
		return hd_scheduler_submit(s, branch) == 0;
	hd_idlers_wake_one(&s->idlers, hd_worker_look, s);
	return true;
}

bool hd_scheduler_unfork(hd_future *branch)
{
	struct hd_worker *w = hd_worker_self;

	if (!w || !hd_deque_pop_if(&w->deque, branch))
		return false;
	hd_scheduler_lower_load(w->scheduler);
	return true;
}

bool hd_scheduler_work_towards(hd_future *target)
{
	while (hd_worker_self && !hd_task_is_done(hd_task_word(target))) {
		hd_future *task;

		if (hd_scheduler_run_newest(target))
			break;
		task = is_deep(target) ? NULL : find_meanwhile(hd_worker_self, target);
		if (!task)
			return false;
		run(hd_worker_self, task);
	}
	return hd_worker_self;
}
