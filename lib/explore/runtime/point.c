/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>

#include "choice.h"
#include "clock.h"
#include "lifecycle.h"
#include "object.h"
#include "patience.h"
#include "point.h"
#include "strategy.h"
#include "verdict.h"

enum { PLAIN_LIMIT = 4096 }; /* plain accesses without a step */

uint32_t point_steps;
bool point_multithreaded;

static uint32_t last_of_life; /* the last step at which a thread began or ended */

struct thread *point_controls(void)
{
	return thread_self;
}

void point_failed(void)
{
	if (thread_self->event != NULL)
		thread_self->event->flags |= EVENT_FAILED;
}

void point_progress(void)
{
	thread_self->idle = 0;
	patience_progress();
}

/* The thread goes on although the last one could, and did not yield. */
static bool preempts(const struct thread *thread, const struct thread *last)
{
	return thread != last && last->could_run && !last->deferred &&
	       last->op.class->kind != OP_YIELD;
}

static void record(struct thread *thread, const struct thread *last,
		   const struct choice *choice)
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
	event->ready = choice->could_go_on;
	event->time = clock_now;
	event->step = thread->steps;
	event->size = op->size;
	event->thread = (uint16_t)thread->number;
	event->kind = (uint8_t)op->class->kind;
	event->flags = op->flags | (op->fired ? EVENT_TIMED_OUT : 0) |
		       (op->deadline != 0 && board->order.adversarial ? EVENT_EARLY : 0) |
		       (choice->advanced ? EVENT_ADVANCED : 0) |
		       (thread != last ? EVENT_SWITCHED : 0) |
		       (preempts(thread, last) ? EVENT_PREEMPTED : 0);
	event->options = event->chosen = 0;
}

static bool is_of_life(enum op_kind kind)
{
	return kind == OP_START || kind == OP_END || kind == OP_CREATE || kind == OP_JOIN;
}

/* Threads that still come and go do not go round in circles: the program is merely long. */
static void too_long(void)
{
	/* The first half of the steps is not late; in few steps nothing is. */
	enum { LATE = 2, MANY = 100000 };
	uint32_t limit = board->order.steps_limit;
	char text[100];

	if (limit >= MANY && last_of_life > limit / LATE)
		verdict_refuse(
			"a program that has not ended after so many steps, but still "
			"starts or ends threads",
			0, "--steps allows more");
	snprintf(text, sizeof text,
		 "no end after %u steps; for a program that needs more: --steps", limit);
	patience_livelock(text);
}

static void count(struct thread *thread, const struct thread *last)
{
	board->report.switches += thread != last;
	board->report.preemptions += preempts(thread, last);
	choice_count_run(thread, last);
	if (is_of_life(thread->op.class->kind))
		last_of_life = point_steps;
	if (++point_steps > board->order.steps_limit)
		too_long();
}

/* The thread's pending operation is about to be done. */
static void grant(struct thread *thread, struct thread *last, const struct choice *choice)
{
	enum op_kind kind = thread->op.class->kind;

	count(thread, last);
	record(thread, last, choice);
	if (kind == OP_LOCK || kind == OP_WAKE)
		thread->before_lock = thread->last_step;
	thread->last_step = point_steps;
	thread->state = THREAD_RUNNING;
	thread->steps++;
	thread->clock.at[thread->slot]++;
	strategy_did(thread);
	patience_did(thread);
}

struct thread *point_pass_on(struct thread *last)
{
	struct choice choice = choice_make(last);

	if (choice.next != NULL)
		grant(choice.next, last, &choice);
	return choice.next;
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
	if (point_multithreaded || !choice_can_run(self))
		return false;
	self->event = NULL;
	self->steps++;
	patience_count(self->op.pc);
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
	self->plain_run = choice_is_plain(op) ? self->plain_run + 1 : 0;
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

static const struct op_class after_class = {.kind = OP_AFTER};

void point_after(uint64_t pc)
{
	if (!board->report.instrumented)
		point(&(struct op){.class = &after_class, .pc = pc});
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
	if (patience_needed() && (op->flags & EVENT_WRITES))
		patience_progress();
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
