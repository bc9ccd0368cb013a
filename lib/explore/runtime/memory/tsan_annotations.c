/* SPDX-License-Identifier: MIT */
/* tsan_annotations - what programs and libraries say of themselves to a sanitizer.
 *
 * Synchronisation that they do in their own way is heard; the rest is there so that they
 * link.
 */
#include <stddef.h>

#include "atomics.h"
#include "real.h"
#include "tsan.h"

static void acquire(const volatile void *address)
{
	struct thread *self = atomics_thread();

	if (self != NULL)
		atomics_acquire(self, (uint64_t)address);
}

static void release(const volatile void *address)
{
	struct thread *self = atomics_thread();

	if (self != NULL)
		atomics_release(self, (uint64_t)address);
}

static void ignore(bool begins)
{
	if (begins)
		tsan_ignoring++;
	else if (tsan_ignoring > 0)
		tsan_ignoring--;
}

/* A function that compilers or headers know by name, with all that it does. */
#define SAYS(name, parameters, ...)                                                      \
	void name parameters;                                                            \
	INTERPOSED void name parameters                                                  \
	{                                                                                \
		__VA_ARGS__;                                                             \
	}

SAYS(__tsan_acquire, (void *address), acquire(address))
SAYS(__tsan_release, (void *address), release(address))
SAYS(__tsan_ignore_thread_begin, (void), ignore(true))
SAYS(__tsan_ignore_thread_end, (void), ignore(false))
SAYS(__tsan_flush_memory, (void), (void)0)

/* -- mutexes of their own (sanitizer/tsan_interface.h) ------------------------------------- */

SAYS(__tsan_mutex_create, (void *mutex, unsigned flags), (void)mutex, (void)flags)
SAYS(__tsan_mutex_destroy, (void *mutex, unsigned flags), (void)mutex, (void)flags)
SAYS(__tsan_mutex_pre_lock, (void *mutex, unsigned flags), (void)mutex, (void)flags)
SAYS(__tsan_mutex_post_lock, (void *mutex, unsigned flags, int depth), (void)flags,
     (void)depth, acquire(mutex))
SAYS(__tsan_mutex_post_unlock, (void *mutex, unsigned flags), (void)mutex, (void)flags)
SAYS(__tsan_mutex_pre_signal, (void *mutex, unsigned flags), (void)mutex, (void)flags)
SAYS(__tsan_mutex_post_signal, (void *mutex, unsigned flags), (void)mutex, (void)flags)
SAYS(__tsan_mutex_pre_divert, (void *mutex, unsigned flags), (void)mutex, (void)flags)
SAYS(__tsan_mutex_post_divert, (void *mutex, unsigned flags), (void)mutex, (void)flags)

int __tsan_mutex_pre_unlock(void *mutex, unsigned flags);

INTERPOSED int __tsan_mutex_pre_unlock(void *mutex, unsigned flags)
{
	(void)flags;
	release(mutex);
	return 0;
}

/* -- dynamic annotations ------------------------------------------------------------------- */

#define PLACE const char *file, int line
#define ANNOTATES(name, parameters, ...)                                                 \
	SAYS(name, parameters, (void)file, (void)line, __VA_ARGS__)

ANNOTATES(AnnotateHappensBefore, (PLACE, const volatile void *at), release(at))
ANNOTATES(AnnotateHappensAfter, (PLACE, const volatile void *at), acquire(at))
ANNOTATES(AnnotateIgnoreReadsBegin, (PLACE), ignore(true))
ANNOTATES(AnnotateIgnoreReadsEnd, (PLACE), ignore(false))
ANNOTATES(AnnotateIgnoreWritesBegin, (PLACE), ignore(true))
ANNOTATES(AnnotateIgnoreWritesEnd, (PLACE), ignore(false))

/* -- fibers: to the schedule they are one thread ------------------------------------------- */

SAYS(__tsan_destroy_fiber, (void *fiber), (void)fiber)
SAYS(__tsan_switch_to_fiber, (void *fiber, unsigned flags), (void)fiber, (void)flags)
SAYS(__tsan_set_fiber_name, (void *fiber, const char *name), (void)fiber, (void)name)

void *__tsan_get_current_fiber(void);
void *__tsan_create_fiber(unsigned flags);

static char any_fiber;

INTERPOSED void *__tsan_get_current_fiber(void)
{
	return &any_fiber;
}

INTERPOSED void *__tsan_create_fiber(unsigned flags)
{
	(void)flags;
	return &any_fiber;
}
