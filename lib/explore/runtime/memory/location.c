/* SPDX-License-Identifier: MIT */
#include "location.h"
#include "pages.h"
#include "shadow.h"
#include "verdict.h"

enum { LIMIT = 1 << 20, WIDEST = 16, GRANULE = 1 << SHADOW_GRANULE_BITS };

static struct location *locations; /* by number, from 1 */
static uint32_t count, first_free;

/* Stands for all those for which there is no memory: what it synchronises too much is
 * better than what it would miss. */
static struct location crowd = {.mixed = true};

/* -- finding ------------------------------------------------------------------------------- */

static bool overlap(const struct location *location, uint64_t address, unsigned size)
{
	return location->address < address + size &&
	       address < location->address + location->size;
}

struct location *location_overlapping(const struct location *location,
				      const struct location *after)
{
	uint64_t from = location->address < WIDEST ? 0 : location->address - WIDEST + 1;
	uint64_t to = location->address + location->size;
	bool passed = after == NULL;

	for (uint64_t at = from & ~(uint64_t)(GRANULE - 1); at < to; at += GRANULE) {
		const uint32_t *first = shadow_location_known(at);

		for (uint32_t i = first != NULL ? *first : 0; i != 0;
		     i = locations[i].next) {
			struct location *other = &locations[i];

			if (passed && other != location &&
			    overlap(other, location->address, location->size))
				return other;
			if (other == after)
				passed = true;
		}
	}
	return NULL;
}

/* Halves of a pair that is also changed as a whole: each change may be to all of them. */
static void mark_mixed(struct location *location)
{
	struct location *other = NULL;

	while ((other = location_overlapping(location, other)) != NULL)
		location->mixed = other->mixed = true;
}

static struct location *make(uint64_t address, unsigned size, uint32_t *first)
{
	uint32_t number = first_free;
	struct location *location;

	if (locations == NULL)
		locations = pages_reserve((uint64_t)LIMIT * sizeof *locations);
	if (locations == NULL || (number == 0 && count + 1 == LIMIT))
		return &crowd;
	if (number != 0)
		first_free = locations[number].next;
	else
		number = ++count;
	location = &locations[number];
	location->address = address;
	location->size = (uint8_t)size;
	location->mixed = false;
	location->stores = location->oldest = 0;
	location->next = *first;
	*first = number;
	mark_mixed(location);
	return location;
}

static struct location *find(uint64_t address, unsigned size)
{
	uint32_t *first = shadow_location_known(address);

	if (first == NULL)
		first = shadow_location(address);
	if (first == NULL)
		return &crowd;
	for (uint32_t i = *first; i != 0; i = locations[i].next)
		if (locations[i].address == address && locations[i].size == size)
			return &locations[i];
	return make(address, size, first);
}

void location_forget(uint32_t first)
{
	uint32_t last = first;

	while (locations[last].next != 0)
		last = locations[last].next;
	locations[last].next = first_free;
	first_free = first;
}

/* -- stores -------------------------------------------------------------------------------- */

struct store *location_push(struct location *location, wide value)
{
	struct store *store;

	if (board->order.weak || location->stores == 0)
		location->stores++;
	if (location->stores - location->oldest > LOCATION_STORES)
		location->oldest++;
	store = location_newest(location);
	store->value = value;
	store->sequential = 0;
	moments_clear(&store->read);
	return store;
}

/* Nobody knows who wrote this.  It is as old as the world, and it still gives to those who
 * acquire it what the store before it gave: better that than a false alarm. */
static void begin_anew(struct location *location, wide value)
{
	bool known = location->stores > 0;
	const struct store *before = known ? location_newest(location) : NULL;
	struct store *store = location_push(location, value);

	location->oldest = location->stores - 1;
	store->clock = 0;
	store->slot = 0;
	if (before == store)
		return;
	moments_clear(&store->released);
	store->releases = known && before->releases;
	if (store->releases) {
		store->head = before->head;
		moments_join(&store->released, &before->released);
	}
}

struct location *location_at(uint64_t address, unsigned size, wide value)
{
	struct location *location = find(address, size);

	if (location->stores == 0 || location_newest(location)->value != value)
		begin_anew(location, value);
	return location;
}
