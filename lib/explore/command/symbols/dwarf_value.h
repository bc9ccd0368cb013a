/* SPDX-License-Identifier: MIT */
/* dwarf_value - the numbers and texts of debug information, in all the forms there are.
 */
#ifndef EXPLORE_DWARF_VALUE_H
#define EXPLORE_DWARF_VALUE_H

#include "dwarf.h"

/* A place in a section; reading beyond its end gives 0 and makes it bad. */
struct cursor {
	const unsigned char *at, *end;
	bool bad;
};

struct cursor cursor_at(struct dwarf_part part, uint64_t offset);
uint64_t cursor_number(struct cursor *cursor, unsigned size);
uint64_t cursor_leb(struct cursor *cursor);
int64_t cursor_signed_leb(struct cursor *cursor);
const unsigned char *cursor_skip(struct cursor *cursor, uint64_t size);

struct dwarf_value {
	uint64_t number;	    /* of a reference: the place of the entry */
	const char *text;	    /* NULL if it is none */
	const unsigned char *block; /* number bytes; NULL if it is none */
};

/* Reads a value in a form; `constant` is that of a form which has it elsewhere. */
struct dwarf_value dwarf_value_read(const struct dwarf *dwarf,
				    const struct dwarf_unit *unit, struct cursor *cursor,
				    uint64_t form, int64_t constant);

/* The address that a location's expression gives, if it is only that; else UINT64_MAX. */
uint64_t dwarf_location(const struct dwarf *dwarf, const struct dwarf_unit *unit,
			struct dwarf_value value);

#endif
