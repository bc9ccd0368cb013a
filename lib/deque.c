/* SPDX-License-Identifier: MIT */
#include "deque.h"

#include <stdlib.h>

#ifndef HD_DEQUE_SIZE
#define HD_DEQUE_SIZE 256
#endif
enum { FIRST_SIZE = HD_DEQUE_SIZE }; /* a power of two; a worker's batch fits into it */

struct hd_ring {
	struct hd_ring *older;
	int64_t size;
	_Atomic(hd_future *) slots[];
};

static struct hd_ring *new_ring(int64_t size, struct hd_ring *older)
{
	struct hd_ring *ring =
		malloc(sizeof *ring + (size_t)size * sizeof ring->slots[0]);

	if (ring) {
		ring->older = older;
		ring->size = size;
	}
	return ring;
}

static hd_future *get(struct hd_ring *ring, int64_t i)
{
	/* relaxed: bottom (push) or top (take) orders the slot */
	return atomic_load_explicit(&ring->slots[i & (ring->size - 1)],
				    memory_order_relaxed);
}

static void put(struct hd_ring *ring, int64_t i, hd_future *task)
{
	atomic_store_explicit(&ring->slots[i & (ring->size - 1)], task,
			      memory_order_relaxed);
}

int hd_deque_init(struct hd_deque *deque)
{
	struct hd_ring *ring = new_ring(FIRST_SIZE, NULL);

	if (!ring)
		return HD_ENOMEM;
	atomic_init(&deque->top, 0);
	atomic_init(&deque->bottom, 0);
	atomic_init(&deque->ring, ring);
	return 0;
}

void hd_deque_destroy(struct hd_deque *deque)
{
	struct hd_ring *ring = atomic_load(&deque->ring), *older;

	for (; ring; ring = older) {
		older = ring->older;
		free(ring);
	}
}

static struct hd_ring *grow(struct hd_deque *deque, struct hd_ring *ring, int64_t top,
			    int64_t bottom)
{
	struct hd_ring *larger = new_ring(2 * ring->size, ring);

	if (!larger)
		return NULL;
	for (int64_t i = top; i < bottom; i++)
		put(larger, i, get(ring, i));
	/* release: a thief that sees the new ring sees the slots that were copied */
	atomic_store_explicit(&deque->ring, larger, memory_order_release);
	return larger;
}

bool hd_deque_push(struct hd_deque *deque, hd_future *const *tasks, size_t count)
{
	/* relaxed: bottom and ring are the owner's own */
	int64_t bottom = atomic_load_explicit(&deque->bottom, memory_order_relaxed);
	struct hd_ring *ring = atomic_load_explicit(&deque->ring, memory_order_relaxed);
	/* acquire: the slots below top have been read by their takers and may be reused */
	int64_t top = atomic_load_explicit(&deque->top, memory_order_acquire);

	while (bottom - top + (int64_t)count > ring->size) {
		ring = grow(deque, ring, top, bottom);
		if (!ring)
			return false;
	}
	for (size_t i = 0; i < count; i++)
		put(ring, bottom + (int64_t)i, tasks[i]);
	/* seq_cst: publishes the slots, and comes before the look at who is asleep */
	atomic_store(&deque->bottom, bottom + (int64_t)count);
	return true;
}

bool hd_deque_push_one(struct hd_deque *deque, hd_future *task)
{
	/* orders as in hd_deque_push; a loop over one task would cost twice as much */
	int64_t bottom = atomic_load_explicit(&deque->bottom, memory_order_relaxed);
	struct hd_ring *ring = atomic_load_explicit(&deque->ring, memory_order_relaxed);
	int64_t top = atomic_load_explicit(&deque->top, memory_order_acquire);

	if (bottom - top == ring->size)
		return hd_deque_push(deque, &task, 1);
	put(ring, bottom, task);
	atomic_store(&deque->bottom, bottom + 1);
	return true;
}

/* Takes what lies at bottom, one below the deque's own; false: a taker had it first. */
static bool pop_at(struct hd_deque *deque, int64_t bottom)
{
	bool mine = true;
	int64_t top;

	/* seq_cst on both: either a taker sees the smaller bottom, or this sees its top */
	atomic_store(&deque->bottom, bottom);
	top = atomic_load(&deque->top);
	if (top < bottom)
		return true;
	if (top > bottom || !atomic_compare_exchange_strong(&deque->top, &top, top + 1))
		mine = false;
	atomic_store_explicit(&deque->bottom, bottom + 1, memory_order_relaxed);
	return mine;
}

/* What lies at bottom; NULL if the deque is empty, which only the owner can change. */
static hd_future *look_at(struct hd_deque *deque, int64_t bottom)
{
	struct hd_ring *ring = atomic_load_explicit(&deque->ring, memory_order_relaxed);

	if (bottom < atomic_load_explicit(&deque->top, memory_order_relaxed))
		return NULL;
	return get(ring, bottom);
}

hd_future *hd_deque_pop(struct hd_deque *deque)
{
	int64_t bottom = atomic_load_explicit(&deque->bottom, memory_order_relaxed) - 1;
	hd_future *task = look_at(deque, bottom);

	return task && pop_at(deque, bottom) ? task : NULL;
}

bool hd_deque_pop_if(struct hd_deque *deque, const hd_future *task)
{
	int64_t bottom = atomic_load_explicit(&deque->bottom, memory_order_relaxed) - 1;

	return look_at(deque, bottom) == task && pop_at(deque, bottom);
}

hd_future *hd_deque_take(struct hd_deque *deque)
{
	int64_t top = atomic_load(&deque->top);
	/* seq_cst, after top: see hd_deque_pop */
	int64_t bottom = atomic_load(&deque->bottom);
	hd_future *task;

	if (top >= bottom)
		return NULL;
	/* acquire: pairs with the release in grow */
	task = get(atomic_load_explicit(&deque->ring, memory_order_acquire), top);
	/* The slot may have been reused meanwhile; then top has moved, and this fails. */
	return atomic_compare_exchange_strong(&deque->top, &top, top + 1) ? task : NULL;
}
