/* SPDX-License-Identifier: MIT */
/* lifecycle - threads are created, joined, detached, and end.
 */
#ifndef EXPLORE_LIFECYCLE_H
#define EXPLORE_LIFECYCLE_H

#include "thread.h"

/* To be called once, before the first run. */
void lifecycle_load(void);

/* The calling thread is main: it becomes thread number 0 and is controlled from now on. */
void lifecycle_begin(void);

/* If a thread has just ended, waits until the system has done with it, so that the memory
 * which its end gives back is given back before the next one goes on. */
void lifecycle_reap(void);

/* What pthread_create, join and detach do; pc is the place in the program. */
int lifecycle_create(pthread_t *handle, const pthread_attr_t *attributes,
		     void *(*start)(void *), void *argument, uint64_t pc);
int lifecycle_join(pthread_t handle, void **result, uint64_t pc);
int lifecycle_detach(pthread_t handle, uint64_t pc);

#endif
