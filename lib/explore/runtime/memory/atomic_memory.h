/* SPDX-License-Identifier: MIT */
/* atomic_memory - reads and writes the memory of an atomic object, of any size.
 *
 * In a controlled run nobody else is running, so plain accesses do.
 */
#ifndef EXPLORE_ATOMIC_MEMORY_H
#define EXPLORE_ATOMIC_MEMORY_H

#include "atomics.h"

static inline wide memory_read(const struct atomic *atomic)
{
	switch (atomic->size) {
	case 1:
		return *(const uint8_t *)atomic->address;
	case 2:
		return *(const uint16_t *)atomic->address;
	case 4:
		return *(const uint32_t *)atomic->address;
	case 8:
		return *(const uint64_t *)atomic->address;
	default:
		return *(const wide *)atomic->address;
	}
}

static inline void memory_write(const struct atomic *atomic, wide value)
{
	switch (atomic->size) {
	case 1:
		*(uint8_t *)atomic->address = (uint8_t)value;
		break;
	case 2:
		*(uint16_t *)atomic->address = (uint16_t)value;
		break;
	case 4:
		*(uint32_t *)atomic->address = (uint32_t)value;
		break;
	case 8:
		*(uint64_t *)atomic->address = (uint64_t)value;
		break;
	default:
		*(wide *)atomic->address = value;
		break;
	}
}

/* A value as the location holds it. */
static inline wide cut(const struct atomic *atomic, wide value)
{
	return atomic->size == sizeof value ? value
					    : value & (((wide)1 << 8 * atomic->size) - 1);
}

#endif
