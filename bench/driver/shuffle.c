/* SPDX-License-Identifier: MIT */
#include "shuffle.h"

uint64_t shuffle_next(struct shuffle *shuffle)
{
	uint64_t x = shuffle->state += 0x9e3779b97f4a7c15U;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
	x = (x ^ x >> 27) * 0x94d049bb133111ebU;
	return x ^ x >> 31;
}

/* Fisher and Yates.  The counts are so small that the remainder's bias does not matter. */
void shuffle_order(struct shuffle *shuffle, int *order, int count)
{
	for (int i = 0; i < count; i++) {
		int j = (int)(shuffle_next(shuffle) % (uint64_t)(i + 1));

		order[i] = order[j];
		order[j] = i;
	}
}
