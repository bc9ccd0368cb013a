/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "alarms.h"
#include "clock.h"
#include "descriptors.h"
#include "lifecycle.h"
#include "object.h"
#include "point.h"
#include "strategy.h"
#include "verdict.h"

enum {
	SPIN_LIMIT = 16,      /* operations that only look: then a thread goes last */
	LIVELOCK_ROUNDS = 2000, /* times that all who can run only spin */
	PATIENCE = 3,         /* such rounds before the clock moves */
	RUN_LIMIT = 1000,     /* steps in a row while others could go on */
	PLAIN_LIMIT = 4096,   /* plain accesses without a step */
	EARLY_LIMIT = 8,      /* timers of one thread that fire early in a run */
	EARLY_ODDS = 4,       /* one choice in so many lets timers fire early */
};

uint32_t point_steps;
bool point_multithreaded;

static unsigned rounds;        /* of spinning, since anybody changed anything */
static uint32_t run_length;    /* steps in a row of one thread */
static bool anybody_deferred;
static bool advanced;          /* the clock moved since the last step */

/* The threads among which a choice is made. */
static struct thread *ready[MAX_THREADS];
static unsigned ready_count;   /* those that can run, and then ... */
static unsigned early_count;   /* ... those whose timer would have to fire early */
static unsigned deferred_count;

struct thread *point_controls(void)
{
	return thread_self;
}

static bool is_plain(const struct op *op)
{
	return op->class->kind == OP_READ || op->class->kind == OP_WRITE;
}

static bool can_run(const struct thread *thread)
{
	return thread->op.class->ready == NULL || thread->op.class->ready(thread);
}

/* -- spinning ------------------------------------------------------------------------------ */

static void progress(void)
{
	rounds = 0;
	if (!anybody_deferred)
		return;
	anybody_deferred = false;
	for (unsigned i = 0; i < threads_live_count; i++)
		threads_live[i]->deferred = threads_live[i]->plain_deferred = false;
}

static void defer(struct thread *thread)
{
	thread->idle = 0;
	thread->plain_idle = 0;
	thread->deferred = true;
	anybody_deferred = true;
	board->report.spun++;
	strategy_demote(thread);
}

static void looked(struct thread *thread)
{
	if (++thread->idle >= SPIN_LIMIT)
		defer(thread);
}

/* A replay knows from its moves when a thread spun on plain memory, as the places that race
 * are not known to it. */
static void looked_at_plain(struct thread *thread)
{
	uint64_t what = thread->op.pc * UINT64_C(0x9e3779b97f4a7c15) ^ thread->op.address;

	if (what != thread->plain_last)
		thread->plain_idle = 0;
	thread->plain_last = what;
	if (board->order.strategy == STRATEGY_REPLAY || ++thread->plain_idle < SPIN_LIMIT)
		return;
	defer(thread);
	thread->plain_deferred = true;
}

static void note_effect(struct thread *thread)
{
	enum op_kind kind = thread->op.class->kind;

	if (kind == OP_READ) {
		looked_at_plain(thread);
	} else if (op_looks(kind) && !(thread->op.flags & EVENT_WRITES)) {
		looked(thread);
	} else {
		thread->idle = 0;
		thread->plain_idle = 0;
		progress();
	}
}

void point_failed(void)
{
	if (thread_self->event != NULL)
		thread_self->event->flags |= EVENT_FAILED;
}

void point_progress(void)
{
	thread_self->idle = 0;
	progress();
}

/* A program that waits busily for its handler of SIGALRM is no livelock. */
static void must_not_wait_for_alarm(void)
{
	if (alarms_expected() != 0)
		verdict_refuse("a timer signal (alarm, setitimer) with a handler",
			       alarms_expected(), "use a thread that sleeps");
}

/* All who can run only spin.  Time passes meanwhile; at last it is a livelock. */
static void all_spin(void)
{
	if (++rounds > LIVELOCK_ROUNDS) {
		must_not_wait_for_alarm();
		verdict_fail(VERDICT_LIVELOCK,
			     "every thread that can run only looks, yields or tries again, and "
			     "nothing changes");
	}
	if (rounds > PATIENCE && !descriptors_wait(0)) {
		advanced = true;
		if (!clock_advance())
			clock_now += rounds * (NANOSECONDS / 1000);
	}
	for (unsigned i = 0; i < threads_live_count; i++)
		threads_live[i]->deferred = threads_live[i]->plain_deferred = false;
	anybody_deferred = false;
}

/* -- choosing ------------------------------------------------------------------------------ */

static bool could_fire(struct thread *thread)
{
	bool could;

	if (thread->op.deadline == 0 || thread->op.fired || thread->early >= EARLY_LIMIT)
		return false;
	thread->op.fired = true;
	could = can_run(thread);
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

		thread->could_run = thread->state == THREAD_PENDING && can_run(thread);
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
		if (threads_live[i]->state == THREAD_PENDING && !threads_live[i]->could_run &&
		    could_fire(threads_live[i]))
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

	return thread->op.class->kind == OP_WAKE && !thread->signaled && object->lost > 0 &&
	       object->lost_step > thread->before_lock;
}

static void deadlock(void)
{
	for (unsigned i = 0; i < threads_live_count; i++) {
		const struct thread *thread = threads_live[i];
		const struct object *object = thread->op.object;

		if (lost_its_signal(thread))
			verdict_fail(VERDICT_LOST_WAKEUP,
				     "<#%u> waits for ever on <&%lx>: when <#%u> signalled it at "
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
	for (;;) {
		gather();
		if (ready_count > 0)
			break;
		if (deferred_count > 0) {
			all_spin();
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
	else if (is_plain(&last->op) && last->state == THREAD_PENDING && next != last)
		strategy_moved(last, ':', next->number);
	else if (next != strategy_default(ready, ready_count, last))
		strategy_moved(last, ':', next->number);
}

static struct thread *choose(struct thread *last, uint64_t *mask)
{
	const struct move *spun = strategy_replayed(last, '!');
	struct thread *next;
	unsigned n;

	if (spun != NULL)
		last->deferred = anybody_deferred = true;
	if (!find_ready(last))
		return NULL;
	n = ready_count + early_count;
	*mask = ready_mask();
	if (n > 1)
		board->report.decisions++;
	next = n == 1 && board->order.strategy != STRATEGY_SEARCH ? ready[0]
								  : strategy_pick(ready, n, last);
	if (next == NULL)
		verdict_fail(VERDICT_REDUNDANT, "nothing new");
	if (!next->could_run) {
		next->early++;
		clock_advance_to(next->op.deadline);
	}
	note_departure(last, next);
	return next;
}

/* -- a turn -------------------------------------------------------------------------------- */

/* The thread goes on although the last one could, and did not yield. */
static bool preempts(const struct thread *thread, const struct thread *last)
{
	return thread != last && last->could_run && !last->deferred &&
	       last->op.class->kind != OP_YIELD;
}

static void record(struct thread *thread, const struct thread *last, uint64_t mask)
{
	struct report *report = &board->report;
	const struct op *op = &thread->op;
	struct event *event;

	thread->event = NULL;
	if (report->events == MAX_EVENTS) {
		report->truncated = 1;
		return;
	}
	event = &report->event[report->events++];
	thread->event = event;
	event->address = op->address;
	event->second = op->second_address;
	event->pc = op->pc;
	event->caller = thread->depth > 0 && thread->depth <= MAX_DEPTH
				? thread->stack[thread->depth - 1] - 1
				: 0;
	event->ready = mask;
	event->time = clock_now;
	event->step = thread->steps;
	event->size = op->size;
	event->thread = (uint16_t)thread->number;
	event->kind = (uint8_t)op->class->kind;
	event->flags = op->flags;
	event->options = event->chosen = 0;
	if (op->fired)
		event->flags |= EVENT_TIMED_OUT;
	if (op->deadline != 0 && board->order.adversarial)
		event->flags |= EVENT_EARLY;
	if (advanced)
		event->flags |= EVENT_ADVANCED;
	if (thread != last)
		event->flags |= EVENT_SWITCHED;
	if (preempts(thread, last))
		event->flags |= EVENT_PREEMPTED;
	advanced = false;
}

static void count(struct thread *thread, const struct thread *last)
{
	if (thread != last) {
		board->report.switches++;
		if (preempts(thread, last))
			board->report.preemptions++;
		run_length = 0;
	} else if (!is_plain(&thread->op)) {
		run_length++;
	}
	if (++point_steps <= board->order.steps_limit)
		return;
	must_not_wait_for_alarm();
	verdict_fail(VERDICT_LIVELOCK,
		     "no end after %u steps; for a program that needs more: --steps",
		     board->order.steps_limit);
}

/* The thread's pending operation is about to be done. */
static void grant(struct thread *thread, struct thread *last, uint64_t mask)
{
	enum op_kind kind = thread->op.class->kind;

	count(thread, last);
	record(thread, last, mask);
	if (kind == OP_LOCK || kind == OP_WAKE)
		thread->before_lock = thread->last_step;
	thread->last_step = point_steps;
	thread->state = THREAD_RUNNING;
	thread->steps++;
	thread->clock.at[thread->slot]++;
	strategy_did(thread);
	note_effect(thread);
}

struct thread *point_pass_on(struct thread *last)
{
	uint64_t mask;
	struct thread *next = choose(last, &mask);

	if (next != NULL)
		grant(next, last, mask);
	return next;
}

static void fill_in(struct op *op)
{
	if (op->address == 0 && op->object != NULL)
		op->address = op->object->address;
	if (op->second_address == 0 && op->second != NULL)
		op->second_address = op->second->address;
}

/* While there is only main, nothing that it can do is a choice. */
static bool alone(struct thread *self)
{
	if (point_multithreaded || !can_run(self))
		return false;
	self->event = NULL;
	self->steps++;
	return true;
}

void point(const struct op *op)
{
	struct thread *self = thread_self, *next;
	int saved_errno = errno;

	if (self->in_handler)
		verdict_refuse("a signal handler that synchronises", op->pc,
			       "set a flag in it, and act on that elsewhere");
	self->op = *op;
	fill_in(&self->op);
	self->plain_run = is_plain(op) ? self->plain_run + 1 : 0;
	self->state = THREAD_PENDING;
	if (self->op.deadline != 0)
		clock_advance_to(clock_now);
	if (!alone(self)) {
		next = point_pass_on(self);
		if (next != self) {
			thread_unpark(next);
			thread_park(self);
		}
		lifecycle_reap();
	}
	self->state = THREAD_RUNNING;
	errno = saved_errno;
}

bool point_plain(const struct op *op)
{
	struct thread *self = thread_self;

	if (self->steps == self->next_plain || self->plain_run >= PLAIN_LIMIT) {
		point(op);
		if (self->plain_run > PLAIN_LIMIT)
			self->plain_run = 0;
		return true;
	}
	self->plain_run++;
	self->steps++;
	if (anybody_deferred && op->class->kind == OP_WRITE)
		progress();
	return false;
}

unsigned point_choose(unsigned n)
{
	struct thread *self = thread_self;
	unsigned chosen;

	if (n < 2)
		return 0;
	chosen = strategy_choose(n, self);
	if (chosen != 0)
		strategy_moved(self, '=', chosen);
	if (self->event != NULL) {
		self->event->options = (uint8_t)(n < UINT8_MAX ? n : UINT8_MAX);
		self->event->chosen = (uint8_t)chosen;
	}
	return chosen;
}
