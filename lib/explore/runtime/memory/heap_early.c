/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "heap_early.h"
#include "real.h"

static _Alignas(HEAP_EARLY_ALIGNMENT) char early[32 << 10];
static size_t used;

bool heap_early_over(void)
{
	static bool finding;

	if (real.malloc != NULL || finding)
		return real.malloc != NULL;
	finding = true;
	real_find();
	finding = false;
	return real.malloc != NULL;
}

void *heap_early_allocate(size_t size)
{
	size_t room = (size + HEAP_EARLY_ALIGNMENT - 1) / HEAP_EARLY_ALIGNMENT *
		      HEAP_EARLY_ALIGNMENT;
	void *memory = &early[used];

	if (room < size || room > sizeof early - used)
		return NULL;
	used += room;
	return memory;
}

bool heap_early_owns(const void *memory)
{
	return (const char *)memory >= early &&
	       (const char *)memory < early + sizeof early;
}

void *heap_early_move(const void *memory, void *to, size_t size)
{
	size_t most = (size_t)(early + sizeof early - (const char *)memory);

	if (to != NULL)
		memmove(to, memory, size < most ? size : most);
	return to;
}
