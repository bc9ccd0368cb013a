/* SPDX-License-Identifier: MIT */
#include "point.h"
#include "spinning.h"

enum { PLACES = 64, STALE_LIMIT = 8 };

/* What a thread has seen lately, by hash; a place is taken over by what comes later. */
static uint64_t seen[MAX_THREADS][PLACES];
static uint32_t changes[MAX_THREADS];

/* Loads that have returned older stores. */
static struct {
	uint64_t key;
	uint32_t times;
} stale_loads[MAX_THREADS][PLACES];

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 29;
}

void spinning_loaded(struct thread *self, uint64_t pc, uint64_t address, uint64_t value)
{
	uint64_t who = (uint64_t)self->number << 32 | changes[self->slot];
	uint64_t key = mix(mix(mix(mix(0, who), pc), address), value);
	uint64_t *place = &seen[self->slot][key % PLACES];

	if (*place == key)
		return;
	*place = key;
	self->idle = 0;
}

void spinning_changed(struct thread *self)
{
	changes[self->slot]++;
	point_progress();
}

static uint64_t load_key(const struct thread *self, uint64_t pc, uint64_t address)
{
	return mix(mix(mix(0, self->number + 1), pc), address);
}

bool spinning_allows_stale(const struct thread *self, uint64_t pc, uint64_t address)
{
	uint64_t key = load_key(self, pc, address);

	return stale_loads[self->slot][key % PLACES].key != key ||
	       stale_loads[self->slot][key % PLACES].times < STALE_LIMIT;
}

void spinning_was_stale(const struct thread *self, uint64_t pc, uint64_t address,
			bool stale)
{
	uint64_t key = load_key(self, pc, address);

	if (!stale || stale_loads[self->slot][key % PLACES].key != key)
		stale_loads[self->slot][key % PLACES].times = 0;
	stale_loads[self->slot][key % PLACES].key = key;
	stale_loads[self->slot][key % PLACES].times += stale;
}
