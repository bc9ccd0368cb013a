/* SPDX-License-Identifier: MIT */
/* shadow - what the runtime knows of each 8 bytes of the program's memory.
 *
 * A granule of 8 bytes has a cell with its last accesses, the head of a list of the atomic
 * locations in it, and a bit that says whether it is freed memory of the heap.  A directory of
 * pages finds them; nothing takes memory before it is needed.
 *
 *	struct shadow_cell *cell = shadow_cell(address);
 *
 * Memory that begins a new life (a fresh block of the heap, a stack that is used again) is
 * dropped first: its past is not that of its new owner.
 */
#ifndef EXPLORE_SHADOW_H
#define EXPLORE_SHADOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SHADOW_SLOTS = 4, /* accesses that a cell remembers */
	SHADOW_PAGE_BITS = 12,
	SHADOW_GRANULE_BITS = 3,
	SHADOW_GRANULES = 1 << (SHADOW_PAGE_BITS - SHADOW_GRANULE_BITS), /* of a page */
	SHADOW_TABLE_BITS = 18,	 /* of the number of a page, within its table */
	SHADOW_TABLES = 1 << 18, /* for addresses of 48 bits */
};

#define SHADOW_PC ((UINT64_C(1) << 48) - 1)

/* One access: which thread, at which of its moments, to which of the 8 bytes, how, and where
 * in the program.  Two words, as most accesses only compare them. */
struct shadow_slot {
	uint64_t who;	/* clock, slot << 32, mask << 40, flags << 48; 0 if empty */
	uint64_t where; /* pc, number of the thread << 48 */
};

static inline uint32_t shadow_clock(const struct shadow_slot *slot)
{
	return (uint32_t)slot->who;
}

static inline unsigned shadow_thread_slot(const struct shadow_slot *slot)
{
	return slot->who >> 32 & UINT8_MAX;
}

static inline unsigned shadow_mask(const struct shadow_slot *slot)
{
	return slot->who >> 40 & UINT8_MAX;
}

static inline unsigned shadow_flags(const struct shadow_slot *slot)
{
	return slot->who >> 48 & UINT8_MAX;
}

static inline uint64_t shadow_pc(const struct shadow_slot *slot)
{
	return slot->where & SHADOW_PC;
}

static inline unsigned shadow_number(const struct shadow_slot *slot)
{
	return (unsigned)(slot->where >> 48);
}

struct shadow_cell {
	struct shadow_slot slot[SHADOW_SLOTS];
};

/* What there is of a page: places in tables of cells and of freed bits, 0 if none. */
struct shadow_entry {
	uint32_t cells, freed;
};

/* The directory: tables of entries.  shadow_table[address >> 30] is 0 or a table's number. */
extern uint16_t shadow_table[SHADOW_TABLES];
extern struct shadow_entry *shadow_entries;
extern struct shadow_cell *shadow_cells;
extern uint32_t *shadow_locations;
extern uint64_t *shadow_freed_bits;

static inline struct shadow_entry *shadow_entry(uint64_t address)
{
	uint64_t table = address >> (SHADOW_PAGE_BITS + SHADOW_TABLE_BITS);
	uint64_t page = address >> SHADOW_PAGE_BITS & ((1 << SHADOW_TABLE_BITS) - 1);

	if (table >= SHADOW_TABLES || shadow_table[table] == 0)
		return NULL;
	return &shadow_entries[(uint64_t)shadow_table[table] << SHADOW_TABLE_BITS | page];
}

static inline unsigned shadow_granule(uint64_t address)
{
	return address >> SHADOW_GRANULE_BITS & (SHADOW_GRANULES - 1);
}

/* The cell of an address if its page has any, else NULL. */
static inline struct shadow_cell *shadow_cell_known(uint64_t address)
{
	const struct shadow_entry *entry = shadow_entry(address);

	if (entry == NULL || entry->cells == 0)
		return NULL;
	return &shadow_cells[(uint64_t)entry->cells * SHADOW_GRANULES +
			     shadow_granule(address)];
}

/* The first atomic location in the granule of an address, a number of location.h, 0 if none;
 * NULL if its page has no cells. */
static inline uint32_t *shadow_location_known(uint64_t address)
{
	const struct shadow_entry *entry = shadow_entry(address);

	if (entry == NULL || entry->cells == 0)
		return NULL;
	return &shadow_locations[(uint64_t)entry->cells * SHADOW_GRANULES +
				 shadow_granule(address)];
}

static inline bool shadow_freed(uint64_t address)
{
	const struct shadow_entry *entry = shadow_entry(address);
	unsigned granule = shadow_granule(address);
	uint64_t word;

	if (entry == NULL || entry->freed == 0)
		return false;
	word = shadow_freed_bits[entry->freed * (SHADOW_GRANULES / 64) + granule / 64];
	return word >> (granule % 64) & 1;
}

/* The entry of an address, there to be filled in; NULL if there is no memory for it. */
struct shadow_entry *shadow_entry_made(uint64_t address);

/* The cell of an address; NULL if there is no memory for it. */
struct shadow_cell *shadow_cell(uint64_t address);

/* The same, but NULL only if there is no memory for it. */
uint32_t *shadow_location(uint64_t address);

/* Begins a new life: forgets what was known of these bytes. */
void shadow_drop(uint64_t address, uint64_t size);

/* These bytes are freed memory now, until they are dropped. */
void shadow_free(uint64_t address, uint64_t size);

/* The same of granules first..last of a page that has freed bits. */
void shadow_set_freed(const struct shadow_entry *entry, unsigned first, unsigned last,
		      bool freed);

#endif
