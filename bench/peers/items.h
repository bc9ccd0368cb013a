/* SPDX-License-Identifier: MIT */
/* items - the array that the map questions work on: x[i] = work(x[i]).
 *
 *	start = bench_now();
 *	items_work(0, items.n);
 *	bench_timed(bench_now() - start);
 *	return items_check();
 *
 * Threads:  items_work and item_work may be called by several threads at once, each for items
 *           of its own.
 * Memory:   items_open makes the array, items_close frees it.
 */
#ifndef HEDDLE_PEERS_ITEMS_H
#define HEDDLE_PEERS_ITEMS_H

#include "tasks.h"

extern struct items {
	uint64_t *x;
	long n, rounds,
		slow_from; /* from the item slow_from on eleven times the rounds */
} items;

const char *items_open_even(const struct bench_case *c);
const char *items_open_skewed(const struct bench_case *c);
void items_close(void);

/* Works on item i of a copy of `items`: a store to an item could change what `items` itself
 * holds, for all that a compiler knows. */
static inline void item_work(const struct items *copy, long i)
{
	copy->x[i] = bench_work(copy->x[i],
				i < copy->slow_from ? copy->rounds : 11 * copy->rounds);
}

/* The items from first up to, and without, last. */
static inline void items_work(long first, long last)
{
	struct items copy = items;

	for (long i = first; i < last; i++)
		item_work(&copy, i);
}

/* Computes a hundred of the items a second time, to compare.  Returns n. */
long items_check(void);

#endif
