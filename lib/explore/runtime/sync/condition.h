/* SPDX-License-Identifier: MIT */
/* condition - the model of a condition variable.
 *
 * Those who wait stand in a queue, first come first; a signal wakes one of them, whichever
 * the strategy chooses, as POSIX allows any.  A signal that finds nobody is remembered, as
 * it explains why a later wait never ends.
 *
 * The functions are the calls that pthread_cond_* and cnd_* are made of; pc is the place in
 * the program.  All return 0 or an error number as the C library does.
 */
#ifndef EXPLORE_CONDITION_H
#define EXPLORE_CONDITION_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

int condition_init(pthread_cond_t *condition, const pthread_condattr_t *attributes,
		   uint64_t pc);
int condition_destroy(pthread_cond_t *condition, uint64_t pc);
int condition_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, uint64_t pc);
/* By the clock of the condition's attributes. */
int condition_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
			const struct timespec *absolute, uint64_t pc);
int condition_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
			clockid_t clock, const struct timespec *absolute, uint64_t pc);
int condition_signal(pthread_cond_t *condition, uint64_t pc);
int condition_broadcast(pthread_cond_t *condition, uint64_t pc);

#endif
