/* SPDX-License-Identifier: MIT */
/* real - the functions that this library stands in front of.
 *
 * real.pthread_create and so on; each is looked up once, when the library is loaded.
 */
#ifndef EXPLORE_REAL_H
#define EXPLORE_REAL_H

#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <sys/types.h>

/* An exported function that stands in for the C library's. */
#define INTERPOSED __attribute__((visibility("default")))

#include "real_list.h"

struct real {
#define EXPLORE_REAL(type, name, ...) type (*name)(__VA_ARGS__);
	EXPLORE_REALS(EXPLORE_REAL)
#undef EXPLORE_REAL
};

extern struct real real;

void real_find(void);

/* The next definition of a rarely needed function, NULL if there is none. */
void *real_next(const char *name);

/* The real form of a function that is not in the list; it is looked up when first needed. */
#define RARE(name)                                                                       \
	__extension__({                                                                  \
		static __typeof__(&name) found_;                                         \
		if (found_ == NULL)                                                      \
			found_ = (__typeof__(&name))(uintptr_t)real_next(#name);         \
		found_;                                                                  \
	})

#endif
