/* SPDX-License-Identifier: MIT */
#include "fences.h"
#include "memory_model.h"
#include "point.h"
#include "verdict.h"

/* -- which stores a load may return -------------------------------------------------------- */

static bool happened(const struct store *store, const struct vclock *before)
{
	if (store->clock <= before->at[store->slot])
		return true;
	for (uint32_t i = 0; i < store->read.count; i++)
		if (store->read.at[i] != 0 && store->read.at[i] <= before->at[i])
			return true;
	return false;
}

/* The number of the oldest store that the thread may still read. */
static uint32_t oldest_readable(const struct thread *self, struct location *location)
{
	const struct barrier *barrier = fences_barrier(self);
	uint32_t number = location->stores - 1;

	for (; number > location->oldest; number--) {
		const struct store *store = location_store(location, number);

		if (happened(store, &self->clock))
			break;
		if (barrier == NULL)
			continue;
		if (happened(store, &barrier->known))
			break;
		if (store->sequential != 0 && store->sequential < barrier->time)
			break;
	}
	return number;
}

/* -- what an operation does to the clocks -------------------------------------------------- */

static void learn(struct thread *self, const struct store *store, enum memory_order order)
{
	if (!store->releases)
		return;
	if (order_acquires(order)) {
		moments_join_into(&self->clock, &store->released);
	} else {
		fences_of(self)->acquirable = true;
		moments_join_into(&fences_of(self)->acquire, &store->released);
	}
}

/* A location that others overlap: the store that they saw may be the one that counts. */
static void learn_overlapping(struct thread *self, const struct location *location,
			      enum memory_order order)
{
	struct location *other = NULL;

	while ((other = location_overlapping(location, other)) != NULL)
		if (other->stores > 0)
			learn(self, location_newest(other), order);
}

static void note_sequential(struct store *store, enum memory_order order)
{
	uint32_t time;

	if (order != ORDER_SEQUENTIAL)
		return;
	time = fences_next_time();
	if (store->sequential == 0)
		store->sequential = time;
}

static void note_read(const struct thread *self, struct store *store)
{
	moments_reserve(&store->read);
	if (store->read.at[self->slot] == 0)
		store->read.at[self->slot] = self->clock.at[self->slot];
}

static void read_store(struct thread *self, struct location *location,
		       struct store *store, enum memory_order order)
{
	if (board->order.weak)
		note_read(self, store);
	note_sequential(store, order);
	learn(self, store, order);
	if (location->mixed)
		learn_overlapping(self, location, order);
}

wide model_load(struct thread *self, struct location *location, enum memory_order order,
		bool *stale)
{
	uint32_t newest = location->stores - 1, back = 0;
	struct store *store;

	if (*stale && order != ORDER_SEQUENTIAL && !location->mixed)
		back = point_choose(newest - oldest_readable(self, location) + 1);
	store = location_store(location, newest - back);
	read_store(self, location, store, order);
	*stale = back > 0;
	return store->value;
}

void model_read_newest(struct thread *self, struct location *location,
		       enum memory_order order)
{
	read_store(self, location, location_newest(location), order);
}

/* What the store passes on of the release sequence before it.  C11 lets not only reads and
 * writes in one, but all later stores of the same thread go on with it, and so does this. */
static void inherit(struct store *store, const struct store *before, bool goes_on,
		    unsigned slot)
{
	bool inherits = before->releases && (goes_on || before->head == slot);
	uint8_t head = inherits ? before->head : (uint8_t)slot;

	if (!inherits || store != before)
		moments_clear(&store->released);
	if (inherits && store != before)
		moments_join(&store->released, &before->released);
	store->releases = inherits;
	store->head = head;
}

void model_store(struct thread *self, struct location *location, wide value,
		 enum memory_order order, bool goes_on)
{
	const struct fences *fences = fences_of(self);
	const struct store *before = location_newest(location);
	struct store *store = location_push(location, value);

	inherit(store, before, goes_on, self->slot);
	store->clock = self->clock.at[self->slot];
	store->slot = (uint8_t)self->slot;
	note_sequential(store, order);
	if (fences->released)
		moments_join_clock(&store->released, &fences->release);
	if (order_releases(order)) {
		moments_join_clock(&store->released, &self->clock);
		self->clock.at[self->slot]++;
	}
	store->releases |= fences->released || order_releases(order);
}
