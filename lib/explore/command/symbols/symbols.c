/* SPDX-License-Identifier: MIT */
#include "symbols.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "modules.h"
#include "names.h"
#include "runner.h"
#include "words.h"

/* The stack of the first thread grows downwards as it is used, not further than this. */
enum { STACK_MOST = 64 << 20 };

/* What was found out about an address, as code and as data. */
struct known {
	uint64_t address;
	struct place *place;
	const char *data;
	bool data_asked;
};

struct symbols {
	struct modules modules;
	struct words words;
	void *known; /* a tree, as tsearch keeps it */
};

struct symbols *symbols_new(pid_t process, const char *library)
{
	struct symbols *symbols = calloc(1, sizeof *symbols);

	if (symbols == NULL)
		die("out of memory");
	modules_read(&symbols->modules, process, library);
	return symbols;
}

static void free_known(void *memory)
{
	struct known *known = memory;

	while (known->place != NULL) {
		struct place *place = known->place;

		known->place = (struct place *)(uintptr_t)place->outer;
		free(place);
	}
	free(known);
}

void symbols_free(struct symbols *symbols)
{
	tdestroy(symbols->known, free_known);
	words_free(&symbols->words);
	modules_free(&symbols->modules);
	free(symbols);
}

static int compare(const void *a, const void *b)
{
	const struct known *one = a, *other = b;

	return (one->address > other->address) - (one->address < other->address);
}

static struct known *known_at(struct symbols *symbols, uint64_t address)
{
	struct known wanted = {.address = address}, *known;
	struct known **found = tfind(&wanted, &symbols->known, compare);

	if (found != NULL)
		return *found;
	known = malloc(sizeof *known);
	if (known == NULL)
		die("out of memory");
	*known = wanted;
	if (tsearch(known, &symbols->known, compare) == NULL)
		die("out of memory");
	return known;
}

/* -- code ---------------------------------------------------------------------------------- */

/* Functions and headers of the languages' own libraries.  (The names of functions tell more:
 * for code of headers some versions of addr2line say a wrong file.) */
static bool is_foreign(const struct place *place)
{
	static const char *const functions[] = {"__", "std::", "_start"};
	static const char *const paths[] = {"/usr/include/", "/include/c++/",
					    "/lib/gcc/"};

	for (size_t i = 0; place->function != NULL && i < 3; i++)
		if (strncmp(place->function, functions[i], strlen(functions[i])) == 0)
			return true;
	for (size_t i = 0; place->path != NULL && i < 3; i++)
		if (strstr(place->path, paths[i]) != NULL)
			return true;
	return place->foreign;
}

struct asked {
	struct symbols *symbols;
	const struct module *module;
	struct place *first, *last;
	uint64_t offset;
};

static struct place *add_place(struct asked *asked)
{
	struct place *place = calloc(1, sizeof *place);

	if (place == NULL)
		die("out of memory");
	if (asked->last != NULL)
		asked->last->outer = place;
	else
		asked->first = place;
	asked->last = place;
	if (asked->module != NULL)
		place->module =
			words_add(&asked->symbols->words, "%s", asked->module->name);
	place->foreign = asked->module == NULL || asked->module->foreign;
	place->offset = asked->offset;
	return place;
}

static void add_frame(void *context, const char *function, const char *path,
		      unsigned line)
{
	struct asked *asked = context;
	struct place *place = add_place(asked);
	const char *slash;

	if (function != NULL)
		place->function = function_name(&asked->symbols->words, function);
	if (path != NULL && line > 0) {
		place->path = words_add(&asked->symbols->words, "%s", path);
		slash = strrchr(place->path, '/');
		place->file = slash != NULL ? slash + 1 : place->path;
		place->line = line;
	}
	place->foreign = is_foreign(place);
}

static struct place *find_place(struct symbols *symbols, uint64_t address)
{
	struct module *module = modules_at(&symbols->modules, address);
	struct asked asked = {.symbols = symbols, .module = module, .offset = address};
	const struct symbol *function;

	if (module == NULL)
		return add_place(&asked);
	asked.offset = address - module->bias;
	if (!module->foreign)
		addr2line_ask(&module->lines, module->path, asked.offset, add_frame,
			      &asked);
	if (asked.first != NULL && asked.first->function != NULL &&
	    asked.first->file != NULL)
		return asked.first;
	function = module_symbol(module, asked.offset, true);
	if (asked.first == NULL)
		add_place(&asked);
	if (function != NULL) {
		asked.first->function = function_name(&symbols->words, function->name);
		asked.first->into = asked.offset - function->address;
	}
	asked.first->foreign = is_foreign(asked.first);
	return asked.first;
}

const struct place *symbols_place(struct symbols *symbols, uint64_t address)
{
	struct known *known = known_at(symbols, address);

	if (known->place == NULL)
		known->place = find_place(symbols, address);
	return known->place;
}

const struct place *place_of_user(const struct place *place)
{
	for (const struct place *at = place; at != NULL; at = at->outer)
		if (!at->foreign && at->file != NULL)
			return at;
	return place;
}

/* -- data ---------------------------------------------------------------------------------- */

static const char *find_data(struct symbols *symbols, uint64_t address)
{
	struct module *module = modules_at(&symbols->modules, address);
	const struct symbol *variable = NULL;
	char member[256];
	const char *name;
	uint64_t behind;

	if (module != NULL)
		variable = module_symbol(module, address - module->bias, false);
	if (variable == NULL)
		return NULL;
	behind = members_name(&module->members, &module->elf, variable->address,
			      address - module->bias - variable->address, member,
			      sizeof member);
	name = variable_name(&symbols->words, variable->name);
	if (behind == 0)
		return words_add(&symbols->words, "'%s%s'", name, member);
	return words_add(&symbols->words, "'%s%s'+%llu", name, member,
			 (unsigned long long)behind);
}

const char *symbols_data(struct symbols *symbols, uint64_t address)
{
	struct known *known = known_at(symbols, address);

	if (!known->data_asked)
		known->data = find_data(symbols, address);
	known->data_asked = true;
	return known->data;
}

bool symbols_on_main_stack(const struct symbols *symbols, uint64_t address)
{
	uint64_t top = symbols->modules.stack_top;

	return address < top && top - address < STACK_MOST;
}
