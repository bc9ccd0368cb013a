/* SPDX-License-Identifier: MIT */
/* mutex - the model of a mutex, of every type.
 *
 * The functions here are the calls that pthread_mutex_* and mtx_* are made of; pc is the
 * place in the program.  All return 0 or an error number as the C library does.
 *
 * A thread that ends while it holds a mutex leaves it locked for ever, as in the C library;
 * only a robust one passes to the next, who is told with EOWNERDEAD.
 */
#ifndef EXPLORE_MUTEX_H
#define EXPLORE_MUTEX_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "call.h"

int mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes,
	       uint64_t pc);
int mutex_destroy(pthread_mutex_t *mutex, uint64_t pc);
int mutex_lock(pthread_mutex_t *mutex, uint64_t pc);
int mutex_trylock(pthread_mutex_t *mutex, uint64_t pc);
int mutex_timedlock(pthread_mutex_t *mutex, clockid_t clock,
		    const struct timespec *absolute, uint64_t pc);
int mutex_unlock(pthread_mutex_t *mutex, uint64_t pc);

/* -- its state, for those calls and for waits, which give a mutex up and take it again ------ */

extern const struct primitive mutexes;

/* What is known of a mutex. */
struct object *mutex_object(pthread_mutex_t *mutex, uint64_t pc);

/* PTHREAD_MUTEX_NORMAL and so on. */
int mutex_type(const struct object *mutex);

/* Whether its type looks for errors: then a stranger's unlock is answered with EPERM, and is
 * not the end of the run. */
bool mutex_checks_owner(const struct object *mutex);

/* Whether the thread could take it now. */
bool mutex_is_free_for(const struct object *mutex, const struct thread *thread);

/* Takes it, as it is free, or once more: 0, EOWNERDEAD or ENOTRECOVERABLE. */
int mutex_take(struct object *mutex, uint64_t pc);

/* Gives it up, or one of several locks of a recursive one. */
void mutex_give(struct object *mutex);

/* Makes one usable again that was taken with EOWNERDEAD: 0 or EINVAL. */
int mutex_repair(struct object *mutex);

#endif
