/* SPDX-License-Identifier: MIT */
#include "items.h"

#include <stdlib.h>

enum { LOOKED_AT = 100 };

struct items items;
static uint64_t expected[LOOKED_AT];

static long looked_at(long k)
{
	return (items.n - 1) * k / (LOOKED_AT - 1);
}

static const char *open_items(const struct bench_case *c, bool skewed)
{
	given = *c;
	items.n = c->n;
	items.rounds = bench_param(c, "rounds", 5);
	items.slow_from = skewed ? c->n - c->n / 10 : c->n;
	items.x = must_have(c->n, sizeof *items.x);
	for (long i = 0; i < c->n; i++)
		items.x[i] = (uint64_t)i;
	for (long k = 0; k < LOOKED_AT; k++)
		expected[k] = (uint64_t)looked_at(k);
	return NULL;
}

const char *items_open_even(const struct bench_case *c)
{
	return open_items(c, false);
}

const char *items_open_skewed(const struct bench_case *c)
{
	return open_items(c, true);
}

void items_close(void)
{
	free(items.x);
	items.x = NULL;
}

long items_check(void)
{
	for (long k = 0; k < LOOKED_AT; k++) {
		long i = looked_at(k);

		expected[k] =
			bench_work(expected[k], i < items.slow_from ? items.rounds
								    : 11 * items.rounds);
		if (items.x[i] != expected[k])
			bench_fail("item %ld of %ld is wrong", i, items.n);
	}
	return items.n;
}
