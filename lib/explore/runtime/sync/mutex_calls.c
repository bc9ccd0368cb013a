/* SPDX-License-Identifier: MIT */
/* mutex_calls - pthread_mutex_*: what each does, and then each as programs call it.
 */
#include <errno.h>

#include "clock.h"
#include "mutex.h"
#include "real.h"
#include "verdict.h"

/* -- lock ---------------------------------------------------------------------------------- */

static bool can_lock(const struct thread *thread)
{
	const struct object *mutex = thread->op.object;

	if (thread->op.fired || mutex_is_free_for(mutex, thread))
		return true;
	return mutex->owner == thread && mutex_type(mutex) == PTHREAD_MUTEX_ERRORCHECK;
}

static void explain_lock(const struct thread *thread, struct text *out)
{
	const struct object *mutex = thread->op.object;

	text_add(out, "waits for mutex <&%lx>", mutex->address);
	call_explain_holder(thread, mutex, out);
}

static const struct call lock_call = {
	"pthread_mutex_lock",
	&mutexes,
	{.kind = OP_LOCK, .ready = can_lock, .explain = explain_lock}};

static int lock(pthread_mutex_t *mutex, struct op *op)
{
	struct thread *self = thread_self;
	struct object *object = call_turn(&lock_call, mutex, op);
	int code;

	if (mutex_is_free_for(object, self)) {
		code = mutex_take(object, op->pc);
		call_waited(true);
		return code;
	}
	if (object->owner == self && mutex_type(object) == PTHREAD_MUTEX_ERRORCHECK) {
		point_failed();
		return EDEADLK;
	}
	return call_waited(false);
}

int mutex_lock(pthread_mutex_t *mutex, uint64_t pc)
{
	return lock(mutex, &(struct op){.pc = pc});
}

/* The C library looks at the time only if it has to wait. */
int mutex_timedlock(pthread_mutex_t *mutex, clockid_t clock,
		    const struct timespec *absolute, uint64_t pc)
{
	struct op op = {.pc = pc};
	bool valid = clock_valid(absolute);
	int code;

	if (!call_can_wait_on(clock))
		return EINVAL;
	if (valid)
		op.deadline = clock_deadline(clock, absolute);
	else
		op.fired = true;
	code = lock(mutex, &op);
	return code == ETIMEDOUT && !valid ? EINVAL : code;
}

static const struct call trylock_call = {
	"pthread_mutex_trylock", &mutexes, {.kind = OP_TRY_LOCK}};

int mutex_trylock(pthread_mutex_t *mutex, uint64_t pc)
{
	struct object *object = call_turn(&trylock_call, mutex, &(struct op){.pc = pc});
	int code = call_tried(mutex_is_free_for(object, thread_self));

	return code == 0 ? mutex_take(object, pc) : code;
}

/* -- unlock, and the rest ------------------------------------------------------------------ */

static const struct call unlock_call = {
	"pthread_mutex_unlock", &mutexes, {.kind = OP_UNLOCK}};

int mutex_unlock(pthread_mutex_t *mutex, uint64_t pc)
{
	struct object *object = call_turn(&unlock_call, mutex, &(struct op){.pc = pc});

	if (object->owner == thread_self) {
		mutex_give(object);
		point_after(pc);
		return 0;
	}
	if (!mutex_checks_owner(object))
		call_not_allowed(object, unlock_call.name, pc);
	point_failed();
	return EPERM;
}

int mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes, uint64_t pc)
{
	int code = real.pthread_mutex_init(mutex, attributes);

	if (code == 0)
		object_new(mutex, OBJECT_MUTEX, pc);
	return code;
}

static const struct call destroy_call = {
	"pthread_mutex_destroy", &mutexes, {.kind = OP_DESTROY}};

int mutex_destroy(pthread_mutex_t *mutex, uint64_t pc)
{
	struct object *object = call_turn(&destroy_call, mutex, &(struct op){.pc = pc});

	if (object->owner != NULL)
		call_not_allowed(object, destroy_call.name, pc);
	object->dead = true;
	return 0;
}

/* -- as programs call them -------------------------------------------------------------- */

INTERPOSED int pthread_mutex_init(pthread_mutex_t *mutex,
				  const pthread_mutexattr_t *attributes)
{
	if (point_controls() == NULL)
		return real.pthread_mutex_init(mutex, attributes);
	return mutex_init(mutex, attributes, CALL_PC());
}

INTERPOSED int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
	if (point_controls() == NULL)
		return real.pthread_mutex_destroy(mutex);
	return mutex_destroy(mutex, CALL_PC());
}

INTERPOSED int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	if (point_controls() == NULL)
		return real.pthread_mutex_lock(mutex);
	return mutex_lock(mutex, CALL_PC());
}

INTERPOSED int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
	if (point_controls() == NULL)
		return real.pthread_mutex_trylock(mutex);
	return mutex_trylock(mutex, CALL_PC());
}

INTERPOSED int pthread_mutex_timedlock(pthread_mutex_t *mutex,
				       const struct timespec *absolute)
{
	if (point_controls() == NULL)
		return real.pthread_mutex_timedlock(mutex, absolute);
	return mutex_timedlock(mutex, CLOCK_REALTIME, absolute, CALL_PC());
}

INTERPOSED int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
				       const struct timespec *absolute)
{
	if (point_controls() == NULL)
		return real.pthread_mutex_clocklock(mutex, clock, absolute);
	return mutex_timedlock(mutex, clock, absolute, CALL_PC());
}

INTERPOSED int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	if (point_controls() == NULL)
		return real.pthread_mutex_unlock(mutex);
	return mutex_unlock(mutex, CALL_PC());
}

INTERPOSED int pthread_mutex_consistent(pthread_mutex_t *mutex)
{
	if (point_controls() == NULL)
		return real.pthread_mutex_consistent(mutex);
	return mutex_repair(mutex_object(mutex, CALL_PC()));
}
