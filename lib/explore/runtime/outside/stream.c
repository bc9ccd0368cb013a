/* SPDX-License-Identifier: MIT */
#include "stream.h"

#include "call.h"
#include "real.h"
#include "verdict.h"

/* Streams that flockfile, or a sister of it, was ever called on. */
enum { MAX_LOCKED = 64 };
static struct object *locked[MAX_LOCKED];
static unsigned locked_count;

static const struct object *lock_of(uint64_t stream)
{
	for (unsigned i = 0; i < locked_count; i++)
		if (locked[i]->address == stream)
			return locked[i];
	return NULL;
}

static void begin(struct object *object)
{
	object->type = 0;
	if (locked_count == MAX_LOCKED)
		verdict_refuse("flockfile on more than 64 streams", object->made_at,
			       "lock fewer");
	locked[locked_count++] = object;
}

static const struct primitive streams = {OBJECT_FILE, begin};

/* -- printing ------------------------------------------------------------------------------ */

static bool free_for(const struct object *lock, const struct thread *thread)
{
	return lock == NULL || lock->owner == NULL || lock->owner == thread;
}

static bool can_print(const struct thread *thread)
{
	return locked_count == 0 || free_for(lock_of(thread->op.address), thread);
}

static void explain(const struct thread *thread, struct text *out)
{
	const struct object *lock = lock_of(thread->op.address);

	text_add(out, "waits for stream <&%lx>", thread->op.address);
	if (lock != NULL)
		call_explain_holder(thread, lock, out);
}

static const struct op_class printing = {
	.kind = OP_PRINT, .ready = can_print, .explain = explain};
static const struct op_class printing_unlocked = {.kind = OP_PRINT};
static const struct op_class reading = {
	.kind = OP_DESCRIPTOR, .ready = can_print, .explain = explain};

/* What a handler prints comes in the middle of what it interrupts, as it would anyway. */
static void turn(const struct op_class *class, FILE *stream, uint64_t pc)
{
	struct thread *self = point_controls();

	if (self == NULL || self->in_handler || !point_multithreaded)
		return;
	point(&(struct op){.class = class, .address = (uint64_t)stream, .pc = pc});
}

void stream_print(FILE *stream, uint64_t pc)
{
	turn(&printing, stream, pc);
}

void stream_print_unlocked(FILE *stream, uint64_t pc)
{
	turn(&printing_unlocked, stream, pc);
}

void stream_read(FILE *stream, uint64_t pc)
{
	turn(&reading, stream, pc);
}

/* -- flockfile ----------------------------------------------------------------------------- */

static bool can_lock(const struct thread *thread)
{
	return free_for(thread->op.object, thread);
}

static const struct call lock_call = {
	"flockfile", &streams, {.kind = OP_LOCK, .ready = can_lock, .explain = explain}};
static const struct call try_lock_call = {
	"ftrylockfile", &streams, {.kind = OP_TRY_LOCK}};
static const struct call unlock_call = {"funlockfile", &streams, {.kind = OP_UNLOCK}};

static void take(struct object *lock, uint64_t pc)
{
	if (lock->count++ > 0)
		return;
	lock->owner = thread_self;
	lock->held_since = pc;
	object_acquire(lock);
	call_holds(lock);
}

INTERPOSED void flockfile(FILE *stream)
{
	if (point_controls() == NULL) {
		real.flockfile(stream);
		return;
	}
	take(call_turn(&lock_call, stream, &(struct op){.pc = CALL_PC()}), CALL_PC());
}

INTERPOSED int ftrylockfile(FILE *stream)
{
	struct object *lock;

	if (point_controls() == NULL)
		return real.ftrylockfile(stream);
	lock = call_turn(&try_lock_call, stream, &(struct op){.pc = CALL_PC()});
	if (!free_for(lock, thread_self))
		return call_tried(false);
	take(lock, CALL_PC());
	return call_tried(true);
}

INTERPOSED void funlockfile(FILE *stream)
{
	struct object *lock;

	if (point_controls() == NULL) {
		real.funlockfile(stream);
		return;
	}
	lock = call_turn(&unlock_call, stream, &(struct op){.pc = CALL_PC()});
	if (lock->owner != thread_self)
		verdict_fail(VERDICT_MISUSE,
			     "<#%u> calls funlockfile at <@%lx> on stream <&%lx>, which "
			     "it has "
			     "not locked",
			     thread_self->number, CALL_PC(), lock->address);
	if (--lock->count > 0)
		return;
	call_lets_go(lock);
	object_release(lock);
	lock->owner = NULL;
}
