/* SPDX-License-Identifier: MIT */
#include "set.h"

/* Where the hash is, or would be; 0 marks an empty slot, so that no hash may be 0. */
static uint32_t find(const struct set *set, uint64_t hash)
{
	uint32_t at = hash >> 40 & (SET_SLOTS - 1);

	while (set->slot[at] != 0 && set->slot[at] != hash)
		at = (at + 1) & (SET_SLOTS - 1);
	return at;
}

bool set_is_full(const struct set *set)
{
	return set->count == SET_SLOTS / 2;
}

bool set_add(struct set *set, uint64_t hash)
{
	uint32_t at = find(set, hash | 1);

	if (set->slot[at] != 0 || set_is_full(set))
		return false;
	set->slot[at] = hash | 1;
	set->used[set->count++] = at;
	return true;
}

void set_empty(struct set *set)
{
	while (set->count > 0)
		set->slot[set->used[--set->count]] = 0;
}

bool set_equal(const struct set *a, const struct set *b)
{
	if (a->count != b->count)
		return false;
	for (uint32_t i = 0; i < a->count; i++)
		if (b->slot[find(b, a->slot[a->used[i]])] == 0)
			return false;
	return true;
}
