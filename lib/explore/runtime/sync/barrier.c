/* SPDX-License-Identifier: MIT */
/* barrier - the model of a barrier: so many threads arrive, then all of them pass.
 */
#include <string.h>

#include "call.h"
#include "real.h"
#include "verdict.h"

/* Where glibc keeps how many threads a barrier is for. */
enum { COUNT_OFFSET = 8 };

static void begin(struct object *object)
{
	uint32_t needed;

	memcpy(&needed, (const char *)object->address + COUNT_OFFSET, sizeof needed);
	object->type = 0;
	object->value = needed;
}

static const struct primitive barriers = {OBJECT_BARRIER, begin};

static const struct call arrive_call = {
	"pthread_barrier_wait", &barriers, {.kind = OP_ARRIVE}};
static const struct call destroy_call = {
	"pthread_barrier_destroy", &barriers, {.kind = OP_DESTROY}};

/* op.detail is the generation in which the thread arrived. */
static bool can_pass(const struct thread *thread)
{
	return thread->op.object->generation != thread->op.detail;
}

static void explain_pass(const struct thread *thread, struct text *out)
{
	const struct object *barrier = thread->op.object;

	text_add(out, "waits at barrier <&%lx>, where %u of %ld have arrived",
		 barrier->address, barrier->arrived, barrier->value);
}

static const struct op_class pass_class = {
	.kind = OP_PASS, .ready = can_pass, .explain = explain_pass};

/* All who wait learn now what all who arrived know: later they might learn too much, from
 * one who has passed and arrives again. */
static void let_pass(struct object *barrier)
{
	for (unsigned i = 0; i < threads_live_count; i++) {
		struct thread *thread = threads_live[i];

		if (thread->state == THREAD_PENDING && thread->op.class == &pass_class &&
		    thread->op.object == barrier && !can_pass(thread))
			vclock_join(&thread->clock, &barrier->released);
	}
	object_acquire(barrier);
	barrier->arrived = 0;
	barrier->generation++;
}

static int arrive(pthread_barrier_t *address, uint64_t pc)
{
	struct object *barrier = call_turn(&arrive_call, address, &(struct op){.pc = pc});

	if (barrier->value == 0)
		verdict_fail(VERDICT_MISUSE,
			     "<#%u> calls %s at <@%lx> on barrier <&%lx>, which was not "
			     "initialised",
			     thread_self->number, arrive_call.name, pc, barrier->address);
	object_release(barrier);
	if (++barrier->arrived == barrier->value) {
		let_pass(barrier);
		point_after(pc);
		return PTHREAD_BARRIER_SERIAL_THREAD;
	}
	point(&(struct op){.class = &pass_class,
			   .object = barrier,
			   .pc = pc,
			   .detail = barrier->generation});
	return 0;
}

INTERPOSED int pthread_barrier_init(pthread_barrier_t *barrier,
				    const pthread_barrierattr_t *attributes,
				    unsigned count)
{
	int code = real.pthread_barrier_init(barrier, attributes, count);

	if (point_controls() != NULL && code == 0)
		object_new(barrier, OBJECT_BARRIER, CALL_PC());
	return code;
}

INTERPOSED int pthread_barrier_wait(pthread_barrier_t *barrier)
{
	if (point_controls() == NULL)
		return real.pthread_barrier_wait(barrier);
	return arrive(barrier, CALL_PC());
}

/* Those who may pass have not to be waited for: they do not touch it any more. */
INTERPOSED int pthread_barrier_destroy(pthread_barrier_t *barrier)
{
	struct object *object;

	if (point_controls() == NULL)
		return real.pthread_barrier_destroy(barrier);
	object = call_turn(&destroy_call, barrier, &(struct op){.pc = CALL_PC()});
	if (object->arrived > 0)
		verdict_fail(
			VERDICT_MISUSE,
			"<#%u> destroys barrier <&%lx> at <@%lx>, at which %u thread%s",
			thread_self->number, object->address, CALL_PC(), object->arrived,
			object->arrived == 1 ? " waits" : "s wait");
	object->dead = true;
	return 0;
}
