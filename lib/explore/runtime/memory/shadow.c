/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "location.h"
#include "pages.h"
#include "shadow.h"
#include "verdict.h"

enum {
	/* Each table covers 1 GiB of the program's memory. */
	TABLES = 1 << 8,
	/* Of 256 MiB of the program's memory: 2 GiB of ours. */
	PAGES_OF_CELLS = 1 << 16,
	/* A chunk is memory whose entries fill a page of a table. */
	CHUNK_BITS = 21,
	CHUNKS = 1 << (SHADOW_PAGE_BITS + SHADOW_TABLE_BITS - CHUNK_BITS),
};

uint16_t shadow_table[SHADOW_TABLES];
struct shadow_entry *shadow_entries;
struct shadow_cell *shadow_cells;
uint32_t *shadow_locations;

/* Chunks of the program's memory that have entries which say something. */
static bool chunk_used[TABLES * CHUNKS];

static uint16_t tables;
static uint32_t cells_used;

/* A list of cells that were given back, linked by their first location. */
static uint32_t spare_cells;

/* NULL: nothing is known of the chunk of this address. */
static bool *chunk_of(uint64_t address)
{
	uint64_t table = address >> (SHADOW_PAGE_BITS + SHADOW_TABLE_BITS);

	if (table >= SHADOW_TABLES || shadow_table[table] == 0)
		return NULL;
	return &chunk_used[shadow_table[table] * CHUNKS +
			   (address >> CHUNK_BITS) % CHUNKS];
}

struct shadow_entry *shadow_entry_made(uint64_t address)
{
	uint64_t table = address >> (SHADOW_PAGE_BITS + SHADOW_TABLE_BITS);

	if (table >= SHADOW_TABLES)
		return NULL;
	if (shadow_entries == NULL)
		shadow_entries = pages_reserve(((uint64_t)TABLES << SHADOW_TABLE_BITS) *
					       sizeof *shadow_entries);
	if (shadow_entries == NULL || (shadow_table[table] == 0 && tables + 1 == TABLES))
		return NULL;
	if (shadow_table[table] == 0)
		shadow_table[table] = ++tables;
	*chunk_of(address) = true;
	return shadow_entry(address);
}

static bool cells_mapped(void)
{
	if (shadow_cells == NULL)
		shadow_cells = pages_reserve((uint64_t)PAGES_OF_CELLS * SHADOW_GRANULES *
					     sizeof *shadow_cells);
	if (shadow_locations == NULL)
		shadow_locations =
			pages_reserve((uint64_t)PAGES_OF_CELLS * SHADOW_GRANULES *
				      sizeof *shadow_locations);
	return shadow_cells != NULL && shadow_locations != NULL;
}

/* Gives the page of the entry its cells, all zero.  Memory beyond what there is room for is
 * not looked at. */
static bool cells_made(struct shadow_entry *entry)
{
	uint32_t *link;

	if (entry->cells != 0)
		return true;
	if (spare_cells != 0) {
		entry->cells = spare_cells;
		link = &shadow_locations[(uint64_t)spare_cells * SHADOW_GRANULES];
		spare_cells = *link;
		*link = 0;
		return true;
	}
	if (!cells_mapped())
		verdict_refuse("an instrumented program with so little address space", 0,
			       "allow it more (ulimit -v)");
	if (cells_used + 1 == PAGES_OF_CELLS)
		return false;
	entry->cells = ++cells_used;
	return true;
}

struct shadow_cell *shadow_cell(uint64_t address)
{
	struct shadow_entry *entry = shadow_entry_made(address);

	return entry != NULL && cells_made(entry) ? shadow_cell_known(address) : NULL;
}

uint32_t *shadow_location(uint64_t address)
{
	struct shadow_entry *entry = shadow_entry_made(address);

	return entry != NULL && cells_made(entry) ? shadow_location_known(address) : NULL;
}

/* Granules first..last of one page. */
static void drop_cells(struct shadow_entry *entry, unsigned first, unsigned last)
{
	uint64_t base = (uint64_t)entry->cells * SHADOW_GRANULES;

	memset(&shadow_cells[base + first], 0, (last + 1 - first) * sizeof *shadow_cells);
	for (unsigned i = first; i <= last; i++) {
		if (shadow_locations[base + i] != 0)
			location_forget(shadow_locations[base + i]);
		shadow_locations[base + i] = 0;
	}
	if (first == 0 && last == SHADOW_GRANULES - 1) {
		shadow_locations[base] = spare_cells;
		spare_cells = entry->cells;
		entry->cells = 0;
	}
}

static void drop_in_page(uint64_t from, uint64_t to)
{
	struct shadow_entry *entry = shadow_entry(from);

	if (entry == NULL)
		return;
	if (entry->cells != 0)
		drop_cells(entry, shadow_granule(from), shadow_granule(to - 1));
	if (entry->freed != 0)
		shadow_set_freed(entry, shadow_granule(from), shadow_granule(to - 1),
				 false);
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

void shadow_drop(uint64_t address, uint64_t size)
{
	uint64_t end = address + size;

	while (address < end) {
		const bool *used = chunk_of(address);
		unsigned bits = used != NULL && *used ? SHADOW_PAGE_BITS : CHUNK_BITS;
		uint64_t next = ((address >> bits) + 1) << bits;

		if (bits == SHADOW_PAGE_BITS)
			drop_in_page(address, least(next, end));
		address = next;
	}
}
