/* SPDX-License-Identifier: MIT */
#include "members.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"
#include "types.h"

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

/* -- naming -------------------------------------------------------------------------------- */

/* A place in the description of a type, and the name that has been written so far. */
struct walk {
	struct dwarf *dwarf;
	struct dwarf_entry entry; /* of the type */
	uint64_t offset;	  /* in it */
	char *name;
	size_t left;
};

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
	    child->offset > offset ||
	    !types_resolve(search->walk->dwarf, child->type, &type) ||
	    offset - child->offset >= types_size(search->walk->dwarf, &type))
		return false;
	search->found = *child;
	return true;
}

static bool enter_member(struct walk *walk)
{
	struct search search = {.walk = walk};
	struct dwarf_entry type;

	types_each_child(walk->dwarf, &walk->entry, holds_offset, &search);
	if (search.found.tag == 0 ||
	    !types_resolve(walk->dwarf, search.found.type, &type))
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

	if (!types_resolve(walk->dwarf, walk->entry.type, &element))
		return false;
	size = types_size(walk->dwarf, &element);
	types_each_child(walk->dwarf, &walk->entry, add_dimension, &dimensions);
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
	if (variable == NULL ||
	    !types_resolve(&members->dwarf, variable->type, &walk.entry))
		return offset;
	for (unsigned level = 0; level < MOST_LEVELS && enter(&walk); level++)
		;
	return walk.offset;
}
