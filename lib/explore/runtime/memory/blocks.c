/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "blocks.h"
#include "pages.h"
#include "real.h"
#include "shadow.h"

enum {
	LIMIT = 1 << 20,
	PLACES = 2 * LIMIT,
	KEPT_BACK = 64 << 20, /* bytes */
};

static struct block *blocks; /* by number, from 1 */
static uint32_t *places;     /* numbers, by hash of the address */
static uint32_t count;

/* Those kept back, in the order in which they were freed. */
static uint32_t first_kept, last_kept;
static uint64_t bytes_kept;

static uint32_t *sorted; /* numbers, by address */
static uint32_t sorted_count;

static bool tables_made(void)
{
	if (blocks == NULL)
		blocks = pages_reserve((uint64_t)(LIMIT + 1) * sizeof *blocks);
	if (places == NULL)
		places = pages_reserve((uint64_t)PLACES * sizeof *places);
	return blocks != NULL && places != NULL;
}

/* Neighbours stay neighbours, so that few pages are touched; arenas do not meet. */
static uint32_t *place_of(uint64_t address)
{
	uint64_t at = (address >> 4) + (address >> 26) * UINT64_C(0x9e3779b1);

	while (places[at % PLACES] != 0 && blocks[places[at % PLACES]].address != address)
		at++;
	return &places[at % PLACES];
}

struct block *blocks_find(uint64_t address)
{
	uint32_t number = count > 0 ? *place_of(address) : 0;

	return number != 0 ? &blocks[number] : NULL;
}

struct block *blocks_make(uint64_t address)
{
	uint32_t *place;

	if (!tables_made())
		return NULL;
	place = place_of(address);
	if (*place == 0) {
		if (count == LIMIT)
			return NULL;
		*place = ++count;
		blocks[count].address = address;
	}
	return &blocks[*place];
}

static void give_back_oldest(void)
{
	struct block *block = &blocks[first_kept];

	first_kept = block->next;
	bytes_kept -= block->size;
	block->state = BLOCK_GONE;
	shadow_drop(block->address, block->size + (block->size == 0));
	real.free((void *)block->address);
}

void blocks_keep_back(struct block *block)
{
	uint32_t number = (uint32_t)(block - blocks);

	block->next = 0;
	if (first_kept == 0)
		first_kept = number;
	else
		blocks[last_kept].next = number;
	last_kept = number;
	bytes_kept += block->size;
	while (bytes_kept > KEPT_BACK)
		give_back_oldest();
}

/* Shell's sort: short, and it needs no memory. */
static void sort(void)
{
	for (uint32_t gap = sorted_count / 2; gap > 0; gap /= 2) {
		for (uint32_t i = gap; i < sorted_count; i++) {
			uint32_t moving = sorted[i], at = i;

			while (at >= gap && blocks[sorted[at - gap]].address >
						    blocks[moving].address) {
				sorted[at] = sorted[at - gap];
				at -= gap;
			}
			sorted[at] = moving;
		}
	}
}

void blocks_sort(void)
{
	if (sorted == NULL)
		sorted = pages_reserve((uint64_t)LIMIT * sizeof *sorted);
	if (sorted == NULL)
		return;
	sorted_count = 0;
	for (uint32_t i = 1; i <= count; i++)
		if (blocks[i].state != BLOCK_GONE)
			sorted[sorted_count++] = i;
	sort();
}

struct block *blocks_around(uint64_t address)
{
	uint32_t low = 0, high = sorted_count;
	struct block *block;

	/* low: how many begin at or before the address. */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (blocks[sorted[middle]].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NULL;
	block = &blocks[sorted[low - 1]];
	return address < block->address + block->size + (block->size == 0) ? block : NULL;
}
