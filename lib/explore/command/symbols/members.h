/* SPDX-License-Identifier: MIT */
/* members - what lies at an offset of a variable: ".queue.lock", "[2].count".
 *
 * Known from the program's debug information (DWARF 4 and 5), read once, as far as it is
 * needed for that.
 */
#ifndef EXPLORE_MEMBERS_H
#define EXPLORE_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dwarf.h"

/* A variable with a fixed address, and where its type is described. */
struct member_variable {
	uint64_t address;
	struct dwarf_unit *unit;
	uint64_t type;
};

struct members {
	bool read;
	struct dwarf dwarf;
	struct member_variable *variable; /* sorted by address */
	size_t count;
};

/* Writes what lies at an offset of the variable at an address of the file, and returns how
 * far behind its beginning the offset is; the whole offset if nothing is known. */
uint64_t members_name(struct members *members, const struct elf *elf, uint64_t address,
		      uint64_t offset, char *name, size_t size);
void members_free(struct members *members);

#endif
