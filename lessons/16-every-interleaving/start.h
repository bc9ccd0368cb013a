/* SPDX-License-Identifier: MIT */
/* start - a thread and nothing else.
 *
 * The other lessons start threads with hd_thread_start.  Here the system's own calls are
 * used, so that in a schedule that explore prints every step is one of the lesson's.
 *
 *	pthread_t anna = start(greet, "Anna");
 *	...
 *	pthread_join(anna, NULL);
 *
 * Errors:   ends the program.
 * Threads:  any.
 * Memory:   arg remains the caller's.
 * Time:     none.
 */
#ifndef START_H
#define START_H

#include <pthread.h>

#include "lesson.h"

static inline pthread_t start(void *(*run)(void *), void *arg)
{
	pthread_t thread;

	must(pthread_create(&thread, NULL, run, arg) ? HD_ETHREAD : HD_OK);
	return thread;
}

#endif
