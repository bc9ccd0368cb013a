/* SPDX-License-Identifier: MIT */
/* race - what is said of two accesses that race, and which places are known to.
 */
#ifndef EXPLORE_RACE_H
#define EXPLORE_RACE_H

#include <stdbool.h>
#include <stdint.h>

#include "access.h"
#include "shadow.h"

/* A run before this one found the place racing. */
bool race_known_at(uint64_t pc);

/* `now` by self is not ordered with `before`.  Ends the run if races fail. */
void race_found(const struct thread *self, const struct access *now,
		const struct shadow_slot *before);

#endif
