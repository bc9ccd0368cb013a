/* SPDX-License-Identifier: MIT */
/* module_symbols - the symbols of a module, sorted by their address. */
#include <stdlib.h>
#include <string.h>

#include "modules.h"
#include "runner.h"

/* Names that begin with $ mark kinds of code on some machines. */
static void add_symbol(void *context, const Elf64_Sym *entry, const char *name)
{
	struct module *module = context;
	int type = ELF64_ST_TYPE(entry->st_info);
	struct symbol *more;

	if ((type != STT_OBJECT && type != STT_FUNC && type != STT_GNU_IFUNC) ||
	    entry->st_size == 0 || *name == '$')
		return;
	/* The array grows to the next power of two. */
	if ((module->symbols & (module->symbols - 1)) == 0) {
		more = realloc(module->symbol, (2 * module->symbols + 1) * sizeof *more);
		if (more == NULL)
			die("out of memory");
		module->symbol = more;
	}
	module->symbol[module->symbols++] =
		(struct symbol){.address = entry->st_value,
				.size = entry->st_size,
				.name = name,
				.is_function = type != STT_OBJECT,
				.is_local = ELF64_ST_BIND(entry->st_info) == STB_LOCAL};
}

/* Of several names of one thing the best comes first: a global one, the shortest. */
static int compare(const void *a, const void *b)
{
	const struct symbol *one = a, *other = b;
	size_t length = strlen(one->name), other_length = strlen(other->name);

	if (one->address != other->address)
		return one->address < other->address ? -1 : 1;
	if (one->is_local != other->is_local)
		return one->is_local ? 1 : -1;
	if (length != other_length)
		return length < other_length ? -1 : 1;
	return strcmp(one->name, other->name);
}

static void read_symbols(struct module *module)
{
	if (module->symbols_read)
		return;
	module->symbols_read = true;
	elf_each_symbol(&module->elf, add_symbol, module);
	if (module->symbols > 0)
		qsort(module->symbol, module->symbols, sizeof *module->symbol, compare);
}

/* How many symbols begin at an address or before it. */
static size_t count_before(const struct module *module, uint64_t address)
{
	size_t low = 0, high = module->symbols;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (module->symbol[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct symbol *module_symbol(struct module *module, uint64_t address, bool function)
{
	const struct symbol *found = NULL;

	read_symbols(module);
	for (size_t at = count_before(module, address); at-- > 0;) {
		const struct symbol *symbol = &module->symbol[at];

		if (symbol->is_function != function)
			continue;
		if (address - symbol->address >= symbol->size ||
		    (found != NULL && symbol->address != found->address))
			break;
		found = symbol;
	}
	return found;
}
