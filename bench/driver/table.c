/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

bool table_open(struct table *table, const char *path)
{
	*table = (struct table){.path = path, .file = fopen(path, "r")};
	if (!table->file)
		fprintf(stderr, "heddle-bench: %s: %s\n", path, strerror(errno));
	return table->file != NULL;
}

void table_close(struct table *table)
{
	fclose(table->file);
	free(table->text);
	table->file = NULL;
	table->text = NULL;
}

static void split(struct table *table)
{
	char *rest = table->text;

	table->count = 0;
	table->comment = NULL;
	if (*rest == '#') {
		table->comment = rest + 1 + strspn(rest + 1, " ");
		return;
	}
	while (rest && table->count < TABLE_FIELDS)
		table->fields[table->count++] = strsep(&rest, "\t");
}

bool table_next(struct table *table)
{
	do {
		if (getline(&table->text, &table->size, table->file) < 0)
			return false;
		table->line++;
		table->text[strcspn(table->text, "\r\n")] = '\0';
	} while (!*table->text);
	split(table);
	return true;
}

bool table_wrong(struct table *table, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "heddle-bench: %s: line %d: ", table->path, table->line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	table_close(table);
	return false;
}

bool table_number(struct table *table, int field, long least, long *value)
{
	const char *text = table->fields[field];
	char *end;

	errno = 0;
	*value = strtol(text, &end, 10);
	if (errno || end == text || *end || *value < least)
		return table_wrong(table, "'%s' is not a whole number of at least %ld",
				   text, least);
	return true;
}

bool table_copy(struct table *table, int field, char *out, size_t size)
{
	if (strlen(table->fields[field]) >= size)
		return table_wrong(table, "'%.40s...' is longer than %zu characters",
				   table->fields[field], size - 1);
	strcpy(out, table->fields[field]);
	return true;
}
