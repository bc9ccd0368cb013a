/* SPDX-License-Identifier: MIT */
/* shuffle - a random order that the same seed gives again (splitmix64). */
#ifndef HEDDLE_SHUFFLE_H
#define HEDDLE_SHUFFLE_H

#include <stdint.h>

struct shuffle {
	uint64_t state; /* begins as the seed */
};

uint64_t shuffle_next(struct shuffle *shuffle);

/* The numbers 0 to count-1, in random order. */
void shuffle_order(struct shuffle *shuffle, int *order, int count);

#endif
