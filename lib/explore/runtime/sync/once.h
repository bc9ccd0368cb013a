/* SPDX-License-Identifier: MIT */
/* once - the model of pthread_once and call_once.
 *
 * The program's own word is kept as the C library keeps it, 2 when all is done, so that code
 * which looks at it, and a word that is initialised again, are understood.
 */
#ifndef EXPLORE_ONCE_H
#define EXPLORE_ONCE_H

#include <pthread.h>
#include <stdint.h>

/* Runs the routine unless somebody did; waits while somebody does.  Returns 0. */
int once_run(pthread_once_t *control, void (*routine)(void), uint64_t pc);

#endif
