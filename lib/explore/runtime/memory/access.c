/* SPDX-License-Identifier: MIT */
#include "access.h"
#include "heap.h"
#include "patience.h"
#include "point.h"
#include "race.h"
#include "shadow.h"
#include "verdict.h"

static const struct op_class read_class = {.kind = OP_READ};
static const struct op_class write_class = {.kind = OP_WRITE};
static const struct op_class free_class = {.kind = OP_FREE};

static const struct op_class *class_of(uint8_t flags)
{
	if (flags & ACCESS_FREES)
		return &free_class;
	return flags & ACCESS_WRITES ? &write_class : &read_class;
}

/* Another thread has touched these bytes, as far as is known, so that it may see what a write
 * to them changes.  A counter in a loop that waits is not progress. */
static bool is_shared(const struct thread *self, const struct access *access)
{
	const struct shadow_cell *cell = shadow_cell_known(access->address);

	if (board->order.races_matter == 0 || access->size > sizeof(uint64_t))
		return true;
	for (unsigned i = 0; cell != NULL && i < SHADOW_SLOTS; i++)
		if (cell->slot[i].who != 0 &&
		    shadow_thread_slot(&cell->slot[i]) != self->slot)
			return true;
	return false;
}

/* A replay knows no racing places: it finds its switches in the moves, which point_plain
 * follows. */
void access_turn(const struct thread *self, const struct access *access)
{
	bool writes = access->flags & ACCESS_WRITES;
	struct op op;

	patience_count(access->pc);
	if (!point_multithreaded)
		return;
	op = (struct op){
		.class = class_of(access->flags),
		.address = access->address,
		.pc = access->pc,
		.size = (uint32_t)access->size,
		.flags = writes && is_shared(self, access) ? EVENT_WRITES : 0,
	};
	if (board->order.every_access || race_known_at(access->pc))
		point(&op);
	else
		point_plain(&op);
}

static void use_after_free(const struct thread *self, const struct access *access,
			   uint64_t address)
{
	struct freed_block block;
	char story[MAX_STORY];

	if (!heap_freed(address, &block))
		return;
	heap_mention(address);
	heap_tell(&block, story);
	verdict_fail(VERDICT_USE_AFTER_FREE,
		     "<#%u> %s <&%lx> at <@%lx> in freed memory: %s", self->number,
		     access->flags & ACCESS_WRITES ? "writes" : "reads", address,
		     access->pc, story);
}

static bool conflict(unsigned a, unsigned b)
{
	return ((a | b) & ACCESS_WRITES) && !(a & b & ACCESS_ATOMIC);
}

/* Whatever will race with `old` will race with `now` too, if old happens before now. */
static bool stands_for(const struct shadow_slot *now, const struct shadow_slot *old)
{
	unsigned flags = shadow_flags(now), old_flags = shadow_flags(old);

	return (shadow_mask(old) & ~shadow_mask(now)) == 0 &&
	       (!(old_flags & ACCESS_WRITES) || (flags & ACCESS_WRITES)) &&
	       (!(flags & ACCESS_ATOMIC) || (old_flags & ACCESS_ATOMIC));
}

static bool happened(const struct thread *self, const struct shadow_slot *old)
{
	return shadow_clock(old) <= self->clock.at[shadow_thread_slot(old)];
}

/* Whether nothing is lost if `now` takes the place of `old`. */
static bool supersedes(const struct thread *self, const struct shadow_slot *now,
		       const struct shadow_slot *old)
{
	return old->who != 0 && stands_for(now, old) &&
	       (shadow_thread_slot(old) == self->slot || happened(self, old));
}

/* Those that it supersedes go.  If all others must stay, one is lost: which depends on the
 * place in the program alone, so that a replay loses the same. */
static void remember(const struct thread *self, struct shadow_cell *cell,
		     const struct shadow_slot *now)
{
	struct shadow_slot *place = NULL;

	for (unsigned i = 0; i < SHADOW_SLOTS; i++) {
		struct shadow_slot *old = &cell->slot[i];

		if (supersedes(self, now, old))
			*old = (struct shadow_slot){0};
		if (old->who == 0 && place == NULL)
			place = old;
	}
	if (place == NULL)
		place = &cell->slot[(shadow_pc(now) >> 2) % SHADOW_SLOTS];
	*place = *now;
}

static void check_cell(const struct thread *self, struct shadow_cell *cell,
		       const struct shadow_slot *now, const struct access *access)
{
	for (unsigned i = 0; i < SHADOW_SLOTS; i++) {
		const struct shadow_slot *old = &cell->slot[i];

		if (old->who != 0 && shadow_thread_slot(old) != self->slot &&
		    (shadow_mask(old) & shadow_mask(now)) != 0 &&
		    conflict(shadow_flags(old), shadow_flags(now)) &&
		    !happened(self, old))
			race_found(self, access, old);
	}
	if (!(access->flags & ACCESS_FREES))
		remember(self, cell, now);
}

/* The same place did the same to the same bytes, and nothing has happened since. */
static bool is_repeated(const struct shadow_cell *cell, const struct shadow_slot *now)
{
	for (unsigned i = 0; i < SHADOW_SLOTS; i++)
		if (cell->slot[i].who == now->who && cell->slot[i].where == now->where)
			return true;
	return false;
}

static void check_granule(const struct thread *self, const struct access *access,
			  uint64_t address, unsigned mask)
{
	uint64_t clock = self->clock.at[self->slot], slot = self->slot;
	uint64_t flags = access->flags, number = self->number;
	struct shadow_slot now = {
		.who = clock | slot << 32 | (uint64_t)mask << 40 | flags << 48,
		.where = (access->pc & SHADOW_PC) | number << 48,
	};
	struct shadow_cell *cell = shadow_cell_known(address);

	if (cell == NULL && !(access->flags & ACCESS_FREES))
		cell = shadow_cell(address);
	if (cell != NULL && !is_repeated(cell, &now))
		check_cell(self, cell, &now, access);
}

void access_check(const struct thread *self, const struct access *access)
{
	uint64_t end = access->address + access->size;
	bool check = point_multithreaded && board->order.races_matter != 0;

	for (uint64_t at = access->address; at < end;) {
		uint64_t next = (at | 7) + 1 < end ? (at | 7) + 1 : end;

		if (shadow_freed(at))
			use_after_free(self, access, at);
		if (check)
			check_granule(self, access, at,
				      ((1u << (next - at)) - 1) << (at & 7));
		at = next;
	}
}

void access_plain(const struct thread *self, const struct access *access)
{
	access_turn(self, access);
	access_check(self, access);
}

void access_thread_begins(const struct thread *thread)
{
	shadow_drop(thread->stack_low, thread->stack_high - thread->stack_low);
}
