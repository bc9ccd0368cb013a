/* SPDX-License-Identifier: MIT */
/* blocks - the books of the heap: each block that was ever handed out at an address.
 */
#ifndef EXPLORE_BLOCKS_H
#define EXPLORE_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

#include "heap.h"

enum block_state {
	BLOCK_GONE, /* given back to the C library */
	BLOCK_LIVE,
	BLOCK_FREED, /* ... but kept back */
};

struct block {
	uint64_t address, size;
	uint64_t made_at, freed_at; /* pcs */
	uint32_t made_by, freed_by; /* thread numbers */
	uint32_t next;		    /* that was freed after it */
	uint8_t state;		    /* enum block_state */
	bool described;		    /* stands in the report */
};

static inline struct freed_block blocks_story(const struct block *block)
{
	return (struct freed_block){block->address,  block->size,    block->made_at,
				    block->freed_at, block->made_by, block->freed_by};
}

/* The record of the block that begins here; NULL if there is none. */
struct block *blocks_find(uint64_t address);

/* A record for a block that begins here, be there one or not; NULL: no room. */
struct block *blocks_make(uint64_t address);

/* Keeps a freed block back, and gives others back for it in their turn, oldest first. */
void blocks_keep_back(struct block *block);

/* Sorts what is needed to find blocks by an address within them; slow. */
void blocks_sort(void);

/* The live or freed block around an address, NULL if there was none at the last sort. */
struct block *blocks_around(uint64_t address);

#endif
