/* SPDX-License-Identifier: MIT */
/* heap - who made a block of the heap, and who freed it.
 *
 * The malloc family is interposed.  In a controlled run freed blocks are kept back for a
 * while, so that a use after free finds freed memory, and a second free a block that is freed
 * already.
 *
 * Threads: the token's holder keeps the books; all others pass through to the C library.
 */
#ifndef EXPLORE_HEAP_H
#define EXPLORE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_STORY = 256 };

struct freed_block {
	uint64_t address, size;
	uint64_t made_at, freed_at; /* pcs; 0: not known */
	uint32_t made_by, freed_by; /* thread numbers */
};

/* At the start of a run. */
void heap_begin(void);

/* What malloc, free and the like do for a call at pc, be it controlled or not. */
void *heap_allocate(size_t size, uint64_t pc);
void *heap_allocate_zeroed(size_t n, size_t size, uint64_t pc);
void *heap_allocate_aligned(size_t alignment, size_t size, uint64_t pc);
void *heap_resize(void *memory, size_t size, uint64_t pc);
void heap_release(void *memory, uint64_t pc);

/* The address lies in a block that was freed. */
bool heap_freed(uint64_t address, struct freed_block *out);

/* "a block of 24 bytes, made by <#1> at <@..>, freed by <#2> at <@..>" */
void heap_tell(const struct freed_block *block, char story[MAX_STORY]);

/* The report will speak of this address: it gets a description of the block, if any. */
void heap_mention(uint64_t address);

/* At the end of a failed run: describes the blocks that its events touched. */
void heap_describe(void);

#endif
