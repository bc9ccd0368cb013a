/* SPDX-License-Identifier: MIT */
/* table - a file of lines with fields between tabs, and "# key: value" lines above.
 *
 *	struct table table;
 *
 *	if (!table_open(&table, path))
 *		return false;
 *	while (table_next(&table))
 *		if (!table.comment && table.count != 8)
 *			return table_wrong(&table, "8 columns are wanted");
 *	table_close(&table);
 *
 * Errors:   said on standard error, with the file and the line; false.
 * Memory:   fields and comment are valid until the next line is read.
 */
#ifndef HEDDLE_TABLE_H
#define HEDDLE_TABLE_H

#include <stdbool.h>
#include <stdio.h>

enum { TABLE_FIELDS = 24 };

struct table {
	const char *path;
	FILE *file;
	char *text;
	size_t size;
	int line;
	const char *comment; /* of a line with "# ": what follows; otherwise NULL */
	char *fields[TABLE_FIELDS];
	int count;
};

bool table_open(struct table *table, const char *path);

/* The next line that is not empty; false at the end. */
bool table_next(struct table *table);
void table_close(struct table *table);

/* Says that this line is wrong, and closes the table: always false. */
bool table_wrong(struct table *table, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A field as a whole number of at least `least`; false, said: it is none. */
bool table_number(struct table *table, int field, long least, long *value);

/* Copies a field; false, said: it does not fit. */
bool table_copy(struct table *table, int field, char *out, size_t size);

#endif
