/* SPDX-License-Identifier: MIT */
#include "members.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"

/* No type is nested deeper; damaged information may say that one is. */
enum { MOST_LEVELS = 64 };

/* -- variables ----------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const struct member_variable *one = a, *other = b;

	return (one->address > other->address) - (one->address < other->address);
}

static void add_variable(struct members *members, struct dwarf_unit *unit,
			 uint64_t address, uint64_t type)
{
	struct member_variable *more;

	if ((members->count & (members->count - 1)) == 0) {
		more = realloc(members->variable,
			       (2 * members->count + 1) * sizeof *more);
		if (more == NULL)
			die("out of memory");
		members->variable = more;
	}
	members->variable[members->count++] =
		(struct member_variable){.address = address, .unit = unit, .type = type};
}

/* One that was declared before, as C++ does with those of classes and namespaces, has its
 * type there. */
static void read_variables(struct members *members, struct dwarf_unit *unit)
{
	struct dwarf_entry entry, declared;
	uint64_t place = unit->first;

	while (dwarf_entry_at(&members->dwarf, unit, place, &entry)) {
		place = entry.next;
		if (entry.tag != TAG_VARIABLE || entry.address == UINT64_MAX)
			continue;
		if (entry.type == 0 && entry.specification != 0 &&
		    dwarf_entry_at(&members->dwarf, unit, entry.specification, &declared))
			entry.type = declared.type;
		if (entry.type != 0)
			add_variable(members, unit, entry.address, entry.type);
	}
}

static void read_members(struct members *members, const struct elf *elf)
{
	members->read = true;
	dwarf_read(&members->dwarf, elf);
	for (size_t i = 0; i < members->dwarf.units; i++)
		read_variables(members, &members->dwarf.unit[i]);
	if (members->count > 0)
		qsort(members->variable, members->count, sizeof *members->variable,
		      compare);
}

void members_free(struct members *members)
{
	dwarf_free(&members->dwarf);
	free(members->variable);
	*members = (struct members){0};
}

/* -- types --------------------------------------------------------------------------------- */

/* A place in the description of a type, and the name that has been written so far. */
struct walk {
	struct dwarf *dwarf;
	struct dwarf_entry entry; /* of the type */
	uint64_t offset;	  /* in it */
	char *name;
	size_t left;
};

static bool read_type(struct dwarf *dwarf, uint64_t type, struct dwarf_entry *entry)
{
	struct dwarf_unit *unit = type != 0 ? dwarf_unit_at(dwarf, type) : NULL;

	return unit != NULL && dwarf_entry_at(dwarf, unit, type, entry);
}

/* Reads a type; of one that is only another name for a type, or that type with a qualifier,
 * the type itself. */
static bool resolve(struct dwarf *dwarf, uint64_t type, struct dwarf_entry *entry)
{
	for (unsigned level = 0; level < MOST_LEVELS; level++) {
		if (!read_type(dwarf, type, entry))
			return false;
		if (entry->tag != TAG_TYPEDEF && entry->tag != TAG_CONST &&
		    entry->tag != TAG_VOLATILE && entry->tag != TAG_ATOMIC)
			return true;
		type = entry->type;
	}
	return false;
}

/* Calls for each child of an entry until one says that it is enough. */
typedef bool visit_child(void *context, const struct dwarf_entry *child);

static void each_child(struct dwarf *dwarf, const struct dwarf_entry *parent,
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

static uint64_t size_of(struct dwarf *dwarf, const struct dwarf_entry *type)
{
	struct dwarf_entry element;
	uint64_t size = 1;

	if (type->size != UINT64_MAX)
		return type->size;
	if (type->tag == TAG_POINTER)
		return sizeof(void *);
	if (type->tag != TAG_ARRAY || !resolve(dwarf, type->type, &element) ||
	    element.tag == TAG_ARRAY)
		return 0;
	each_child(dwarf, type, count_elements, &size);
	return size * size_of(dwarf, &element);
}

/* -- naming -------------------------------------------------------------------------------- */

static void write_name(struct walk *walk, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void write_name(struct walk *walk, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(walk->name, walk->left, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= walk->left)
		length = (int)walk->left - 1;
	walk->name += length;
	walk->left -= (size_t)length;
}

/* Names that belong to the language's own libraries say nothing to a reader. */
static bool reserved(const char *name)
{
	return name[0] == '_' && (name[1] == '_' || isupper((unsigned char)name[1]));
}

struct search {
	struct walk *walk;
	struct dwarf_entry found;
};

static bool holds_offset(void *context, const struct dwarf_entry *child)
{
	struct search *search = context;
	struct dwarf_entry type;
	uint64_t offset = search->walk->offset;

	if ((child->tag != TAG_MEMBER && child->tag != TAG_INHERITANCE) ||
	    child->offset > offset || !resolve(search->walk->dwarf, child->type, &type) ||
	    offset - child->offset >= size_of(search->walk->dwarf, &type))
		return false;
	search->found = *child;
	return true;
}

static bool enter_member(struct walk *walk)
{
	struct search search = {.walk = walk};
	struct dwarf_entry type;

	each_child(walk->dwarf, &walk->entry, holds_offset, &search);
	if (search.found.tag == 0 || !resolve(walk->dwarf, search.found.type, &type))
		return false;
	if (search.found.tag == TAG_MEMBER && search.found.name != NULL) {
		if (reserved(search.found.name))
			return false;
		write_name(walk, ".%s", search.found.name);
	}
	walk->offset -= search.found.offset;
	walk->entry = type;
	return true;
}

struct dimensions {
	uint64_t count[8];
	unsigned n;
};

static bool add_dimension(void *context, const struct dwarf_entry *child)
{
	struct dimensions *dimensions = context;

	if (child->tag == TAG_SUBRANGE && dimensions->n < 8)
		dimensions->count[dimensions->n++] = child->count;
	return false;
}

/* Elements lie one after the other, with the last index running fastest. */
static bool enter_element(struct walk *walk)
{
	struct dimensions dimensions = {0};
	struct dwarf_entry element;
	uint64_t size;

	if (!resolve(walk->dwarf, walk->entry.type, &element))
		return false;
	size = size_of(walk->dwarf, &element);
	each_child(walk->dwarf, &walk->entry, add_dimension, &dimensions);
	for (unsigned i = 1; i < dimensions.n; i++)
		size *= dimensions.count[i];
	for (unsigned i = 0; i < dimensions.n && size > 0; i++) {
		write_name(walk, "[%llu]", (unsigned long long)(walk->offset / size));
		walk->offset %= size;
		if (i + 1 < dimensions.n)
			size /= dimensions.count[i + 1];
	}
	walk->entry = element;
	return size > 0;
}

static bool enter(struct walk *walk)
{
	switch (walk->entry.tag) {
	case TAG_STRUCTURE:
	case TAG_CLASS:
	case TAG_UNION:
		return enter_member(walk);
	case TAG_ARRAY:
		return enter_element(walk);
	default:
		return false;
	}
}

uint64_t members_name(struct members *members, const struct elf *elf, uint64_t address,
		      uint64_t offset, char *name, size_t size)
{
	struct member_variable wanted = {.address = address}, *variable;
	struct walk walk = {
		.dwarf = &members->dwarf, .offset = offset, .name = name, .left = size};

	name[0] = '\0';
	if (!members->read)
		read_members(members, elf);
	if (members->count == 0)
		return offset;
	variable = bsearch(&wanted, members->variable, members->count, sizeof wanted,
			   compare);
	if (variable == NULL || !resolve(&members->dwarf, variable->type, &walk.entry))
		return offset;
	for (unsigned level = 0; level < MOST_LEVELS && enter(&walk); level++)
		;
	return walk.offset;
}
