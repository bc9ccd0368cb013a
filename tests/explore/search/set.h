/* SPDX-License-Identifier: MIT */
/* set - sets of hashes, emptied in the time that it took to fill them.
 */
#ifndef EXPLORE_SET_H
#define EXPLORE_SET_H

#include <stdbool.h>
#include <stdint.h>

enum { SET_SLOTS = 1 << 18 };

/* Static storage is an empty set. */
struct set {
	uint64_t slot[SET_SLOTS];
	uint32_t used[SET_SLOTS / 2];
	uint32_t count;
};

/* False if it was there already, or the set is full. */
bool set_add(struct set *set, uint64_t hash);
bool set_is_full(const struct set *set);
void set_empty(struct set *set);
bool set_equal(const struct set *a, const struct set *b);

#endif
