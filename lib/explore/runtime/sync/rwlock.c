/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "call.h"
#include "rwlock.h"
#include "verdict.h"

static void begin(struct object *object)
{
	const pthread_rwlock_t *rwlock = (const pthread_rwlock_t *)object->address;

	object->type = (int)rwlock->__data.__flags;
	object->value = 0;
}

static const struct primitive rwlocks = {OBJECT_RWLOCK, begin};

/* -- who may have it ----------------------------------------------------------------------- */

/* object->arrived counts the writers that wait, if they come first. */
static bool writers_first(const struct object *rwlock)
{
	return rwlock->type == PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP;
}

static bool is_free_to_read(const struct object *rwlock)
{
	return rwlock->owner == NULL && !(writers_first(rwlock) && rwlock->arrived > 0);
}

static bool is_free_to_write(const struct object *rwlock)
{
	return rwlock->owner == NULL && rwlock->value == 0;
}

static bool can_read(const struct thread *thread)
{
	const struct object *rwlock = thread->op.object;

	return thread->op.fired || rwlock->owner == thread || is_free_to_read(rwlock);
}

static bool can_write(const struct thread *thread)
{
	const struct object *rwlock = thread->op.object;

	return thread->op.fired || rwlock->owner == thread || is_free_to_write(rwlock);
}

static bool holds(const struct thread *thread, const struct object *rwlock)
{
	for (unsigned i = 0; i < thread->held_count; i++)
		if (thread->held[i] == rwlock)
			return true;
	return false;
}

static void explain_readers(const struct thread *thread, struct text *out)
{
	const struct object *rwlock = thread->op.object;
	const char *before = ", held for reading by ";

	if (rwlock->value == 0)
		return;
	for (uint32_t i = 0; i < threads_count; i++) {
		const struct thread *reader = thread_numbered(i);

		if (!holds(reader, rwlock))
			continue;
		if (reader == thread)
			text_add(out, "%sitself", before);
		else
			text_add(out, "%s<#%u>%s", before, i,
				 reader->state == THREAD_ENDED ? ", which has ended"
							       : "");
		before = " and ";
	}
	if (writers_first(rwlock) && rwlock->arrived > 0)
		text_add(out, "; writers wait and come first");
}

static void explain(const struct thread *thread, struct text *out)
{
	text_add(out, "waits to %s rwlock <&%lx>",
		 thread->op.class->kind == OP_RDLOCK ? "read" : "write",
		 thread->op.object->address);
	call_explain_holder(thread, thread->op.object, out);
	explain_readers(thread, out);
}

/* -- reading ------------------------------------------------------------------------------- */

static const struct call read_call = {
	"pthread_rwlock_rdlock",
	&rwlocks,
	{.kind = OP_RDLOCK, .ready = can_read, .explain = explain}};

static int take_to_read(struct object *rwlock)
{
	uint8_t *mine = &rwlock->reads[thread_self->slot];

	if (*mine == UINT8_MAX)
		return EAGAIN;
	++*mine;
	rwlock->value++;
	object_acquire(rwlock);
	call_holds(rwlock);
	return 0;
}

int rwlock_read(pthread_rwlock_t *address, int64_t deadline, uint64_t pc)
{
	struct object *rwlock = call_turn(&read_call, address,
					  &(struct op){.pc = pc, .deadline = deadline});

	if (rwlock->owner == thread_self) {
		point_failed();
		return EDEADLK;
	}
	if (!is_free_to_read(rwlock))
		return call_waited(false);
	call_waited(true);
	return take_to_read(rwlock);
}

static const struct call try_read_call = {
	"pthread_rwlock_tryrdlock", &rwlocks, {.kind = OP_TRY_RDLOCK}};

int rwlock_try_read(pthread_rwlock_t *address, uint64_t pc)
{
	struct object *rwlock =
		call_turn(&try_read_call, address, &(struct op){.pc = pc});
	int code = call_tried(is_free_to_read(rwlock));

	return code == 0 ? take_to_read(rwlock) : code;
}

/* -- writing ------------------------------------------------------------------------------- */

static const struct call write_call = {
	"pthread_rwlock_wrlock",
	&rwlocks,
	{.kind = OP_WRLOCK, .ready = can_write, .explain = explain}};

/* A writer that readers have to wait for first makes itself known. */
static const struct call arrive_call = {
	"pthread_rwlock_wrlock", &rwlocks, {.kind = OP_WRLOCK}};

static void take_to_write(struct object *rwlock, uint64_t pc)
{
	rwlock->owner = thread_self;
	rwlock->held_since = pc;
	object_acquire(rwlock);
	vclock_join(&thread_self->clock, &rwlock->read_released);
	call_holds(rwlock);
}

static struct object *turn_to_write(pthread_rwlock_t *address, int64_t deadline,
				    uint64_t pc)
{
	struct op op = {.pc = pc, .deadline = deadline};
	struct object *rwlock = call_object(&rwlocks, address, pc), *arrived;

	if (!writers_first(rwlock))
		return call_turn(&write_call, address, &op);
	arrived = call_turn(&arrive_call, address, &(struct op){.pc = pc});
	if (arrived->owner == thread_self || is_free_to_write(arrived))
		return arrived;
	point_failed();
	arrived->arrived++;
	rwlock = call_turn(&write_call, address, &op);
	arrived->arrived--;
	return rwlock;
}

int rwlock_write(pthread_rwlock_t *address, int64_t deadline, uint64_t pc)
{
	struct object *rwlock = turn_to_write(address, deadline, pc);

	if (rwlock->owner == thread_self) {
		point_failed();
		return EDEADLK;
	}
	if (!is_free_to_write(rwlock))
		return call_waited(false);
	take_to_write(rwlock, pc);
	return call_waited(true);
}

static const struct call try_write_call = {
	"pthread_rwlock_trywrlock", &rwlocks, {.kind = OP_TRY_WRLOCK}};

int rwlock_try_write(pthread_rwlock_t *address, uint64_t pc)
{
	struct object *rwlock =
		call_turn(&try_write_call, address, &(struct op){.pc = pc});
	int code = call_tried(is_free_to_write(rwlock));

	if (code == 0)
		take_to_write(rwlock, pc);
	return code;
}

/* -- unlock and destroy -------------------------------------------------------------------- */

static const struct call unlock_call = {
	"pthread_rwlock_unlock", &rwlocks, {.kind = OP_RWUNLOCK}};

/* A later reader need not know what this one knew; a later writer does. */
static void release_after_reading(struct object *rwlock)
{
	struct thread *self = thread_self;

	rwlock->reads[self->slot]--;
	rwlock->value--;
	vclock_join(&rwlock->read_released, &self->clock);
	self->clock.at[self->slot]++;
	if (self->event != NULL)
		self->event->flags |= EVENT_SHARED;
}

int rwlock_unlock(pthread_rwlock_t *address, uint64_t pc)
{
	struct object *rwlock = call_turn(&unlock_call, address, &(struct op){.pc = pc});

	if (rwlock->owner == thread_self) {
		rwlock->owner = NULL;
		object_release(rwlock);
	} else if (rwlock->reads[thread_self->slot] > 0) {
		release_after_reading(rwlock);
	} else {
		verdict_fail(VERDICT_MISUSE,
			     "<#%u> calls %s at <@%lx> on rwlock <&%lx>, which it does "
			     "not hold",
			     thread_self->number, unlock_call.name, pc, rwlock->address);
	}
	call_lets_go(rwlock);
	point_after(pc);
	return 0;
}

static const struct call destroy_call = {
	"pthread_rwlock_destroy", &rwlocks, {.kind = OP_DESTROY}};

int rwlock_destroy(pthread_rwlock_t *address, uint64_t pc)
{
	struct object *rwlock = call_turn(&destroy_call, address, &(struct op){.pc = pc});

	if (!is_free_to_write(rwlock))
		verdict_fail(VERDICT_MISUSE,
			     "<#%u> destroys rwlock <&%lx> at <@%lx>, which is locked",
			     thread_self->number, rwlock->address, pc);
	rwlock->dead = true;
	return 0;
}
