/* SPDX-License-Identifier: MIT */
#include "memory_model.h"
#include "point.h"
#include "verdict.h"

/* What fences of a thread have gathered, or will give. */
struct fences {
	uint32_t thread; /* number of the thread + 1 */
	bool acquirable, released;
	struct vclock
		acquire; /* of stores that it read relaxed: for its next acquire fence */
	struct vclock release; /* for its stores after a release fence */
};

/* The last seq_cst fence of a slot. */
struct barrier {
	uint32_t first; /* the thread's moment at the first of them, 0: none */
	uint32_t time;	/* in the order of all seq_cst operations */
	struct vclock
		known; /* what had happened before it or an earlier one of anybody */
};

static struct fences fences_of_slot[MAX_THREADS];
static struct barrier barriers[MAX_THREADS];
static struct vclock known_to_all; /* what happened before the last seq_cst fence */
static uint32_t sequential_time;   /* seq_cst operations so far */
static bool any_barrier;

static bool acquires(enum memory_order order)
{
	return order != ORDER_RELAXED && order != ORDER_RELEASE;
}

static bool releases(enum memory_order order)
{
	return order >= ORDER_RELEASE;
}

static struct fences *fences_of(const struct thread *self)
{
	struct fences *fences = &fences_of_slot[self->slot];

	if (fences->thread != self->number + 1)
		*fences = (struct fences){.thread = self->number + 1};
	return fences;
}

/* -- which stores a load may return -------------------------------------------------------- */

/* The latest seq_cst fence that may happen before what the thread does now.  To take a later
 * one than that makes a load return newer stores, which is always right. */
static const struct barrier *barrier_before(const struct thread *self)
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
	const struct barrier *barrier = barrier_before(self);
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
	if (acquires(order)) {
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
	if (order != ORDER_SEQUENTIAL)
		return;
	sequential_time++;
	if (store->sequential == 0)
		store->sequential = sequential_time;
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
	if (releases(order)) {
		moments_join_clock(&store->released, &self->clock);
		self->clock.at[self->slot]++;
	}
	store->releases |= fences->released || releases(order);
}

/* -- fences -------------------------------------------------------------------------------- */

/* Fences come in one order.  What happened before one is known after each later one, though
 * nothing synchronises by that: it counts for what loads may return, not for races. */
static void sequential_fence(struct thread *self)
{
	struct barrier *mine = &barriers[self->slot];

	vclock_join(&known_to_all, &self->clock);
	vclock_copy(&mine->known, &known_to_all);
	mine->time = ++sequential_time;
	if (mine->first == 0)
		mine->first = self->clock.at[self->slot];
	any_barrier = true;
}

void model_fence(struct thread *self, enum memory_order order)
{
	struct fences *fences = fences_of(self);

	if (acquires(order) && fences->acquirable)
		vclock_join(&self->clock, &fences->acquire);
	if (order == ORDER_SEQUENTIAL)
		sequential_fence(self);
	if (releases(order)) {
		vclock_copy(&fences->release, &self->clock);
		fences->released = true;
	}
	self->clock.at[self->slot]++;
}
