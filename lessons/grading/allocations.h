/* SPDX-License-Identifier: MIT */
/* allocations - what a submission's calls of malloc and its kind are bound to.
 *
 * lessons/grading/compile renames them in the submission's object, by `submission_`.
 *
 * Errors, Memory: those of the C library, and what the case has arranged.
 * Threads:  any.
 * Time:     none of them waits.
 */
#ifndef GRADING_ALLOCATIONS_H
#define GRADING_ALLOCATIONS_H

#include <stddef.h>

void *submission_malloc(size_t size);
void *submission_calloc(size_t count, size_t size);
void *submission_aligned_alloc(size_t alignment, size_t size);
void *submission_realloc(void *block, size_t size);
void submission_free(void *block);

#endif
