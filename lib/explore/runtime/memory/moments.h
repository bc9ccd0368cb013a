/* SPDX-License-Identifier: MIT */
/* moments - parts of vector clocks, of which there may be many.
 *
 * They have as many slots as there were threads when they were last written, and never give
 * their memory back.
 */
#ifndef EXPLORE_MOMENTS_H
#define EXPLORE_MOMENTS_H

#include <stdint.h>

#include "vclock.h"

struct moments {
	uint32_t count;
	uint32_t *at;
};

/* Room for the moments of all slots that there are now. */
void moments_reserve(struct moments *moments);
void moments_clear(struct moments *moments);

void moments_join(struct moments *into, const struct moments *from);
void moments_join_clock(struct moments *into, const struct vclock *from);
void moments_join_into(struct vclock *into, const struct moments *from);

#endif
