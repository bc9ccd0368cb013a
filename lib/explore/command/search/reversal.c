/* SPDX-License-Identifier: MIT */
#include <stdbool.h>

#include "reversal.h"

static uint64_t bit(unsigned thread)
{
	return UINT64_C(1) << thread;
}

/* Whether the step comes after the first step in between of one of these threads. */
static bool follows_any(const struct path *path, const struct step *step,
			uint64_t threads, const uint32_t *first)
{
	for (; threads != 0; threads &= threads - 1) {
		unsigned thread = (unsigned)__builtin_ctzll(threads);

		if (step->clock[thread] >= path->step[first[thread]].own)
			return true;
	}
	return false;
}

/* The threads that can begin an order in which the step that is considered comes first. */
static uint64_t openers(const struct path *path, uint32_t earlier, uint64_t ready)
{
	const struct step *later = &path->step[path->length];
	uint32_t first[PATH_THREADS];
	uint64_t seen = 0, set = 0;

	for (uint32_t i = earlier + 1; i < path->length; i++) {
		const struct step *step = &path->step[i];
		uint16_t thread = step->event.thread;

		if ((seen & bit(thread)) != 0 || path_before(path, earlier, i))
			continue;
		if (!follows_any(path, step, seen, first))
			set |= bit(thread);
		first[thread] = i;
		seen |= bit(thread);
	}
	if (follows_any(path, later, seen, first))
		return set & ready;
	/* It needs nothing in between; if it cannot go on then, it never can before `earlier`. */
	return (ready & bit(later->event.thread)) != 0
		       ? (set & ready) | bit(later->event.thread)
		       : 0;
}

uint64_t reversal(const struct path *path, uint32_t earlier, uint64_t ready,
		  uint64_t covered)
{
	uint64_t self = bit(path->step[path->length].event.thread), set;

	if ((ready & ~covered) == 0)
		return 0;
	set = openers(path, earlier, ready);
	if ((set & covered) != 0)
		return 0;
	return (set & self) != 0 ? self : set & -set;
}
