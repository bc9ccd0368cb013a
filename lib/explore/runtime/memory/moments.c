/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "moments.h"
#include "pages.h"
#include "verdict.h"

static uint32_t *arena;
static uint64_t arena_used;

void moments_reserve(struct moments *moments)
{
	enum { STEP = 8, ARENA = 1 << 28 };
	uint32_t wanted = (vclock_slots + STEP - 1) / STEP * STEP;
	uint32_t *at;

	if (moments->count >= vclock_slots)
		return;
	if (arena == NULL)
		arena = pages_reserve((uint64_t)ARENA * sizeof *arena);
	if (arena == NULL || arena_used + wanted > ARENA)
		verdict_refuse("so many atomic objects in so many threads", 0,
			       "let the program make fewer");
	at = &arena[arena_used];
	arena_used += wanted;
	if (moments->count > 0)
		memcpy(at, moments->at, moments->count * sizeof *at);
	*moments = (struct moments){wanted, at};
}

void moments_clear(struct moments *moments)
{
	if (moments->count > 0)
		memset(moments->at, 0, moments->count * sizeof moments->at[0]);
}

static void join(uint32_t *into, const uint32_t *from, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (from[i] > into[i])
			into[i] = from[i];
}

void moments_join(struct moments *into, const struct moments *from)
{
	moments_reserve(into);
	join(into->at, from->at, from->count < vclock_slots ? from->count : vclock_slots);
}

void moments_join_clock(struct moments *into, const struct vclock *from)
{
	moments_reserve(into);
	join(into->at, from->at, vclock_slots);
}

void moments_join_into(struct vclock *into, const struct moments *from)
{
	join(into->at, from->at, from->count < vclock_slots ? from->count : vclock_slots);
}
