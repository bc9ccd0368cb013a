/* SPDX-License-Identifier: MIT */
/* submission - what a submission's calls of malloc, pthread_create and their kind are bound to.
 *
 * lessons/grading/compile renames them in the submission's object, by `submission_`.
 *
 * Errors, Memory: those of the C library, and what the case has arranged.
 * Threads:  any.
 * Time:     none of them waits.
 */
#ifndef GRADING_SUBMISSION_H
#define GRADING_SUBMISSION_H

#include <pthread.h>
#include <stddef.h>
#include <threads.h>

void *submission_malloc(size_t size);
void *submission_calloc(size_t count, size_t size);
void *submission_aligned_alloc(size_t alignment, size_t size);
void *submission_realloc(void *block, size_t size);
void submission_free(void *block);

int submission_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			      void *(*go)(void *), void *argument);
int submission_thrd_create(thrd_t *thread, thrd_start_t go, void *argument);

#endif
