/* SPDX-License-Identifier: MIT */
#include "atomics.h"
#include "call.h"
#include "once.h"
#include "real.h"
#include "verdict.h"

/* The word's values, and those of the model. */
enum { FRESH, RUNNING, DONE };

int __cxa_guard_acquire(int64_t *guard);
void __cxa_guard_release(int64_t *guard);
void __cxa_guard_abort(int64_t *guard);

static void begin(struct object *object)
{
	object->type = 0;
	object->value = FRESH;
}

static const struct primitive onces = {OBJECT_ONCE, begin};

static bool nobody_runs(const struct thread *thread)
{
	return thread->op.object->value != RUNNING;
}

static void explain(const struct thread *thread, struct text *out)
{
	const struct object *once = thread->op.object;

	text_add(out, "waits for the first run of what <&%lx> lets run once",
		 once->address);
	if (once->owner == thread)
		text_add(out, ", which it does itself since <@%lx>", once->held_since);
	else if (once->owner != NULL)
		text_add(out, ", which <#%u> does since <@%lx>", once->owner->number,
			 once->held_since);
}

static void start(struct object *once, uint64_t pc)
{
	once->value = RUNNING;
	once->owner = thread_self;
	once->held_since = pc;
	object_acquire(once);
}

static void finish(struct object *once, int value)
{
	once->value = value;
	once->owner = NULL;
	object_release(once);
}

/* -- pthread_once -------------------------------------------------------------------------- */

static const struct call once_call = {
	"pthread_once",
	&onces,
	{.kind = OP_ONCE, .ready = nobody_runs, .explain = explain}};
static const struct call once_done_call = {
	"pthread_once", &onces, {.kind = OP_ONCE_DONE}};

/* The routine's run, which a C++ exception may cut short: then another may try. */
struct attempt {
	pthread_once_t *control;
	struct object *once;
};

static void undo(struct attempt *attempt)
{
	if (attempt->once == NULL)
		return;
	*attempt->control = FRESH;
	finish(attempt->once, FRESH);
}

static void run_it(pthread_once_t *control, struct object *once, void (*routine)(void))
{
	struct attempt attempt __attribute__((cleanup(undo))) = {control, once};

	routine();
	attempt.once = NULL;
}

int once_run(pthread_once_t *control, void (*routine)(void), uint64_t pc)
{
	struct object *once = call_object(&onces, control, pc);

	if (*control == FRESH && once->value != FRESH)
		object_new(control, OBJECT_ONCE, pc);
	once = call_turn(&once_call, control, &(struct op){.pc = pc});
	if (*control == DONE) {
		object_acquire(once);
		return 0;
	}
	start(once, pc);
	*control = RUNNING;
	run_it(control, once, routine);
	once = call_turn(&once_done_call, control, &(struct op){.pc = pc});
	*control = DONE;
	finish(once, DONE);
	return 0;
}

INTERPOSED int pthread_once(pthread_once_t *control, void (*routine)(void))
{
	if (point_controls() == NULL)
		return real.pthread_once(control, routine);
	return once_run(control, routine, CALL_PC());
}

/* -- static variables of C++ functions ----------------------------------------------------- */

/* Compiled code looks itself at the first byte of the guard, which says that all is done (C++
 * ABI for Itanium, section 3.3.3), and calls only if it is 0. */

static const struct call guard_call = {
	"__cxa_guard_acquire",
	&onces,
	{.kind = OP_ONCE, .ready = nobody_runs, .explain = explain}};
static const struct call guard_release_call = {
	"__cxa_guard_release", &onces, {.kind = OP_ONCE_DONE}};
static const struct call guard_abort_call = {
	"__cxa_guard_abort", &onces, {.kind = OP_ONCE_DONE}};

static bool is_done(const int64_t *guard)
{
	return *(const uint8_t *)guard != 0;
}

/* Instrumented code looks with an atomic load, and is to find there what happened before. */
static void set_done(int64_t *guard, uint64_t pc)
{
	struct thread *self = atomics_thread();
	struct atomic byte = {
		.address = (uint64_t)guard, .pc = pc, .size = 1, .order = ORDER_RELEASE};

	if (self != NULL && board->report.instrumented)
		atomics_store(self, &byte, 1);
	else
		__atomic_store_n((uint8_t *)guard, 1, __ATOMIC_RELEASE);
}

/* There is no other where the C++ library came later than this one, by dlopen. */
static int acquire_uncontrolled(int64_t *guard)
{
	if (real.__cxa_guard_acquire != NULL)
		return real.__cxa_guard_acquire(guard);
	return !is_done(guard);
}

INTERPOSED int __cxa_guard_acquire(int64_t *guard)
{
	struct object *once;

	if (point_controls() == NULL)
		return acquire_uncontrolled(guard);
	once = call_turn(&guard_call, guard, &(struct op){.pc = CALL_PC()});
	if (is_done(guard)) {
		object_acquire(once);
		return 0;
	}
	start(once, CALL_PC());
	return 1;
}

INTERPOSED void __cxa_guard_release(int64_t *guard)
{
	if (point_controls() != NULL) {
		struct object *once = call_turn(&guard_release_call, guard,
						&(struct op){.pc = CALL_PC()});

		set_done(guard, CALL_PC());
		finish(once, DONE);
	} else if (real.__cxa_guard_release != NULL) {
		real.__cxa_guard_release(guard);
	} else {
		set_done(guard, CALL_PC());
	}
}

INTERPOSED void __cxa_guard_abort(int64_t *guard)
{
	if (point_controls() != NULL)
		finish(call_turn(&guard_abort_call, guard, &(struct op){.pc = CALL_PC()}),
		       FRESH);
	else if (real.__cxa_guard_abort != NULL)
		real.__cxa_guard_abort(guard);
}
