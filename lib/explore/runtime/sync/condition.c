/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "clock.h"
#include "condition.h"
#include "mutex.h"
#include "real.h"
#include "verdict.h"
#include "waiters.h"

/* Of the word in which glibc keeps a condition's clock. */
enum { MONOTONIC_BIT = 2 };

static void begin(struct object *object)
{
	const pthread_cond_t *condition = (const pthread_cond_t *)object->address;

	object->type = (condition->__data.__wrefs & MONOTONIC_BIT) != 0 ? CLOCK_MONOTONIC
									: CLOCK_REALTIME;
}

static const struct primitive conditions = {OBJECT_CONDITION, begin};

/* -- wait ---------------------------------------------------------------------------------- */

static bool can_wake(const struct thread *thread)
{
	return (thread->signaled || thread->op.fired) &&
	       mutex_is_free_for(thread->op.second, thread);
}

/* Nobody can signal it any more: it only has to get its mutex. */
static void out_of_time(struct thread *thread)
{
	if (!thread->signaled)
		waiters_remove(thread->op.object, thread);
}

static void explain_wake(const struct thread *thread, struct text *out)
{
	const struct object *condition = thread->op.object, *mutex = thread->op.second;

	if (thread->signaled || thread->op.fired) {
		text_add(out, "was woken on condition <&%lx> and waits for mutex <&%lx>",
			 condition->address, mutex->address);
		call_explain_holder(thread, mutex, out);
		return;
	}
	text_add(out, "waits on condition <&%lx>", condition->address);
	if (condition->lost == 1)
		text_add(out, "; a signal found nobody waiting: <#%u> at <@%lx>",
			 condition->lost_by, condition->lost_at);
	else if (condition->lost > 1)
		text_add(out,
			 "; the last of %u signals that found nobody waiting: <#%u> at "
			 "<@%lx>",
			 condition->lost, condition->lost_by, condition->lost_at);
}

static const struct call wait_call = {
	"pthread_cond_wait", &conditions, {.kind = OP_WAIT}};

static const struct op_class wake_class = {.kind = OP_WAKE,
					   .ready = can_wake,
					   .timed_out = out_of_time,
					   .explain = explain_wake};

/* POSIX lets a wait return for no reason.  The choice of 0, which a strategy that keeps to
 * the simplest takes, is an honest wait. */
static bool wakes_by_itself(void)
{
	unsigned odds = board->order.spurious;

	if (odds == 0)
		return false;
	/* A search tries both, at a thread's first waits: once each, or it would never end. */
	if (board->order.strategy == STRATEGY_SEARCH && thread_self->woke_by_itself)
		return false;
	if (odds < 2 || board->order.strategy == STRATEGY_SEARCH)
		odds = 2;
	if (point_choose(odds < UINT8_MAX ? odds : UINT8_MAX) != 1)
		return false;
	thread_self->woke_by_itself = true;
	return true;
}

static int must_hold(const struct object *condition, const struct object *mutex,
		     uint64_t pc)
{
	if (mutex->owner != thread_self) {
		if (!mutex_checks_owner(mutex))
			call_not_allowed(mutex, wait_call.name, pc);
		point_failed();
		return EPERM;
	}
	if (condition->first_waiter != NULL && condition->mutex != mutex)
		verdict_fail(
			VERDICT_MISUSE,
			"<#%u> waits at <@%lx> on condition <&%lx> with mutex <&%lx>, "
			"while <#%u> waits on it with mutex <&%lx>",
			thread_self->number, pc, condition->address, mutex->address,
			condition->first_waiter->number, condition->mutex->address);
	return 0;
}

static int wait_until(pthread_cond_t *address, pthread_mutex_t *mutex_address,
		      int64_t deadline, uint64_t pc)
{
	struct thread *self = thread_self;
	struct object *mutex = mutex_object(mutex_address, pc);
	struct object *condition =
		call_turn(&wait_call, address, &(struct op){.second = mutex, .pc = pc});
	int code;

	mutex = mutex_object(mutex_address, pc);
	object_must_live(mutex, wait_call.name, pc);
	code = must_hold(condition, mutex, pc);
	if (code != 0)
		return code;
	condition->mutex = mutex;
	mutex_give(mutex);
	self->signaled = wakes_by_itself();
	if (!self->signaled)
		waiters_add(condition, self);
	point(&(struct op){.class = &wake_class,
			   .object = condition,
			   .second = mutex,
			   .pc = pc,
			   .deadline = deadline});
	object_must_live(mutex, wait_call.name, pc);
	code = mutex_take(mutex, pc);
	return code != 0 ? code : call_waited(self->signaled);
}

int condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, uint64_t pc)
{
	return wait_until(condition, mutex, 0, pc);
}

int condition_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
			clockid_t clock, const struct timespec *absolute, uint64_t pc)
{
	if (!clock_valid(absolute) || !call_can_wait_on(clock))
		return EINVAL;
	return wait_until(condition, mutex, clock_deadline(clock, absolute), pc);
}

int condition_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
			const struct timespec *absolute, uint64_t pc)
{
	clockid_t clock = call_object(&conditions, condition, pc)->type;

	return condition_clockwait(condition, mutex, clock, absolute, pc);
}

/* -- signal, and the rest ------------------------------------------------------------------ */

static const struct call signal_call = {
	"pthread_cond_signal", &conditions, {.kind = OP_SIGNAL}};
static const struct call broadcast_call = {
	"pthread_cond_broadcast", &conditions, {.kind = OP_BROADCAST}};

static void found_nobody(struct object *condition, uint64_t pc)
{
	condition->lost++;
	condition->lost_at = pc;
	condition->lost_by = thread_self->number;
	condition->lost_step = point_steps;
	point_failed();
}

/* Whoever still holds a mutex is about to give it back, and lets them go on only then. */
static void has_woken(uint64_t pc)
{
	if (thread_self->held_count == 0)
		point_after(pc);
}

int condition_signal(pthread_cond_t *address, uint64_t pc)
{
	struct object *condition =
		call_turn(&signal_call, address, &(struct op){.pc = pc});

	if (condition->first_waiter == NULL) {
		found_nobody(condition, pc);
		return 0;
	}
	condition->lost = 0;
	waiters_wake(condition,
		     waiters_at(condition, point_choose(waiters_count(condition))));
	has_woken(pc);
	return 0;
}

int condition_broadcast(pthread_cond_t *address, uint64_t pc)
{
	struct object *condition =
		call_turn(&broadcast_call, address, &(struct op){.pc = pc});

	if (condition->first_waiter == NULL) {
		found_nobody(condition, pc);
		return 0;
	}
	condition->lost = 0;
	while (condition->first_waiter != NULL)
		waiters_wake(condition, condition->first_waiter);
	has_woken(pc);
	return 0;
}

int condition_init(pthread_cond_t *condition, const pthread_condattr_t *attributes,
		   uint64_t pc)
{
	int code = real.pthread_cond_init(condition, attributes);

	if (code == 0)
		object_new(condition, OBJECT_CONDITION, pc);
	return code;
}

static const struct call destroy_call = {
	"pthread_cond_destroy", &conditions, {.kind = OP_DESTROY}};

int condition_destroy(pthread_cond_t *address, uint64_t pc)
{
	struct object *condition =
		call_turn(&destroy_call, address, &(struct op){.pc = pc});

	if (condition->first_waiter != NULL)
		verdict_fail(
			VERDICT_MISUSE,
			"<#%u> destroys condition <&%lx> at <@%lx>, on which <#%u> waits",
			thread_self->number, condition->address, pc,
			condition->first_waiter->number);
	condition->dead = true;
	return 0;
}
