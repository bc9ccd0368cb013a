/* SPDX-License-Identifier: MIT */
/* heap_report - what reports say of blocks of the heap.
 */
#include "blocks.h"
#include "heap.h"
#include "shadow.h"
#include "verdict.h"

void heap_tell(const struct freed_block *block, char story[MAX_STORY])
{
	struct text text = text_in(story, MAX_STORY);

	text_add(&text, "a block of %lu bytes", block->size);
	if (block->made_at != 0)
		text_add(&text, ", made by <#%u> at <@%lx>", block->made_by,
			 block->made_at);
	text_add(&text, ", freed by <#%u> at <@%lx>", block->freed_by, block->freed_at);
}

bool heap_freed(uint64_t address, struct freed_block *out)
{
	const struct block *block;

	if (!shadow_freed(address))
		return false;
	blocks_sort();
	block = blocks_around(address);
	if (block == NULL || block->state != BLOCK_FREED)
		return false;
	*out = blocks_story(block);
	return true;
}

static void describe(uint64_t address)
{
	struct block *block = address != 0 ? blocks_around(address) : NULL;

	if (block == NULL || block->described || board->report.blocks == MAX_BLOCKS)
		return;
	block->described = true;
	board->report.block[board->report.blocks++] =
		(struct block_report){.address = block->address,
				      .size = block->size,
				      .made_at = block->made_at,
				      .made_by = (uint16_t)block->made_by};
}

void heap_mention(uint64_t address)
{
	blocks_sort();
	describe(address);
}

void heap_describe(void)
{
	const struct report *report = &board->report;

	blocks_sort();
	for (uint32_t i = 0; i < report->objects; i++)
		describe(report->object[i].address);
	for (uint32_t i = 0; i < report->races; i++)
		describe(report->race[i].address);
	for (uint32_t i = 0; i < report->threads && i < MAX_REPORTED; i++)
		describe(report->thread[i].pending.address);
	for (uint32_t i = 0; i < report->events; i++) {
		describe(report->event[i].address);
		describe(report->event[i].second);
	}
}
