/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "access.h"
#include "blocks.h"
#include "heap.h"
#include "heap_early.h"
#include "point.h"
#include "real.h"
#include "shadow.h"
#include "tsan.h"
#include "verdict.h"

enum {
	FILLED = 1024, /* freed blocks up to this size lose what they held */
	FILLING = 0xdb,
	MOVED = 64 << 10, /* realloc always moves blocks up to this size */
};

void heap_begin(void)
{
	board->report.instrumented = tsan_present();
}

/* -- a block is made ----------------------------------------------------------------------- */

static void *made(void *memory, size_t size, uint64_t pc)
{
	struct thread *self = thread_self;
	struct block *block;

	if (self == NULL || memory == NULL)
		return memory;
	shadow_drop((uint64_t)memory, size + (size == 0));
	block = blocks_make((uint64_t)memory);
	if (block == NULL)
		return memory;
	block->size = size;
	block->made_at = pc;
	block->made_by = self->number;
	block->state = BLOCK_LIVE;
	return memory;
}

void *heap_allocate(size_t size, uint64_t pc)
{
	if (!heap_early_over())
		return heap_early_allocate(size);
	return made(real.malloc(size), size, pc);
}

void *heap_allocate_zeroed(size_t n, size_t size, uint64_t pc)
{
	if (!heap_early_over())
		return heap_early_allocate(n * size);
	return made(real.calloc(n, size), n * size, pc);
}

void *heap_allocate_aligned(size_t alignment, size_t size, uint64_t pc)
{
	if (!heap_early_over())
		return alignment <= HEAP_EARLY_ALIGNMENT ? heap_early_allocate(size)
							 : NULL;
	return made(real.memalign(alignment, size), size, pc);
}

/* -- a block is freed ---------------------------------------------------------------------- */

/* One that was made before the run is known only to the C library. */
static struct block *block_at(void *memory)
{
	struct block *block = blocks_find((uint64_t)memory);

	if (block != NULL && block->state != BLOCK_GONE)
		return block;
	made(memory, real.malloc_usable_size(memory), 0);
	return blocks_find((uint64_t)memory);
}

static void freed_twice(const struct thread *self, const struct block *block, uint64_t pc)
{
	struct freed_block freed = blocks_story(block);
	char story[MAX_STORY];

	heap_tell(&freed, story);
	heap_mention(block->address);
	verdict_fail(VERDICT_DOUBLE_FREE, "<#%u> frees <&%lx> at <@%lx> again: %s",
		     self->number, block->address, pc, story);
}

/* The turn and the checks of a free; the block, NULL if nothing is known of it.  Code that is
 * not instrumented, such as the C library, may hold locks here, or be ordered by what nobody
 * sees. */
static struct block *checked(struct thread *self, void *memory, uint64_t pc)
{
	struct access access = {.address = (uint64_t)memory,
				.pc = pc,
				.flags = ACCESS_WRITES | ACCESS_FREES};
	bool seen = tsan_covers(pc) && tsan_ignoring == 0 && !self->in_handler;
	struct block *block = block_at(memory);

	if (seen && block != NULL) {
		access.size = block->size;
		access_turn(self, &access);
		block = block_at(memory);
	}
	if (block != NULL && block->state == BLOCK_FREED)
		freed_twice(self, block, pc);
	if (seen && block != NULL)
		access_check(self, &access);
	return block;
}

static void keep_back(const struct thread *self, struct block *block, uint64_t pc)
{
	block->state = BLOCK_FREED;
	block->freed_at = pc;
	block->freed_by = self->number;
	if (block->size <= FILLED)
		memset((void *)block->address, FILLING, block->size);
	shadow_free(block->address, block->size + (block->size == 0));
	blocks_keep_back(block);
}

void heap_release(void *memory, uint64_t pc)
{
	struct thread *self = thread_self;
	struct block *block;

	if (memory == NULL || heap_early_owns(memory) || !heap_early_over())
		return;
	block = self != NULL ? checked(self, memory, pc) : NULL;
	if (block != NULL)
		keep_back(self, block, pc);
	else
		real.free(memory);
}

/* -- realloc ------------------------------------------------------------------------------- */

/* Large blocks, which may be grown step by step, are not copied each time. */
static void *resize(struct block *block, size_t size, uint64_t pc)
{
	uint64_t address = block->address, old_size = block->size;
	void *moved = real.realloc((void *)address, size);

	if (moved == NULL)
		return NULL;
	if ((uint64_t)moved == address) {
		if (size > old_size)
			shadow_drop(address + old_size, size - old_size);
		block->size = size;
		return moved;
	}
	block->state = BLOCK_GONE;
	shadow_drop(address, old_size);
	return made(moved, size, pc);
}

void *heap_resize(void *memory, size_t size, uint64_t pc)
{
	struct thread *self = thread_self;
	struct block *block;
	void *moved;

	if (memory == NULL)
		return heap_allocate(size, pc);
	if (heap_early_owns(memory))
		return heap_early_move(memory, heap_allocate(size, pc), size);
	block = self != NULL && size > 0 ? checked(self, memory, pc) : NULL;
	if (block == NULL && self != NULL && size == 0) {
		heap_release(memory, pc);
		return NULL;
	}
	if (block == NULL)
		return real.realloc(memory, size);
	if (block->size > MOVED || size > MOVED)
		return resize(block, size, pc);
	moved = heap_allocate(size, pc);
	if (moved == NULL)
		return NULL;
	memcpy(moved, memory, block->size < size ? block->size : size);
	keep_back(self, block, pc);
	return moved;
}
