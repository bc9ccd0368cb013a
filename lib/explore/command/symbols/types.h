/* SPDX-License-Identifier: MIT */
/* types - the types that debug information describes.
 */
#ifndef EXPLORE_TYPES_H
#define EXPLORE_TYPES_H

#include "dwarf.h"

/* Reads a type; of one that is only another name for a type, or that type with a qualifier,
 * the type itself. */
bool types_resolve(struct dwarf *dwarf, uint64_t type, struct dwarf_entry *entry);

/* Its bytes; 0 if that is not known. */
uint64_t types_size(struct dwarf *dwarf, const struct dwarf_entry *type);

/* Calls for each child of an entry, until one says that it is enough. */
typedef bool visit_child(void *context, const struct dwarf_entry *child);
void types_each_child(struct dwarf *dwarf, const struct dwarf_entry *parent,
		      visit_child *visit, void *context);

#endif
