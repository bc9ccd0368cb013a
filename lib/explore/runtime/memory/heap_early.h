/* SPDX-License-Identifier: MIT */
/* heap_early - memory for those who want some while the C library's malloc is being found.
 *
 * dlsym may allocate, and it is dlsym that finds malloc.
 */
#ifndef EXPLORE_HEAP_EARLY_H
#define EXPLORE_HEAP_EARLY_H

#include <stdbool.h>
#include <stddef.h>

enum { HEAP_EARLY_ALIGNMENT = 16 };

/* Finds malloc, if need be; false while that is going on. */
bool heap_early_over(void);

/* Zeroed memory, which is never given back; NULL when there is no more. */
void *heap_early_allocate(size_t size);
bool heap_early_owns(const void *memory);

/* For realloc: fills `to` from such memory; returns `to`. */
void *heap_early_move(const void *memory, void *to, size_t size);

#endif
