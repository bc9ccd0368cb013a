/* SPDX-License-Identifier: MIT */
#include "fences.h"

static struct fences fences_of_slot[MAX_THREADS];
static struct barrier barriers[MAX_THREADS];
static struct vclock known_to_all; /* what happened before the last seq_cst fence */
static bool any_barrier;

struct fences *fences_of(const struct thread *self)
{
	struct fences *fences = &fences_of_slot[self->slot];

	if (fences->thread != self->number + 1)
		*fences = (struct fences){.thread = self->number + 1};
	return fences;
}

uint32_t fences_next_time(void)
{
	static uint32_t time;

	return ++time;
}

/* To take a later one makes a load return newer stores, which is always right. */
const struct barrier *fences_barrier(const struct thread *self)
{
	const struct barrier *latest = NULL;

	if (!any_barrier)
		return NULL;
	for (unsigned i = 0; i < vclock_slots; i++)
		if (barriers[i].first != 0 && barriers[i].first <= self->clock.at[i] &&
		    (latest == NULL || barriers[i].time > latest->time))
			latest = &barriers[i];
	return latest;
}

/* Fences come in one order.  What happened before one is known after each later one, though
 * nothing synchronises by that: it counts for what loads may return, not for races. */
static void sequential_fence(struct thread *self)
{
	struct barrier *mine = &barriers[self->slot];

	vclock_join(&known_to_all, &self->clock);
	vclock_copy(&mine->known, &known_to_all);
	mine->time = fences_next_time();
	if (mine->first == 0)
		mine->first = self->clock.at[self->slot];
	any_barrier = true;
}

void model_fence(struct thread *self, enum memory_order order)
{
	struct fences *fences = fences_of(self);

	if (order_acquires(order) && fences->acquirable)
		vclock_join(&self->clock, &fences->acquire);
	if (order == ORDER_SEQUENTIAL)
		sequential_fence(self);
	if (order_releases(order)) {
		vclock_copy(&fences->release, &self->clock);
		fences->released = true;
	}
	self->clock.at[self->slot]++;
}
