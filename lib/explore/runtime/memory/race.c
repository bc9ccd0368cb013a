/* SPDX-License-Identifier: MIT */
#include "race.h"
#include "verdict.h"

bool race_known_at(uint64_t pc)
{
	const struct order *order = &board->order;
	uint32_t at = hash_of_pc(pc);

	if (order->racy_count == 0)
		return false;
	for (; order->racy[at] != 0; at = (at + 1) & (MAX_RACY - 1))
		if (order->racy[at] == pc)
			return true;
	return false;
}

static void note_place(uint64_t pc)
{
	struct report *report = &board->report;

	if (race_known_at(pc) || report->racy_found == MAX_RACES * 2)
		return;
	for (uint32_t i = 0; i < report->racy_found; i++)
		if (report->racy_new[i] == pc)
			return;
	report->racy_new[report->racy_found++] = pc;
}

static bool is_same(const struct race *race, const struct shadow_slot *before,
		    uint64_t pc)
{
	return (race->pc[0] == shadow_pc(before) && race->pc[1] == pc) ||
	       (race->pc[0] == pc && race->pc[1] == shadow_pc(before));
}

/* The call of the function in which the thread is. */
static uint64_t caller_of(const struct thread *thread)
{
	return thread->depth > 0 && thread->depth <= MAX_DEPTH
		       ? thread->stack[thread->depth - 1] - 1
		       : 0;
}

static void note_pair(const struct thread *self, const struct access *now,
		      const struct shadow_slot *before)
{
	struct report *report = &board->report;

	for (uint32_t i = 0; i < report->races; i++)
		if (is_same(&report->race[i], before, now->pc))
			return;
	if (report->races == MAX_RACES)
		return;
	report->race[report->races++] = (struct race){
		.address = now->address,
		.pc = {shadow_pc(before), now->pc},
		.caller = {0, caller_of(self)},
		.thread = {(uint16_t)shadow_number(before), (uint16_t)self->number},
		.writes = {(shadow_flags(before) & ACCESS_WRITES) != 0,
			   (now->flags & ACCESS_WRITES) != 0},
		.atomic = {(shadow_flags(before) & ACCESS_ATOMIC) != 0,
			   (now->flags & ACCESS_ATOMIC) != 0},
		.frees = {(shadow_flags(before) & ACCESS_FREES) != 0,
			  (now->flags & ACCESS_FREES) != 0},
		.size = (uint32_t)now->size,
	};
}

static const char *does(unsigned flags)
{
	if (flags & ACCESS_FREES)
		return "frees";
	if (flags & ACCESS_ATOMIC)
		return flags & ACCESS_WRITES ? "atomically writes" : "atomically reads";
	return flags & ACCESS_WRITES ? "writes" : "reads";
}

static const char *did(unsigned flags)
{
	if (flags & ACCESS_FREES)
		return "freed";
	if (flags & ACCESS_ATOMIC)
		return flags & ACCESS_WRITES ? "atomically wrote" : "atomically read";
	return flags & ACCESS_WRITES ? "wrote" : "read";
}

void race_found(const struct thread *self, const struct access *now,
		const struct shadow_slot *before)
{
	if (board->order.races_matter == 0)
		return;
	note_place(shadow_pc(before));
	note_place(now->pc);
	note_pair(self, now, before);
	if (board->order.races_matter == 2)
		verdict_fail(
			VERDICT_RACE,
			"<#%u> %s <&%lx> at <@%lx>, not ordered with <#%u>, which %s it "
			"at <@%lx>",
			self->number, does(now->flags), now->address, now->pc,
			shadow_number(before), did(shadow_flags(before)),
			shadow_pc(before));
}
