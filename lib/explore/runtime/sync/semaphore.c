/* SPDX-License-Identifier: MIT */
/* semaphore - the model of a semaphore without a name; those with a name belong to several
 * processes.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <stdarg.h>

#include "call.h"
#include "clock.h"
#include "real.h"
#include "verdict.h"

static void begin(struct object *object)
{
	int value = 0;

	real.sem_getvalue((sem_t *)object->address, &value);
	object->type = 0;
	object->value = value;
}

static const struct primitive semaphores = {OBJECT_SEMAPHORE, begin};

static bool can_wait(const struct thread *thread)
{
	return thread->op.fired || thread->op.object->value > 0;
}

static void explain_wait(const struct thread *thread, struct text *out)
{
	text_add(out, "waits for semaphore <&%lx>, which is 0",
		 thread->op.object->address);
}

static const struct call wait_call = {
	"sem_wait",
	&semaphores,
	{.kind = OP_SEM_WAIT, .ready = can_wait, .explain = explain_wait}};
static const struct call trywait_call = {
	"sem_trywait", &semaphores, {.kind = OP_SEM_TRYWAIT}};
static const struct call post_call = {"sem_post", &semaphores, {.kind = OP_SEM_POST}};
static const struct call getvalue_call = {
	"sem_getvalue", &semaphores, {.kind = OP_SEM_READ}};
static const struct call destroy_call = {
	"sem_destroy", &semaphores, {.kind = OP_DESTROY}};

static int failed(int code)
{
	errno = code;
	return -1;
}

static void take(struct object *semaphore)
{
	semaphore->value--;
	object_acquire(semaphore);
}

static int wait_until(sem_t *address, int64_t deadline, uint64_t pc)
{
	struct object *semaphore = call_turn(
		&wait_call, address, &(struct op){.pc = pc, .deadline = deadline});
	int code = call_waited(semaphore->value > 0);

	if (code != 0)
		return failed(code);
	take(semaphore);
	return 0;
}

static int wait_by(sem_t *semaphore, clockid_t clock, const struct timespec *absolute,
		   uint64_t pc)
{
	if (!call_can_wait_on(clock) || !clock_valid(absolute))
		return failed(EINVAL);
	return wait_until(semaphore, clock_deadline(clock, absolute), pc);
}

static int post(sem_t *address, uint64_t pc)
{
	struct object *semaphore = call_turn(&post_call, address, &(struct op){.pc = pc});

	if (semaphore->value == SEM_VALUE_MAX) {
		point_failed();
		return failed(EOVERFLOW);
	}
	semaphore->value++;
	object_release(semaphore);
	point_after(pc);
	return 0;
}

INTERPOSED int sem_init(sem_t *semaphore, int shared, unsigned value)
{
	int code = real.sem_init(semaphore, shared, value);

	if (point_controls() == NULL || code != 0)
		return code;
	call_refuse_shared(shared, "a process-shared semaphore", CALL_PC());
	object_new(semaphore, OBJECT_SEMAPHORE, CALL_PC());
	return 0;
}

INTERPOSED int sem_destroy(sem_t *semaphore)
{
	struct object *object;

	if (point_controls() == NULL)
		return real.sem_destroy(semaphore);
	object = call_turn(&destroy_call, semaphore, &(struct op){.pc = CALL_PC()});
	object->dead = true;
	return 0;
}

INTERPOSED int sem_wait(sem_t *semaphore)
{
	if (point_controls() == NULL)
		return real.sem_wait(semaphore);
	return wait_until(semaphore, 0, CALL_PC());
}

INTERPOSED int sem_timedwait(sem_t *semaphore, const struct timespec *absolute)
{
	if (point_controls() == NULL)
		return real.sem_timedwait(semaphore, absolute);
	return wait_by(semaphore, CLOCK_REALTIME, absolute, CALL_PC());
}

INTERPOSED int sem_clockwait(sem_t *semaphore, clockid_t clock,
			     const struct timespec *absolute)
{
	if (point_controls() == NULL)
		return real.sem_clockwait(semaphore, clock, absolute);
	return wait_by(semaphore, clock, absolute, CALL_PC());
}

INTERPOSED int sem_trywait(sem_t *semaphore)
{
	struct object *object;

	if (point_controls() == NULL)
		return real.sem_trywait(semaphore);
	object = call_turn(&trywait_call, semaphore, &(struct op){.pc = CALL_PC()});
	if (call_tried(object->value > 0) != 0)
		return failed(EAGAIN);
	take(object);
	return 0;
}

INTERPOSED int sem_post(sem_t *semaphore)
{
	if (point_controls() == NULL)
		return real.sem_post(semaphore);
	return post(semaphore, CALL_PC());
}

/* What a thread does once it has seen the value may rely on those who posted. */
INTERPOSED int sem_getvalue(sem_t *semaphore, int *value)
{
	struct object *object;

	if (point_controls() == NULL)
		return real.sem_getvalue(semaphore, value);
	object = call_turn(&getvalue_call, semaphore, &(struct op){.pc = CALL_PC()});
	object_acquire(object);
	*value = (int)object->value;
	return 0;
}

INTERPOSED sem_t *sem_open(const char *name, int flags, ...)
{
	sem_t *(*next)(const char *, int, ...);
	va_list arguments;
	mode_t mode;
	unsigned value;

	if (point_controls() != NULL)
		verdict_refuse("a semaphore with a name", CALL_PC(),
			       "other processes may use it; sem_init makes one without");
	*(void **)&next = real_next("sem_open");
	if ((flags & O_CREAT) == 0)
		return next(name, flags);
	va_start(arguments, flags);
	mode = va_arg(arguments, mode_t);
	value = va_arg(arguments, unsigned);
	va_end(arguments);
	return next(name, flags, mode, value);
}
