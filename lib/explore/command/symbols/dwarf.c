/* SPDX-License-Identifier: MIT */
#include "dwarf.h"

#include <stdlib.h>

#include "dwarf_value.h"
#include "runner.h"

enum { MOST_FORMS = 1 << 16, CONSTANT_FORM = 0x21 };

/* -- units --------------------------------------------------------------------------------- */

/* The declarations of a unit's entries: code, tag, whether children follow, and pairs of
 * attribute and form up to two zeros.  Each is found by its code then. */
static void read_forms(const struct dwarf *dwarf, struct dwarf_unit *unit,
		       uint64_t offset)
{
	struct cursor cursor = cursor_at(dwarf->abbrev, offset);
	const unsigned char **more;

	for (;;) {
		uint64_t code = cursor_leb(&cursor), attribute, form;

		if (cursor.bad || code == 0 || code >= MOST_FORMS)
			return;
		if (code >= unit->forms) {
			more = realloc(unit->form, (code + 64) * sizeof *more);
			if (more == NULL)
				die("out of memory");
			for (size_t i = unit->forms; i < code + 64; i++)
				more[i] = NULL;
			unit->form = more;
			unit->forms = code + 64;
		}
		unit->form[code] = cursor.at;
		cursor_leb(&cursor);
		cursor_number(&cursor, 1);
		do {
			attribute = cursor_leb(&cursor);
			form = cursor_leb(&cursor);
			if (form == CONSTANT_FORM)
				cursor_signed_leb(&cursor);
		} while ((attribute != 0 || form != 0) && !cursor.bad);
	}
}

static void add_unit(struct dwarf *dwarf, struct dwarf_unit unit)
{
	struct dwarf_unit *more;

	if ((dwarf->units & (dwarf->units - 1)) == 0) {
		more = realloc(dwarf->unit, (2 * dwarf->units + 1) * sizeof *more);
		if (more == NULL)
			die("out of memory");
		dwarf->unit = more;
	}
	dwarf->unit[dwarf->units++] = unit;
}

/* Reads a unit's head at a place; returns where the next unit begins, 0 if there is none. */
static uint64_t read_unit(struct dwarf *dwarf, uint64_t place)
{
	enum { TYPE_UNIT = 2, SKELETON = 4, SPLIT_TYPE = 6 };
	struct cursor cursor = cursor_at(dwarf->info, place);
	uint64_t length = cursor_number(&cursor, 4), forms, kind = 0;
	struct dwarf_unit unit = {.start = place, .offset_size = 4};
	struct dwarf_entry entry;

	if (length == 0xffffffff) {
		length = cursor_number(&cursor, 8);
		unit.offset_size = 8;
	}
	if (cursor.bad || length == 0 || length > (uint64_t)(cursor.end - cursor.at))
		return 0;
	unit.end = (uint64_t)(cursor.at - dwarf->info.data) + length;
	unit.version = (unsigned)cursor_number(&cursor, 2);
	if (unit.version < 2 || unit.version > 5)
		return unit.end;
	if (unit.version == 5) {
		kind = cursor_number(&cursor, 1);
		unit.address_size = (unsigned)cursor_number(&cursor, 1);
		forms = cursor_number(&cursor, unit.offset_size);
	} else {
		forms = cursor_number(&cursor, unit.offset_size);
		unit.address_size = (unsigned)cursor_number(&cursor, 1);
	}
	if (kind == TYPE_UNIT || kind == SPLIT_TYPE)
		cursor_skip(&cursor, 8 + unit.offset_size);
	else if (kind >= SKELETON)
		cursor_skip(&cursor, 8);
	unit.first = (uint64_t)(cursor.at - dwarf->info.data);
	read_forms(dwarf, &unit, forms);
	if (dwarf_entry_at(dwarf, &unit, unit.first, &entry)) {
		unit.texts_base = entry.texts_base;
		unit.addresses_base = entry.addresses_base;
	}
	add_unit(dwarf, unit);
	return unit.end;
}

struct dwarf_unit *dwarf_unit_at(struct dwarf *dwarf, uint64_t place)
{
	size_t low = 0, high = dwarf->units;

	while (low < high) {
		size_t middle = (low + high) / 2;
		struct dwarf_unit *unit = &dwarf->unit[middle];

		if (place < unit->start)
			high = middle;
		else if (place >= unit->end)
			low = middle + 1;
		else
			return unit;
	}
	return NULL;
}

static struct dwarf_part part_of(const struct elf *elf, const char *name)
{
	struct dwarf_part part = {0};

	part.data = elf_section(elf, name, &part.size);
	return part;
}

void dwarf_read(struct dwarf *dwarf, const struct elf *elf)
{
	uint64_t place = 0;

	*dwarf = (struct dwarf){.info = part_of(elf, ".debug_info"),
				.abbrev = part_of(elf, ".debug_abbrev"),
				.str = part_of(elf, ".debug_str"),
				.line_str = part_of(elf, ".debug_line_str"),
				.str_offsets = part_of(elf, ".debug_str_offsets"),
				.addr = part_of(elf, ".debug_addr")};
	if (dwarf->info.data == NULL || dwarf->abbrev.data == NULL)
		return;
	do
		place = read_unit(dwarf, place);
	while (place != 0);
}

void dwarf_free(struct dwarf *dwarf)
{
	for (size_t i = 0; i < dwarf->units; i++)
		free(dwarf->unit[i].form);
	free(dwarf->unit);
	*dwarf = (struct dwarf){0};
}

/* -- entries ------------------------------------------------------------------------------- */

static void keep(const struct dwarf *dwarf, const struct dwarf_unit *unit,
		 struct dwarf_entry *entry, uint64_t attribute, struct dwarf_value value)
{
	enum { MEMBER_OFFSET = 0x23 }; /* an operation, in old information */

	switch (attribute) {
	case 0x02: /* location */
		entry->address = dwarf_location(dwarf, unit, value);
		break;
	case 0x03: /* name */
		entry->name = value.text;
		break;
	case 0x0b: /* byte_size */
		entry->size = value.number;
		break;
	case 0x2f: /* upper_bound; that of an array without a size is no number */
		entry->count = value.block == NULL ? value.number + 1 : 0;
		break;
	case 0x37: /* count */
		entry->count = value.block == NULL ? value.number : 0;
		break;
	case 0x38: /* data_member_location */
		if (value.block == NULL) {
			entry->offset = value.number;
		} else if (value.number > 1 && value.block[0] == MEMBER_OFFSET) {
			struct cursor cursor = {value.block + 1,
						value.block + value.number, false};

			entry->offset = cursor_leb(&cursor);
		}
		break;
	case 0x47: /* specification */
		entry->specification = value.number;
		break;
	case 0x49: /* type */
		entry->type = value.number;
		break;
	case 0x72: /* str_offsets_base */
		entry->texts_base = value.number;
		break;
	case 0x73: /* addr_base */
		entry->addresses_base = value.number;
		break;
	default:
		break;
	}
}

bool dwarf_entry_at(const struct dwarf *dwarf, const struct dwarf_unit *unit,
		    uint64_t place, struct dwarf_entry *entry)
{
	struct dwarf_part part = {dwarf->info.data, unit->end};
	struct cursor cursor = cursor_at(part, place), how;
	uint64_t code = cursor_leb(&cursor);

	*entry = (struct dwarf_entry){.address = UINT64_MAX, .size = UINT64_MAX};
	entry->next = (uint64_t)(cursor.at - dwarf->info.data);
	if (cursor.bad || place >= unit->end)
		return false;
	if (code == 0)
		return true;
	if (code >= unit->forms || unit->form[code] == NULL)
		return false;
	how = (struct cursor){.at = unit->form[code],
			      .end = dwarf->abbrev.data + dwarf->abbrev.size};
	entry->tag = (unsigned)cursor_leb(&how);
	entry->children = cursor_number(&how, 1) != 0;
	for (;;) {
		uint64_t attribute = cursor_leb(&how), form = cursor_leb(&how);
		int64_t constant = form == CONSTANT_FORM ? cursor_signed_leb(&how) : 0;

		if (how.bad || cursor.bad)
			return false;
		if (attribute == 0 && form == 0)
			break;
		keep(dwarf, unit, entry, attribute,
		     dwarf_value_read(dwarf, unit, &cursor, form, constant));
	}
	entry->next = (uint64_t)(cursor.at - dwarf->info.data);
	return true;
}
