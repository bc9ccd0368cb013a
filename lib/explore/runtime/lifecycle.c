/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>

#include "access.h"
#include "clock.h"
#include "lifecycle.h"
#include "point.h"
#include "real.h"
#include "signals.h"
#include "strategy.h"
#include "system.h"
#include "verdict.h"

/* The destructor of this key is where a thread ends: it runs after those of the program. */
static pthread_key_t end_key;

static struct thread *dying;
static size_t default_stack_size;

/* -- the end of a thread ------------------------------------------------------------------- */

void lifecycle_reap(void)
{
	struct thread *thread = dying;
	long process;

	if (thread == NULL)
		return;
	dying = NULL;
	process = system_call(SYS_getpid);
	while (system_call(SYS_tgkill, process, thread->kernel_id, 0) == 0)
		system_call(SYS_sched_yield);
	if (thread->detached)
		real.pthread_detach(thread->handle);
}

static const struct op_class end_class = {.kind = OP_END};

static void end(struct thread *self)
{
	struct thread *next;

	point(&(struct op){.class = &end_class, .second_address = self->number});
	thread_remove(self);
	thread_self = NULL;
	next = point_pass_on(self);
	if (next == NULL)
		real.exit(0);
	if (self->number != 0) {
		dying = self;
		thread_unpark(next);
		return;
	}
	/* The process keeps its first thread to the end, so nobody can wait for its death. */
	thread_unpark(next);
	for (;;)
		system_call(SYS_pause);
}

/* Destructors of other keys may set values again, for PTHREAD_DESTRUCTOR_ITERATIONS rounds:
 * the thread ends in the last of them. */
static void end_of_thread(void *value)
{
	struct thread *self = value;

	if (thread_self != self)
		return;
	if (++self->end_rounds < PTHREAD_DESTRUCTOR_ITERATIONS)
		pthread_setspecific(end_key, self);
	else
		end(self);
}

/* -- its beginning ------------------------------------------------------------------------- */

/* glibc keeps what it knows of a thread at the upper end of the thread's stack. */
static void know_stack(struct thread *thread)
{
	enum { PAGE = 4096 };

	if (!board->report.instrumented)
		return;
	thread->stack_high = ((uint64_t)thread->handle | (PAGE - 1)) + 1;
	thread->stack_low = thread->stack_high - thread->stack_size;
	access_thread_begins(thread);
}

static void *run_thread(void *argument)
{
	struct thread *self = argument;

	self->kernel_id = (int)system_call(SYS_gettid);
	thread_self = self;
	thread_park(self);
	lifecycle_reap();
	self->state = THREAD_RUNNING;
	signals_begin_thread(self);
	know_stack(self);
	pthread_setspecific(end_key, self);
	self->result = self->start(self->argument);
	return self->result;
}

void lifecycle_load(void)
{
	pthread_attr_t attributes;

	pthread_key_create(&end_key, end_of_thread);
	if (pthread_getattr_default_np(&attributes) == 0) {
		pthread_attr_getstacksize(&attributes, &default_stack_size);
		pthread_attr_destroy(&attributes);
	}
}

void lifecycle_begin(void)
{
	struct thread *main_thread;

	main_thread = thread_add();
	main_thread->state = THREAD_RUNNING;
	main_thread->handle = pthread_self();
	main_thread->kernel_id = (int)system_call(SYS_gettid);
	strategy_added(main_thread);
	pthread_setspecific(end_key, main_thread);
	thread_self = main_thread;
}

/* -- create -------------------------------------------------------------------------------- */

static const struct op_class start_class = {.kind = OP_START};
static const struct op_class create_class = {.kind = OP_CREATE};

/* What the creator did before happens before all that the new thread does. */
static void inherit_clock(struct thread *child, struct thread *creator)
{
	uint32_t moment = child->clock.at[child->slot];

	vclock_copy(&child->clock, &creator->clock);
	child->clock.at[child->slot] = moment;
	creator->clock.at[creator->slot]++;
}

/* The real thread is joinable, whatever the program asked: its end has to be waited for. */
static int really_create(struct thread *thread, const pthread_attr_t *wanted)
{
	pthread_attr_t joinable;
	int detached = PTHREAD_CREATE_JOINABLE;

	thread->stack_size = default_stack_size;
	if (wanted != NULL) {
		pthread_attr_getdetachstate(wanted, &detached);
		pthread_attr_getstacksize(wanted, &thread->stack_size);
	}
	if (detached != PTHREAD_CREATE_DETACHED)
		return real.pthread_create(&thread->handle, wanted, run_thread, thread);
	thread->detached = true;
	joinable = *wanted;
	pthread_attr_setdetachstate(&joinable, PTHREAD_CREATE_JOINABLE);
	return real.pthread_create(&thread->handle, &joinable, run_thread, thread);
}

int lifecycle_create(pthread_t *handle, const pthread_attr_t *attributes,
		     void *(*start)(void *), void *argument, uint64_t pc)
{
	struct thread *self = thread_self, *thread;
	int code;

	point(&(struct op){.class = &create_class, .pc = pc});
	thread = thread_add();
	if (thread == NULL)
		verdict_refuse("more than 256 threads at once", pc, "start fewer");
	if (self->event != NULL)
		self->event->second = thread->number;
	thread->start = start;
	thread->argument = argument;
	thread->created_at = pc;
	thread->created_by = self->number;
	thread->op = (struct op){.class = &start_class,
				 .pc = (uint64_t)start,
				 .second_address = thread->number};
	inherit_clock(thread, self);
	thread_self = NULL;
	code = really_create(thread, attributes);
	thread_self = self;
	if (code != 0) {
		thread->detached = true;
		thread_remove(thread);
		return code;
	}
	point_multithreaded = true;
	strategy_added(thread);
	thread->state = THREAD_PENDING;
	*handle = thread->handle;
	point_after(pc);
	return 0;
}

INTERPOSED int pthread_create(pthread_t *handle, const pthread_attr_t *attributes,
			      void *(*start)(void *), void *argument)
{
	if (point_controls() == NULL)
		return real.pthread_create(handle, attributes, start, argument);
	return lifecycle_create(handle, attributes, start, argument, CALL_PC());
}

/* -- join, detach, exit -------------------------------------------------------------------- */

/* The thread that a handle means: the newest that is not joined, as the system uses handles
 * again.  NULL: none ever had it. */
static struct thread *find(pthread_t handle)
{
	struct thread *found = NULL;

	for (uint32_t i = threads_count; i-- > 0;) {
		struct thread *thread = thread_numbered(i);

		if (thread->state == THREAD_FREE ||
		    !pthread_equal(thread->handle, handle))
			continue;
		if (!thread->joined)
			return thread;
		if (found == NULL)
			found = thread;
	}
	return found;
}

static bool has_ended(const struct thread *thread)
{
	return thread->op.target->state == THREAD_ENDED || thread->op.fired;
}

static void explain_join(const struct thread *thread, struct text *out)
{
	text_add(out, "joins <#%u>, which has not ended", thread->op.target->number);
}

static const struct op_class join_class = {
	.kind = OP_JOIN, .ready = has_ended, .explain = explain_join};
static const struct op_class try_join_class = {.kind = OP_TRY_JOIN};
static const struct op_class detach_class = {.kind = OP_DETACH};

static void must_be_joinable(const struct thread *thread, const char *call, uint64_t pc)
{
	if (thread->joined || thread->detached)
		verdict_fail(VERDICT_MISUSE,
			     "<#%u> calls %s at <@%lx> on <#%u>, which was %s",
			     thread_self->number, call, pc, thread->number,
			     thread->joined ? "joined before" : "detached");
}

/* As POSIX has it, anything may happen then. */
static __attribute__((noreturn)) void nobody_there(const char *call, uint64_t pc)
{
	verdict_fail(VERDICT_MISUSE, "<#%u> calls %s at <@%lx> on what is no thread",
		     thread_self->number, call, pc);
}

static int join(pthread_t handle, void **result, const struct op_class *class,
		int64_t deadline, const char *call, uint64_t pc)
{
	struct thread *self = thread_self, *thread = find(handle);
	void *really;

	if (thread == NULL)
		nobody_there(call, pc);
	if (thread == self)
		return EDEADLK;
	must_be_joinable(thread, call, pc);
	point(&(struct op){.class = class,
			   .pc = pc,
			   .target = thread,
			   .second_address = thread->number,
			   .deadline = deadline});
	must_be_joinable(thread, call, pc);
	if (thread->state != THREAD_ENDED) {
		point_failed();
		return class == &try_join_class ? EBUSY : ETIMEDOUT;
	}
	point_progress();
	thread->joined = true;
	vclock_join(&self->clock, &thread->clock);
	thread_self = NULL;
	real.pthread_join(thread->handle, &really);
	thread_self = self;
	if (result != NULL)
		*result = really;
	return 0;
}

int lifecycle_join(pthread_t handle, void **result, uint64_t pc)
{
	return join(handle, result, &join_class, 0, "pthread_join", pc);
}

INTERPOSED int pthread_join(pthread_t handle, void **result)
{
	if (point_controls() == NULL)
		return real.pthread_join(handle, result);
	return lifecycle_join(handle, result, CALL_PC());
}

INTERPOSED int pthread_tryjoin_np(pthread_t handle, void **result)
{
	if (point_controls() == NULL)
		return real.pthread_tryjoin_np(handle, result);
	return join(handle, result, &try_join_class, 0, "pthread_tryjoin_np", CALL_PC());
}

INTERPOSED int pthread_timedjoin_np(pthread_t handle, void **result,
				    const struct timespec *deadline)
{
	if (point_controls() == NULL)
		return real.pthread_timedjoin_np(handle, result, deadline);
	return join(handle, result, &join_class, clock_deadline(CLOCK_REALTIME, deadline),
		    "pthread_timedjoin_np", CALL_PC());
}

INTERPOSED int pthread_clockjoin_np(pthread_t handle, void **result, clockid_t clock,
				    const struct timespec *deadline)
{
	if (point_controls() == NULL)
		return real.pthread_clockjoin_np(handle, result, clock, deadline);
	return join(handle, result, &join_class, clock_deadline(clock, deadline),
		    "pthread_clockjoin_np", CALL_PC());
}

int lifecycle_detach(pthread_t handle, uint64_t pc)
{
	struct thread *thread = find(handle);

	if (thread == NULL)
		nobody_there("pthread_detach", pc);
	point(&(struct op){
		.class = &detach_class, .pc = pc, .second_address = thread->number});
	must_be_joinable(thread, "pthread_detach", pc);
	thread->detached = true;
	if (thread->state == THREAD_ENDED)
		real.pthread_detach(thread->handle);
	return 0;
}

INTERPOSED int pthread_detach(pthread_t handle)
{
	if (point_controls() == NULL)
		return real.pthread_detach(handle);
	return lifecycle_detach(handle, CALL_PC());
}

INTERPOSED void pthread_exit(void *result)
{
	if (point_controls() != NULL)
		thread_self->result = result;
	real.pthread_exit(result);
	__builtin_unreachable();
}

INTERPOSED int pthread_setname_np(pthread_t handle, const char *name)
{
	struct thread *thread = point_controls() != NULL ? find(handle) : NULL;

	if (thread != NULL)
		strncpy(thread->name, name, sizeof thread->name - 1);
	return real.pthread_setname_np(handle, name);
}
