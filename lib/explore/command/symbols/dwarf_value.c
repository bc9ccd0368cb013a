/* SPDX-License-Identifier: MIT */
#include "dwarf_value.h"

#include <string.h>

/* -- numbers ------------------------------------------------------------------------------- */

struct cursor cursor_at(struct dwarf_part part, uint64_t offset)
{
	if (part.data == NULL || offset > part.size)
		return (struct cursor){.bad = true};
	return (struct cursor){.at = part.data + offset, .end = part.data + part.size};
}

const unsigned char *cursor_skip(struct cursor *cursor, uint64_t size)
{
	const unsigned char *at = cursor->at;

	if (cursor->bad || size > (uint64_t)(cursor->end - at)) {
		cursor->bad = true;
		return NULL;
	}
	cursor->at += size;
	return at;
}

uint64_t cursor_number(struct cursor *cursor, unsigned size)
{
	const unsigned char *bytes = cursor_skip(cursor, size);
	uint64_t number = 0;

	for (unsigned i = 0; bytes != NULL && i < size && i < 8; i++)
		number |= (uint64_t)bytes[i] << (8 * i);
	return number;
}

/* Seven bits a byte, the lowest first; the eighth says that more follow. */
static uint64_t leb(struct cursor *cursor, unsigned *bits, unsigned char *last)
{
	uint64_t number = 0;

	*bits = 0;
	do {
		*last = (unsigned char)cursor_number(cursor, 1);
		if (*bits < 64)
			number |= (uint64_t)(*last & 0x7f) << *bits;
		*bits += 7;
	} while (*last & 0x80);
	return number;
}

uint64_t cursor_leb(struct cursor *cursor)
{
	unsigned bits;
	unsigned char last;

	return leb(cursor, &bits, &last);
}

int64_t cursor_signed_leb(struct cursor *cursor)
{
	unsigned bits;
	unsigned char last;
	uint64_t number = leb(cursor, &bits, &last);

	if ((last & 0x40) && bits < 64)
		number |= UINT64_MAX << bits;
	return (int64_t)number;
}

/* -- texts and addresses that are elsewhere ------------------------------------------------ */

static const char *text_of(struct dwarf_part part, uint64_t offset)
{
	if (part.data == NULL || offset >= part.size ||
	    memchr(part.data + offset, 0, part.size - offset) == NULL)
		return NULL;
	return (const char *)part.data + offset;
}

static const char *indexed_text(const struct dwarf *dwarf, const struct dwarf_unit *unit,
				uint64_t index)
{
	struct cursor cursor = cursor_at(dwarf->str_offsets,
					 unit->texts_base + index * unit->offset_size);
	uint64_t offset = cursor_number(&cursor, unit->offset_size);

	return cursor.bad ? NULL : text_of(dwarf->str, offset);
}

uint64_t dwarf_location(const struct dwarf *dwarf, const struct dwarf_unit *unit,
			struct dwarf_value value)
{
	enum { OP_ADDRESS = 0x03, OP_INDEXED_ADDRESS = 0xa1 };
	struct cursor cursor = {.at = value.block, .end = value.block + value.number};
	uint64_t address, op;

	if (value.block == NULL || value.number == 0)
		return UINT64_MAX;
	op = cursor_number(&cursor, 1);
	if (op == OP_ADDRESS) {
		address = cursor_number(&cursor, unit->address_size);
		return cursor.bad || cursor.at != cursor.end ? UINT64_MAX : address;
	}
	if (op != OP_INDEXED_ADDRESS)
		return UINT64_MAX;
	cursor = cursor_at(dwarf->addr, unit->addresses_base +
						cursor_leb(&cursor) * unit->address_size);
	address = cursor_number(&cursor, unit->address_size);
	return cursor.bad ? UINT64_MAX : address;
}

/* -- forms --------------------------------------------------------------------------------- */

enum what { NOTHING, NUMBER, BLOCK, HERE, TEXT, LINE_TEXT, INDEX, IN_UNIT, CONSTANT };

/* In how many bytes; or a size that the unit or the value itself tells. */
enum { OFFSET = 100, ADDRESS, LEB, SIGNED_LEB };

/* What a form holds. */
static const struct {
	enum what what;
	unsigned size;
} forms[] = {
	[0x01] = {NUMBER, ADDRESS},    /* addr */
	[0x03] = {BLOCK, 2},	       /* block2 */
	[0x04] = {BLOCK, 4},	       /* block4 */
	[0x05] = {NUMBER, 2},	       /* data2 */
	[0x06] = {NUMBER, 4},	       /* data4 */
	[0x07] = {NUMBER, 8},	       /* data8 */
	[0x08] = {HERE, 0},	       /* string */
	[0x09] = {BLOCK, LEB},	       /* block */
	[0x0a] = {BLOCK, 1},	       /* block1 */
	[0x0b] = {NUMBER, 1},	       /* data1 */
	[0x0c] = {NUMBER, 1},	       /* flag */
	[0x0d] = {NUMBER, SIGNED_LEB}, /* sdata */
	[0x0e] = {TEXT, OFFSET},       /* strp */
	[0x0f] = {NUMBER, LEB},	       /* udata */
	[0x10] = {NUMBER, OFFSET},     /* ref_addr */
	[0x11] = {IN_UNIT, 1},	       /* ref1 */
	[0x12] = {IN_UNIT, 2},	       /* ref2 */
	[0x13] = {IN_UNIT, 4},	       /* ref4 */
	[0x14] = {IN_UNIT, 8},	       /* ref8 */
	[0x15] = {IN_UNIT, LEB},       /* ref_udata */
	[0x17] = {NUMBER, OFFSET},     /* sec_offset */
	[0x18] = {BLOCK, LEB},	       /* exprloc */
	[0x19] = {NUMBER, 0},	       /* flag_present */
	[0x1a] = {INDEX, LEB},	       /* strx */
	[0x1b] = {NUMBER, LEB},	       /* addrx */
	[0x1c] = {NUMBER, 4},	       /* ref_sup4 */
	[0x1d] = {NUMBER, OFFSET},     /* strp_sup */
	[0x1e] = {NUMBER, 16},	       /* data16 */
	[0x1f] = {LINE_TEXT, OFFSET},  /* line_strp */
	[0x20] = {NUMBER, 8},	       /* ref_sig8 */
	[0x21] = {CONSTANT, 0},	       /* implicit_const */
	[0x22] = {NUMBER, LEB},	       /* loclistx */
	[0x23] = {NUMBER, LEB},	       /* rnglistx */
	[0x24] = {NUMBER, 8},	       /* ref_sup8 */
	[0x25] = {INDEX, 1},	       /* strx1 */
	[0x26] = {INDEX, 2},	       /* strx2 */
	[0x27] = {INDEX, 3},	       /* strx3 */
	[0x28] = {INDEX, 4},	       /* strx4 */
	[0x29] = {NUMBER, 1},	       /* addrx1 */
	[0x2a] = {NUMBER, 2},	       /* addrx2 */
	[0x2b] = {NUMBER, 3},	       /* addrx3 */
	[0x2c] = {NUMBER, 4},	       /* addrx4 */
};
static uint64_t sized(const struct dwarf_unit *unit, struct cursor *cursor, unsigned size)
{
	switch (size) {
	case OFFSET:
		return cursor_number(cursor, unit->offset_size);
	case ADDRESS:
		return cursor_number(cursor, unit->address_size);
	case SIGNED_LEB:
		return (uint64_t)cursor_signed_leb(cursor);
	case LEB:
		return cursor_leb(cursor);
	default:
		return cursor_number(cursor, size);
	}
}

struct dwarf_value dwarf_value_read(const struct dwarf *dwarf,
				    const struct dwarf_unit *unit, struct cursor *cursor,
				    uint64_t form, int64_t constant)
{
	enum { INDIRECT = 0x16 };
	struct dwarf_value value = {0};

	if (form == INDIRECT)
		form = cursor_leb(cursor);
	if (form >= sizeof forms / sizeof forms[0] || forms[form].what == NOTHING) {
		cursor->bad = true;
		return value;
	}
	if (forms[form].what == HERE) {
		size_t length = strnlen((const char *)cursor->at,
					(size_t)(cursor->end - cursor->at));

		value.text = (const char *)cursor_skip(cursor, length + 1);
		return value;
	}
	value.number = sized(unit, cursor, forms[form].size);
	switch (forms[form].what) {
	case BLOCK:
		value.block = cursor_skip(cursor, value.number);
		break;
	case TEXT:
		value.text = text_of(dwarf->str, value.number);
		break;
	case LINE_TEXT:
		value.text = text_of(dwarf->line_str, value.number);
		break;
	case INDEX:
		value.text = indexed_text(dwarf, unit, value.number);
		break;
	case IN_UNIT:
		value.number += unit->start;
		break;
	case CONSTANT:
		value.number = (uint64_t)constant;
		break;
	default:
		break;
	}
	return value;
}
