/* SPDX-License-Identifier: MIT */
/* things - what data is called in a report, and the legend of what has no name. */
#include <search.h>
#include <stdlib.h>

#include "runner.h"
#include "texts_private.h"

struct named {
	uint64_t address;
	const char *name;
};

static int compare(const void *a, const void *b)
{
	const struct named *one = a, *other = b;

	return (one->address > other->address) - (one->address < other->address);
}

/* What has no name, found by what the report says of it; an object before the block that
 * it is in.  The last one that was made at an address is the one that counts. */
static struct thing find_thing(const struct report *report, uint64_t address)
{
	struct thing thing = {.address = address};

	for (uint32_t i = 0; i < report->blocks && i < MAX_BLOCKS; i++)
		if (address - report->block[i].address < report->block[i].size)
			thing.block = &report->block[i];
	for (uint32_t i = 0; i < report->objects && i < MAX_OBJECTS; i++)
		if (address - report->object[i].address < report->object[i].size ||
		    address == report->object[i].address)
			thing.object = &report->object[i];
	if (thing.object != NULL)
		thing.address = thing.object->address;
	else if (thing.block != NULL)
		thing.address = thing.block->address;
	return thing;
}

static const char *name_thing(struct texts *texts, uint64_t address)
{
	struct thing thing = find_thing(texts->report, address), *more;
	size_t at = 0;

	while (at < texts->things && texts->thing[at].address != thing.address)
		at++;
	if (at == texts->things) {
		more = realloc(texts->thing, (at + 1) * sizeof *more);
		if (more == NULL)
			die("out of memory");
		texts->thing = more;
		texts->thing[texts->things++] = thing;
	}
	if (address == thing.address)
		return texts_format(texts, "#%zu", at + 1);
	return texts_format(texts, "#%zu+%llu", at + 1,
			    (unsigned long long)(address - thing.address));
}

const char *texts_data(struct texts *texts, uint64_t address)
{
	struct named wanted = {.address = address}, *named;
	struct named **found = tfind(&wanted, &texts->data, compare);

	if (found != NULL)
		return (*found)->name;
	wanted.name = symbols_data(texts->symbols, address);
	if (wanted.name == NULL)
		wanted.name = name_thing(texts, address);
	named = malloc(sizeof *named);
	if (named == NULL)
		die("out of memory");
	*named = wanted;
	if (tsearch(named, &texts->data, compare) == NULL)
		die("out of memory");
	return wanted.name;
}

static const char *describe(struct texts *texts, const struct thing *thing)
{
	const struct block_report *block = thing->block;
	const char *object = "", *memory = "";

	if (block != NULL)
		memory = texts_format(texts, "%llu bytes that T%u allocated at %s",
				      (unsigned long long)block->size, block->made_by,
				      texts_place(texts, block->made_at));
	else if (symbols_on_main_stack(texts->symbols, thing->address))
		memory = "the stack of T0";
	if (thing->object == NULL)
		return *memory != '\0'
			       ? memory
			       : texts_format(texts, "memory without a name at %#llx",
					      (unsigned long long)thing->address);
	object = texts_format(texts, "a %.*s made at %s", (int)sizeof thing->object->kind,
			      thing->object->kind,
			      texts_place(texts, thing->object->made_at));
	return texts_format(texts, "%s%s%s", object, *memory != '\0' ? ", in " : "",
			    memory);
}

const char *texts_about(struct texts *texts, uint64_t address)
{
	struct thing thing = find_thing(texts->report, address);

	if (symbols_data(texts->symbols, address) != NULL)
		return "";
	return describe(texts, &thing);
}

void texts_legend(struct texts *texts, FILE *out)
{
	for (size_t i = 0; i < texts->things; i++)
		fprintf(out, "  %s#%zu is %s\n", i == 0 ? "where " : "      ", i + 1,
			describe(texts, &texts->thing[i]));
}

void texts_free_things(struct texts *texts)
{
	tdestroy(texts->data, free);
	free(texts->thing);
}
