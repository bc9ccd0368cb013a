/* SPDX-License-Identifier: MIT */
/* spinlock - the model of a spin lock: a lock without types, which waits as others do.
 */
#include "call.h"
#include "real.h"
#include "verdict.h"

static void begin(struct object *object)
{
	object->type = 0;
}

static const struct primitive spins = {OBJECT_SPIN, begin};

static bool can_lock(const struct thread *thread)
{
	return thread->op.object->owner == NULL;
}

static void explain_lock(const struct thread *thread, struct text *out)
{
	text_add(out, "waits for spin lock <&%lx>", thread->op.object->address);
	call_explain_holder(thread, thread->op.object, out);
}

static const struct call lock_call = {
	"pthread_spin_lock",
	&spins,
	{.kind = OP_LOCK, .ready = can_lock, .explain = explain_lock}};
static const struct call trylock_call = {
	"pthread_spin_trylock", &spins, {.kind = OP_TRY_LOCK}};
static const struct call unlock_call = {
	"pthread_spin_unlock", &spins, {.kind = OP_UNLOCK}};
static const struct call destroy_call = {
	"pthread_spin_destroy", &spins, {.kind = OP_DESTROY}};

static void take(struct object *spin, uint64_t pc)
{
	spin->owner = thread_self;
	spin->held_since = pc;
	object_acquire(spin);
	call_holds(spin);
}

/* The model needs only its address, and the type is a volatile one. */
static void *place_of(pthread_spinlock_t *spin)
{
	return (void *)spin;
}

INTERPOSED int pthread_spin_init(pthread_spinlock_t *spin, int shared)
{
	int code = real.pthread_spin_init(spin, shared);

	if (point_controls() == NULL || code != 0)
		return code;
	call_refuse_shared(shared, "a process-shared spin lock", CALL_PC());
	object_new(place_of(spin), OBJECT_SPIN, CALL_PC());
	return 0;
}

INTERPOSED int pthread_spin_destroy(pthread_spinlock_t *spin)
{
	struct object *object;

	if (point_controls() == NULL)
		return real.pthread_spin_destroy(spin);
	object = call_turn(&destroy_call, place_of(spin), &(struct op){.pc = CALL_PC()});
	if (object->owner != NULL)
		call_not_allowed(object, destroy_call.name, CALL_PC());
	object->dead = true;
	return 0;
}

INTERPOSED int pthread_spin_lock(pthread_spinlock_t *spin)
{
	if (point_controls() == NULL)
		return real.pthread_spin_lock(spin);
	take(call_turn(&lock_call, place_of(spin), &(struct op){.pc = CALL_PC()}),
	     CALL_PC());
	return 0;
}

INTERPOSED int pthread_spin_trylock(pthread_spinlock_t *spin)
{
	struct object *object;
	int code;

	if (point_controls() == NULL)
		return real.pthread_spin_trylock(spin);
	object = call_turn(&trylock_call, place_of(spin), &(struct op){.pc = CALL_PC()});
	code = call_tried(object->owner == NULL);
	if (code == 0)
		take(object, CALL_PC());
	return code;
}

INTERPOSED int pthread_spin_unlock(pthread_spinlock_t *spin)
{
	struct object *object;

	if (point_controls() == NULL)
		return real.pthread_spin_unlock(spin);
	object = call_turn(&unlock_call, place_of(spin), &(struct op){.pc = CALL_PC()});
	if (object->owner != thread_self)
		call_not_allowed(object, unlock_call.name, CALL_PC());
	object->owner = NULL;
	object_release(object);
	call_lets_go(object);
	point_after(CALL_PC());
	return 0;
}
