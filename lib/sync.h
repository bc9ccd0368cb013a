/* SPDX-License-Identifier: MIT */
/* sync - pthread calls that cannot fail unless the program is wrong, checked.
 *
 * A lock that is held by nobody else can be taken; a condition that was made can be
 * signalled.  When such a call fails all the same, memory is corrupt or an object was used
 * after its end, and going on would hide it: the program stops and names the call.  Calls
 * that may fail in a right program (thread creation, allocation) are never wrapped here.
 *
 * Time is absolute monotonic nanoseconds; HD_NEVER does not come.
 */
#ifndef HEDDLE_SYNC_H
#define HEDDLE_SYNC_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define HD_NEVER INT64_MAX

/* Where one cache line ends and the next begins, on every machine that heddle runs on. */
#define HD_CACHE_LINE 64

/* Stops the program if a call that cannot fail returned an error number. */
#define HD_CHECKED(call) hd_checked((call), #call, __FILE__, __LINE__)
void hd_checked_failed(int code, const char *call, const char *file, int line);

static inline void hd_checked(int code, const char *call, const char *file, int line)
{
	if (__builtin_expect(code != 0, 0))
		hd_checked_failed(code, call, file, line);
}

static inline void hd_lock(pthread_mutex_t *mutex)
{
	HD_CHECKED(pthread_mutex_lock(mutex));
}

static inline void hd_unlock(pthread_mutex_t *mutex)
{
	HD_CHECKED(pthread_mutex_unlock(mutex));
}

static inline void hd_signal(pthread_cond_t *cond)
{
	HD_CHECKED(pthread_cond_signal(cond));
}

static inline void hd_broadcast(pthread_cond_t *cond)
{
	HD_CHECKED(pthread_cond_broadcast(cond));
}

void hd_mutex_init(pthread_mutex_t *mutex);
void hd_mutex_destroy(pthread_mutex_t *mutex);

/* A condition whose timed waits read CLOCK_MONOTONIC. */
void hd_cond_init(pthread_cond_t *cond);
void hd_cond_destroy(pthread_cond_t *cond);

/* Waits for a signal, or until the deadline: false when it has passed.  May wake without a
 * reason, so it stands in `while (predicate)`.  Requires the mutex. */
bool hd_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex, int64_t deadline);

/* The moment that is timeout seconds from now; HD_NEVER for a negative timeout, or one that
 * lies beyond the end of the clock. */
int64_t hd_deadline(double timeout);

/* Tells the processor that this is a loop that waits. */
static inline void hd_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ __volatile__("yield");
#endif
}

#endif
