/* SPDX-License-Identifier: MIT */
#include "types.h"

/* No type has more names that only stand for another; damaged information may say so. */
enum { MOST_NAMES = 64 };

static bool read_type(struct dwarf *dwarf, uint64_t type, struct dwarf_entry *entry)
{
	struct dwarf_unit *unit = type != 0 ? dwarf_unit_at(dwarf, type) : NULL;

	return unit != NULL && dwarf_entry_at(dwarf, unit, type, entry);
}

bool types_resolve(struct dwarf *dwarf, uint64_t type, struct dwarf_entry *entry)
{
	for (unsigned level = 0; level < MOST_NAMES; level++) {
		if (!read_type(dwarf, type, entry))
			return false;
		if (entry->tag != TAG_TYPEDEF && entry->tag != TAG_CONST &&
		    entry->tag != TAG_VOLATILE && entry->tag != TAG_ATOMIC)
			return true;
		type = entry->type;
	}
	return false;
}

void types_each_child(struct dwarf *dwarf, const struct dwarf_entry *parent,
		      visit_child *visit, void *context)
{
	struct dwarf_unit *unit = dwarf_unit_at(dwarf, parent->next - 1);
	uint64_t place = parent->next;
	struct dwarf_entry child;
	unsigned depth = 0;

	while (parent->children && unit != NULL &&
	       dwarf_entry_at(dwarf, unit, place, &child)) {
		place = child.next;
		if (child.tag == 0 && depth-- == 0)
			return;
		if (child.tag != 0 && depth == 0 && visit(context, &child))
			return;
		depth += child.children;
	}
}

static bool count_elements(void *context, const struct dwarf_entry *child)
{
	uint64_t *count = context;

	if (child->tag == TAG_SUBRANGE)
		*count *= child->count;
	return false;
}

uint64_t types_size(struct dwarf *dwarf, const struct dwarf_entry *type)
{
	struct dwarf_entry element;
	uint64_t size = 1;

	if (type->size != UINT64_MAX)
		return type->size;
	if (type->tag == TAG_POINTER)
		return sizeof(void *);
	if (type->tag != TAG_ARRAY || !types_resolve(dwarf, type->type, &element) ||
	    element.tag == TAG_ARRAY)
		return 0;
	types_each_child(dwarf, type, count_elements, &size);
	return size * types_size(dwarf, &element);
}
