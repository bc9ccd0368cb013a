/* SPDX-License-Identifier: MIT */
/* rwlock - the model of a lock that many hold for reading, or one for writing.
 *
 * As in the C library, readers do not wait for writers that wait, unless the lock's attribute
 * is PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP.
 *
 * pc is the place in the program.  All return 0 or an error number as the C library does; a
 * deadline of 0 is none.
 */
#ifndef EXPLORE_RWLOCK_H
#define EXPLORE_RWLOCK_H

#include <pthread.h>
#include <stdint.h>

int rwlock_read(pthread_rwlock_t *rwlock, int64_t deadline, uint64_t pc);
int rwlock_write(pthread_rwlock_t *rwlock, int64_t deadline, uint64_t pc);
int rwlock_try_read(pthread_rwlock_t *rwlock, uint64_t pc);
int rwlock_try_write(pthread_rwlock_t *rwlock, uint64_t pc);
int rwlock_unlock(pthread_rwlock_t *rwlock, uint64_t pc);
int rwlock_destroy(pthread_rwlock_t *rwlock, uint64_t pc);

#endif
