/* SPDX-License-Identifier: MIT */
/* dwarf - as much of the debug information (DWARF 2 to 5) as the names of members need.
 *
 * It is a tree of entries, one unit a source file: a variable, its type, the type's members.
 * Here the entries of a unit are read one after the other, as they lie in the file.
 *
 * What cannot be read (compressed, in another file, damaged) ends a unit, nothing more.
 */
#ifndef EXPLORE_DWARF_H
#define EXPLORE_DWARF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "elf.h"

enum dwarf_tag {
	TAG_ARRAY = 0x01,
	TAG_CLASS = 0x02,
	TAG_MEMBER = 0x0d,
	TAG_POINTER = 0x0f,
	TAG_STRUCTURE = 0x13,
	TAG_TYPEDEF = 0x16,
	TAG_UNION = 0x17,
	TAG_INHERITANCE = 0x1c,
	TAG_SUBRANGE = 0x21,
	TAG_CONST = 0x26,
	TAG_VARIABLE = 0x34,
	TAG_VOLATILE = 0x35,
	TAG_ATOMIC = 0x47,
};

struct dwarf_part {
	const unsigned char *data;
	size_t size;
};

struct dwarf_unit {
	uint64_t start, first,
		end; /* in the section of entries; first is its first entry */
	unsigned version, address_size, offset_size;
	uint64_t texts_base, addresses_base;
	const unsigned char *
		*form; /* how entries of each kind are written, by their code */
	size_t forms;
};

struct dwarf {
	struct dwarf_part info, abbrev, str, line_str, str_offsets, addr;
	struct dwarf_unit *unit; /* in the order of their place */
	size_t units;
};

struct dwarf_entry {
	unsigned tag;  /* 0 ends a list of children */
	bool children; /* they follow, and then an entry with tag 0 */
	uint64_t next; /* where the next entry begins */
	const char *name;
	uint64_t type, specification; /* places of entries, 0 for none */
	uint64_t address; /* of a variable; UINT64_MAX if it has no fixed one */
	uint64_t offset;  /* of a member */
	uint64_t size;	  /* of a type; UINT64_MAX if it does not say */
	uint64_t count;	  /* of a dimension; 0 if it does not say */
	uint64_t texts_base, addresses_base; /* of the unit that begins with this entry */
};

void dwarf_read(struct dwarf *dwarf, const struct elf *elf);
void dwarf_free(struct dwarf *dwarf);

/* The unit in which the entry at a place is, or NULL. */
struct dwarf_unit *dwarf_unit_at(struct dwarf *dwarf, uint64_t place);

/* Reads the entry at a place; false behind the last one of the unit. */
bool dwarf_entry_at(const struct dwarf *dwarf, const struct dwarf_unit *unit,
		    uint64_t place, struct dwarf_entry *entry);

#endif
