/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "location.h"
#include "pages.h"
#include "shadow.h"

enum {
	PAGE = 1 << SHADOW_PAGE_BITS,
	TABLES = 1 << 10,	  /* each covers 1 GiB of the program's memory */
	PAGES_OF_CELLS = 1 << 19, /* 2 GiB of the program's memory */
	PAGES_OF_FREED = 1 << 20,
	WORDS = SHADOW_GRANULES / 64, /* of freed bits, for a page */
	CHUNK_BITS = 21,	      /* memory whose entries fill one page */
	CHUNKS =
		1 << (SHADOW_PAGE_BITS + SHADOW_TABLE_BITS - CHUNK_BITS), /* in a table */
};

uint16_t shadow_table[SHADOW_TABLES];
struct shadow_entry *shadow_entries;
struct shadow_cell *shadow_cells;
uint32_t *shadow_locations;
uint64_t *shadow_freed_bits;

/* Chunks of the program's memory that have entries which say something. */
static bool chunk_used[TABLES * CHUNKS];

static uint16_t tables;
static uint32_t cells_used, freed_used;
static uint32_t
	spare_cells; /* a list of given back ones, linked by their first location */

/* NULL: nothing is known of the chunk of this address. */
static bool *chunk_of(uint64_t address)
{
	uint64_t table = address >> (SHADOW_PAGE_BITS + SHADOW_TABLE_BITS);

	if (table >= SHADOW_TABLES || shadow_table[table] == 0)
		return NULL;
	return &chunk_used[shadow_table[table] * CHUNKS +
			   (address >> CHUNK_BITS) % CHUNKS];
}

static struct shadow_entry *entry_made(uint64_t address)
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

/* Gives the page of the entry its cells; all are zero. */
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
	if (!cells_mapped() || cells_used + 1 == PAGES_OF_CELLS)
		return false;
	entry->cells = ++cells_used;
	return true;
}

struct shadow_cell *shadow_cell(uint64_t address)
{
	struct shadow_entry *entry = entry_made(address);

	return entry != NULL && cells_made(entry) ? shadow_cell_known(address) : NULL;
}

uint32_t *shadow_location(uint64_t address)
{
	struct shadow_entry *entry = entry_made(address);

	if (entry == NULL || !cells_made(entry))
		return NULL;
	return &shadow_locations[(uint64_t)entry->cells * SHADOW_GRANULES +
				 shadow_granule(address)];
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

static void set_freed(const struct shadow_entry *entry, unsigned first, unsigned last,
		      bool freed)
{
	uint64_t *words = &shadow_freed_bits[(uint64_t)entry->freed * WORDS];

	for (unsigned i = first; i <= last;) {
		unsigned end = (i | 63) < last ? (i | 63) : last;
		uint64_t bits = ~UINT64_C(0) >> (63 - (end - i)) << (i & 63);

		if (freed)
			words[i / 64] |= bits;
		else
			words[i / 64] &= ~bits;
		i = end + 1;
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
		set_freed(entry, shadow_granule(from), shadow_granule(to - 1), false);
}

static void free_in_page(uint64_t from, uint64_t to)
{
	struct shadow_entry *entry = entry_made(from);

	if (entry == NULL)
		return;
	if (entry->freed == 0) {
		if (shadow_freed_bits == NULL)
			shadow_freed_bits =
				pages_reserve((uint64_t)PAGES_OF_FREED * WORDS *
					      sizeof *shadow_freed_bits);
		if (shadow_freed_bits == NULL || freed_used + 1 == PAGES_OF_FREED)
			return;
		entry->freed = ++freed_used;
	}
	set_freed(entry, shadow_granule(from), shadow_granule(to - 1), true);
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

void shadow_free(uint64_t address, uint64_t size)
{
	uint64_t end = address + size;

	while (address < end) {
		uint64_t next = (address | (PAGE - 1)) + 1;

		free_in_page(address, least(next, end));
		address = next;
	}
}
