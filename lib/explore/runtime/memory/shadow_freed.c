/* SPDX-License-Identifier: MIT */
/* shadow_freed - which bytes are freed memory: a bit for each granule.
 */
#include "pages.h"
#include "shadow.h"

enum {
	PAGE = 1 << SHADOW_PAGE_BITS,
	PAGES_OF_FREED = 1 << 20,
	WORDS = SHADOW_GRANULES / 64, /* of bits, for a page */
};

uint64_t *shadow_freed_bits;

static uint32_t used; /* pages that have bits */

void shadow_set_freed(const struct shadow_entry *entry, unsigned first, unsigned last,
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

static void free_in_page(uint64_t from, uint64_t to)
{
	struct shadow_entry *entry = shadow_entry_made(from);

	if (entry == NULL)
		return;
	if (entry->freed == 0) {
		if (shadow_freed_bits == NULL)
			shadow_freed_bits =
				pages_reserve((uint64_t)PAGES_OF_FREED * WORDS *
					      sizeof *shadow_freed_bits);
		if (shadow_freed_bits == NULL || used + 1 == PAGES_OF_FREED)
			return;
		entry->freed = ++used;
	}
	shadow_set_freed(entry, shadow_granule(from), shadow_granule(to - 1), true);
}

void shadow_free(uint64_t address, uint64_t size)
{
	uint64_t end = address + size;

	while (address < end) {
		uint64_t next = (address | (PAGE - 1)) + 1;

		free_in_page(address, next < end ? next : end);
		address = next;
	}
}
