/* SPDX-License-Identifier: MIT */
/* plan - which strategy each schedule of a campaign has.
 *
 * No strategy finds everything: by default random walk, PCT of depths 1 to 3 and POS take
 * turns, and so do frozen and adversarial time.  The first schedule is the default one,
 * without a preemption, from which the length of the others is guessed.
 */
#ifndef EXPLORE_PLAN_H
#define EXPLORE_PLAN_H

#include "options.h"

/* Fills the strategy, seed and time of schedule `index`, from 0, into an order that was
 * prepared.  expected: about how many choices a schedule has, 0 if not known. */
void plan_schedule(struct order *order, const struct options *options, uint64_t index,
		   uint32_t expected);

/* Schedules that are run from the same knowledge: what they teach (places that race, the
 * length of a run) is known to the next batch, however many processors share the work. */
unsigned plan_batch(uint64_t done);

#endif
