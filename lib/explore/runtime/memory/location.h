/* SPDX-License-Identifier: MIT */
/* location - an atomic object's last stores, newest last.
 *
 * The order in which a run executes the stores of a location is its modification order (C11
 * 5.1.2.4p7).  With weak atomics the last few stores are kept, as a load may return an older
 * one; otherwise only the newest.
 *
 * Memory that is written behind our back, by a plain store or by code that is not
 * instrumented, shows when the newest store no longer is what memory holds; then the location
 * begins anew.
 */
#ifndef EXPLORE_LOCATION_H
#define EXPLORE_LOCATION_H

#include <stdbool.h>
#include <stdint.h>

#include "moments.h"

__extension__ typedef unsigned __int128 wide;

enum { LOCATION_STORES = 8 }; /* that are kept with weak atomics */

struct store {
	wide value;
	uint32_t clock;	     /* the storing thread's moment; 0: before all threads */
	uint32_t sequential; /* when a seq_cst operation first met it, 0 never */
	uint8_t slot;	     /* of the thread */
	uint8_t head;	     /* of the thread whose release sequence it goes on with */
	bool releases;	     /* it synchronises with those who acquire it: */
	struct moments released; /* what they learn */
	struct moments read;	 /* when each thread first read it; 0 never */
};

struct location {
	uint64_t address;
	uint32_t next; /* the next one in the granule, or in the list of free ones */
	uint8_t size;
	bool mixed; /* others overlap it */
	uint32_t
		stores; /* ever; the last ones are kept at their number % LOCATION_STORES */
	uint32_t oldest; /* number of the oldest that is kept */
	struct store store[LOCATION_STORES];
};

/* The location of these bytes, up to date with memory, which holds `value`. */
struct location *location_at(uint64_t address, unsigned size, wide value);

/* Another one that overlaps a mixed location; begin with NULL. */
struct location *location_overlapping(const struct location *location,
				      const struct location *after);

static inline struct store *location_store(struct location *location, uint32_t number)
{
	return &location->store[number % LOCATION_STORES];
}

static inline struct store *location_newest(struct location *location)
{
	return location_store(location, location->stores - 1);
}

/* A new newest store of this value, which nobody has read; what it releases is to be set. */
struct store *location_push(struct location *location, wide value);

/* Its memory begins a new life: the whole list that begins with this one is free. */
void location_forget(uint32_t first);

#endif
