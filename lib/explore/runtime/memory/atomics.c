/* SPDX-License-Identifier: MIT */
#include "access.h"
#include "atomic_memory.h"
#include "atomics.h"
#include "patience.h"
#include "point.h"
#include "spinning.h"
#include "verdict.h"

static const struct op_class load_class = {.kind = OP_LOAD};
static const struct op_class store_class = {.kind = OP_STORE};
static const struct op_class rmw_class = {.kind = OP_RMW};
static const struct op_class fence_class = {.kind = OP_FENCE};

struct thread *atomics_thread(void)
{
	struct thread *self = thread_self;

	return self == NULL || self->in_handler ? NULL : self;
}

static void take_turn(const struct op_class *class, const struct atomic *atomic,
		      uint8_t flags)
{
	point(&(struct op){.class = class,
			   .address = atomic->address,
			   .pc = atomic->pc,
			   .size = atomic->size,
			   .flags = flags});
}

static void check(struct thread *self, const struct atomic *atomic, uint8_t flags)
{
	patience_count(atomic->pc);
	access_check(self, &(struct access){.address = atomic->address,
					    .size = atomic->size,
					    .pc = atomic->pc,
					    .flags = ACCESS_ATOMIC | flags});
}

static struct location *locate(const struct atomic *atomic)
{
	return location_at(atomic->address, atomic->size, memory_read(atomic));
}

wide atomics_load(struct thread *self, const struct atomic *atomic)
{
	uint64_t address = atomic->address, pc = atomic->pc;
	bool stale = false;
	wide value;

	if (!point_multithreaded) {
		check(self, atomic, ACCESS_READS);
		return memory_read(atomic);
	}
	take_turn(&load_class, atomic, 0);
	check(self, atomic, ACCESS_READS);
	if (board->order.weak)
		stale = spinning_allows_stale(self, pc, address);
	value = model_load(self, locate(atomic), atomic->order, &stale);
	if (board->order.weak)
		spinning_was_stale(self, pc, address, stale);
	spinning_loaded(self, pc, address, (uint64_t)value);
	return value;
}

void atomics_store(struct thread *self, const struct atomic *atomic, wide value)
{
	struct location *location;

	if (!point_multithreaded) {
		check(self, atomic, ACCESS_WRITES);
		memory_write(atomic, value);
		return;
	}
	take_turn(&store_class, atomic, EVENT_WRITES);
	check(self, atomic, ACCESS_WRITES);
	location = locate(atomic);
	if (location_newest(location)->value != cut(atomic, value))
		spinning_changed(self);
	model_store(self, location, cut(atomic, value), atomic->order, false);
	memory_write(atomic, value);
}

/* One that writes what was there already changed nothing: so spins a lock's test-and-set. */
static void replace(struct thread *self, const struct atomic *atomic, wide old,
		    wide value)
{
	struct location *location = locate(atomic);

	model_read_newest(self, location, atomic->order);
	model_store(self, location, value, atomic->order, true);
	memory_write(atomic, value);
	if (value != old)
		spinning_changed(self);
}

wide atomics_rmw(struct thread *self, const struct atomic *atomic, enum rmw rmw,
		 wide operand)
{
	wide old;

	if (point_multithreaded)
		take_turn(&rmw_class, atomic, EVENT_WRITES);
	check(self, atomic, ACCESS_WRITES);
	old = memory_read(atomic);
	if (point_multithreaded)
		replace(self, atomic, old,
			cut(atomic, atomics_combine(rmw, old, operand)));
	else
		memory_write(atomic, atomics_combine(rmw, old, operand));
	return old;
}

wide atomics_compare_exchange(struct thread *self, const struct atomic *atomic,
			      wide expected, wide desired, enum memory_order failure)
{
	bool equal;
	wide old;

	if (point_multithreaded)
		take_turn(&rmw_class, atomic, EVENT_WRITES);
	old = memory_read(atomic);
	equal = old == cut(atomic, expected);
	check(self, atomic, equal ? ACCESS_WRITES : ACCESS_READS);
	if (!point_multithreaded) {
		if (equal)
			memory_write(atomic, desired);
	} else if (equal) {
		replace(self, atomic, old, cut(atomic, desired));
	} else {
		model_read_newest(self, locate(atomic), failure);
		point_failed();
		if (self->event != NULL)
			self->event->flags &= (uint8_t)~EVENT_WRITES;
	}
	return old;
}

void atomics_fence(struct thread *self, enum memory_order order, uint64_t pc)
{
	if (!point_multithreaded)
		return;
	point(&(struct op){.class = &fence_class, .pc = pc});
	model_fence(self, order);
}

static struct location *place(uint64_t address)
{
	return locate(&(struct atomic){.address = address, .size = 1});
}

void atomics_acquire(struct thread *self, uint64_t address)
{
	if (point_multithreaded)
		model_read_newest(self, place(address), ORDER_ACQUIRE);
}

void atomics_release(struct thread *self, uint64_t address)
{
	struct location *location;

	if (!point_multithreaded)
		return;
	location = place(address);
	model_store(self, location, location_newest(location)->value, ORDER_RELEASE,
		    true);
}

void atomics_object(struct thread *self, const struct atomic *atomic, enum op_kind kind)
{
	bool writes = kind != OP_LOAD;

	if (point_multithreaded)
		take_turn(kind == OP_LOAD    ? &load_class
			  : kind == OP_STORE ? &store_class
					     : &rmw_class,
			  atomic, writes ? EVENT_WRITES : 0);
	check(self, atomic, writes ? ACCESS_WRITES : ACCESS_READS);
	if (kind != OP_STORE)
		atomics_acquire(self, atomic->address);
	if (writes)
		atomics_release(self, atomic->address);
}
