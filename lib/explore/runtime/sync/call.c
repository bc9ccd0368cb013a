/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "call.h"
#include "verdict.h"

struct object *call_object(const struct primitive *of, void *address, uint64_t pc)
{
	struct object *object = object_at(address, of->kind, pc);

	if (object->type < 0)
		of->begin(object);
	return object;
}

struct object *call_turn(const struct call *call, void *address, struct op *op)
{
	struct object *object = call_object(call->of, address, op->pc);
	uint32_t steps = point_steps;

	op->class = &call->class;
	op->object = object;
	point(op);
	/* Its own step is one; more are of others. */
	if (point_steps > steps + 1)
		object = call_object(call->of, address, op->pc);
	object_must_live(object, call->name, op->pc);
	return object;
}

int call_waited(bool got_it)
{
	struct event *event = thread_self->event;

	if (event != NULL && got_it)
		event->flags &= (uint8_t)~EVENT_TIMED_OUT;
	return got_it ? 0 : ETIMEDOUT;
}

int call_tried(bool got_it)
{
	if (got_it)
		point_progress();
	else
		point_failed();
	return got_it ? 0 : EBUSY;
}

void call_holds(struct object *object)
{
	struct thread *self = thread_self;

	if (self->held_count < MAX_HELD)
		self->held[self->held_count++] = object;
}

void call_lets_go(const struct object *object)
{
	struct thread *self = thread_self;

	for (unsigned i = self->held_count; i-- > 0;) {
		if (self->held[i] != object)
			continue;
		self->held_count--;
		memmove(&self->held[i], &self->held[i + 1],
			(self->held_count - i) * sizeof self->held[0]);
		return;
	}
}

void call_explain_holder(const struct thread *thread, const struct object *object,
			 struct text *out)
{
	const struct thread *owner = object->owner;

	if (owner == NULL)
		return;
	if (owner == thread)
		text_add(out, ", held by itself since <@%lx>", object->held_since);
	else
		text_add(out, ", held by <#%u> since <@%lx>", owner->number,
			 object->held_since);
	if (owner->state == THREAD_ENDED)
		text_add(out, "; that thread has ended");
}

void call_not_allowed(const struct object *object, const char *call, uint64_t pc)
{
	char memory[128];
	struct text text = text_in(memory, sizeof memory);

	if (object->owner == NULL)
		text_add(&text, "is not locked");
	else if (object->owner == thread_self)
		text_add(&text, "it has itself locked at <@%lx>", object->held_since);
	else
		text_add(&text, "<#%u> has locked at <@%lx>", object->owner->number,
			 object->held_since);
	verdict_fail(VERDICT_MISUSE, "<#%u> calls %s at <@%lx> on %s <&%lx>, which %s",
		     thread_self->number, call, pc, object_kind_name(object->kind),
		     object->address, memory);
}

bool call_can_wait_on(clockid_t clock)
{
	return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
}

void call_refuse_shared(int shared, const char *construct, uint64_t pc)
{
	if (shared != 0)
		verdict_refuse(
			construct, pc,
			"explore controls the threads of one process; make it private to "
			"the process");
}
