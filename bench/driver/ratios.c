/* SPDX-License-Identifier: MIT */
/* ratios - two summaries that were measured at different times, row by row.
 *
 * What differs between them may be the code or the hour: one run after the other calls
 * identical code different as often as not.  So there are ratios, and no verdict.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "table.h"

enum { BENCH, IMPL, TAKES_PART, PARAMS, WORKERS, N, UNIT, SAMPLES, MEDIAN, STATUS = 18 };

struct row {
	struct row *next;
	double median;
	char what[]; /* bench, implementation, parameters, workers */
};

/* The row of this line, or NULL: the names of the columns, a row without a number. */
static struct row *read_row(const struct table *table)
{
	char *const *f = table->fields;
	size_t size = strlen(f[BENCH]) + strlen(f[IMPL]) + strlen(f[PARAMS]) +
		      strlen(f[WORKERS]) + sizeof ", , ,  workers";
	struct row *row;

	if (strcmp(f[STATUS], "ok") != 0)
		return NULL;
	row = malloc(sizeof *row + size);
	if (!row)
		return NULL;
	row->next = NULL;
	row->median = strtod(f[MEDIAN], NULL);
	snprintf(row->what, size, "%s, %s, %s, %s workers", f[BENCH], f[IMPL], f[PARAMS],
		 f[WORKERS]);
	return row;
}

static void free_rows(struct row *rows)
{
	struct row *next;

	for (; rows; rows = next) {
		next = rows->next;
		free(rows);
	}
}

static bool read_summary(const char *path, struct row **rows)
{
	struct table table;
	struct row **end = rows;

	if (!table_open(&table, path))
		return false;
	while (table_next(&table)) {
		if (table.comment)
			continue;
		if (table.count <= STATUS)
			return table_wrong(&table,
					   "this is no line of a summary.tsv: %d columns",
					   table.count);
		*end = read_row(&table);
		if (*end)
			end = &(*end)->next;
	}
	table_close(&table);
	return true;
}

static const struct row *find(const struct row *rows, const char *what)
{
	while (rows && strcmp(rows->what, what) != 0)
		rows = rows->next;
	return rows;
}

static int show(const struct row *old, const struct row *new)
{
	int shown = 0;

	for (; new; new = new->next) {
		const struct row *before = find(old, new->what);

		if (!before || before->median <= 0)
			continue;
		if (!shown++)
			printf("%9s  not paired: no verdict\n", "new/old");
		printf("%9.3f  %s\n", new->median / before->median, new->what);
	}
	if (!shown)
		fprintf(stderr, "heddle-bench ratios: the two have no row in common\n");
	return shown ? 0 : 2;
}

int command_ratios(int argc, char **argv)
{
	struct row *old = NULL, *new = NULL;
	int status = 2;

	if (argc != 3 || *argv[1] == '-')
		fprintf(stderr,
			"usage: heddle-bench ratios OLD/summary.tsv NEW/summary.tsv\n");
	else if (read_summary(argv[1], &old) && read_summary(argv[2], &new))
		status = show(old, new);
	free_rows(old);
	free_rows(new);
	return status;
}
