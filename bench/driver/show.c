/* SPDX-License-Identifier: MIT */
#include "show.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

enum column {
	BENCH,
	IMPL,
	TAKES_PART,
	PARAMS,
	WORKERS,
	N,
	UNIT,
	SAMPLES,
	MEDIAN,
	LO,
	HI,
	MIN,
	Q1,
	Q3,
	OUTLIERS,
	RATIO,
	RATIO_LO,
	RATIO_HI,
	STATUS,
	NOTE,
	COLUMNS
};

struct line {
	char *fields[COLUMNS];
	bool shown;
};

struct lines {
	struct line *rows;
	int count;
	char **questions; /* "submit | ns | - | What does ...?" */
	int questions_count;
};

/* -- reading ---------------------------------------------------------------------------------- */

static bool keep_line(struct lines *lines, struct table *table)
{
	struct line *grown =
		realloc(lines->rows, (size_t)(lines->count + 1) * sizeof *grown);

	if (!grown)
		return false;
	lines->rows = grown;
	grown[lines->count] = (struct line){0};
	for (int i = 0; i < COLUMNS; i++) {
		grown[lines->count].fields[i] = strdup(table->fields[i]);
		if (!grown[lines->count].fields[i])
			return false;
	}
	lines->count++;
	return true;
}

static bool keep_question(struct lines *lines, const char *text)
{
	char **grown = realloc(lines->questions,
			       (size_t)(lines->questions_count + 1) * sizeof *grown);

	if (!grown)
		return false;
	lines->questions = grown;
	grown[lines->questions_count] = strdup(text);
	return grown[lines->questions_count] && ++lines->questions_count;
}

static bool read_lines(struct lines *lines, const char *path)
{
	struct table table;
	bool well = true;

	if (!table_open(&table, path))
		return false;
	while (well && table_next(&table))
		if (table.comment && !strncmp(table.comment, "question: ", 10))
			well = keep_question(lines, table.comment + 10);
		else if (!table.comment && table.count == COLUMNS &&
			 strcmp(table.fields[0], "bench"))
			well = keep_line(lines, &table);
	if (!well)
		return table_wrong(&table, "there is no memory for it");
	table_close(&table);
	return true;
}

static void free_lines(struct lines *lines)
{
	for (int i = 0; i < lines->count; i++)
		for (int k = 0; k < COLUMNS; k++)
			free(lines->rows[i].fields[k]);
	for (int i = 0; i < lines->questions_count; i++)
		free(lines->questions[i]);
	free(lines->questions);
	free(lines->rows);
}

/* -- printing --------------------------------------------------------------------------------- */

/* Three digits, with the unit that suits them. */
static const char *pretty(char *text, size_t size, const char *number, const char *unit)
{
	static const char *const units[] = {"ns", "us", "ms", "s"};
	double value = strtod(number, NULL);
	int power = 0;

	if (!strcmp(unit, "ns"))
		for (; value >= 999.5 && power < 3; power++)
			value /= 1000;
	snprintf(text, size, "%.*f %s",
		 value < 9.995	 ? 2
		 : value < 99.95 ? 1
				 : 0,
		 value, strcmp(unit, "ns") ? unit : units[power]);
	return text;
}

static bool is_number(const char *text)
{
	return strcmp(text, "nan") != 0;
}

/* Where there are too few samples for an interval, it says so by not being there. */
static void print_ratio(char *const *f)
{
	printf("   %.3g times heddle's", strtod(f[RATIO], NULL));
	if (is_number(f[RATIO_LO]))
		printf(" (%.3g to %.3g)", strtod(f[RATIO_LO], NULL),
		       strtod(f[RATIO_HI], NULL));
}

static void print_line(const struct line *line)
{
	char *const *f = line->fields;
	char text[32];

	if (strcmp(f[STATUS], "ok")) {
		printf("  %-20s %10s   %s\n", f[IMPL], f[STATUS], f[NOTE]);
		return;
	}
	printf("  %-20s %10s", f[IMPL], pretty(text, sizeof text, f[MEDIAN], f[UNIT]));
	if (is_number(f[LO])) {
		printf("   %s", pretty(text, sizeof text, f[LO], f[UNIT]));
		printf(" to %s", pretty(text, sizeof text, f[HI], f[UNIT]));
	}
	if (strcmp(f[IMPL], "heddle") && is_number(f[RATIO]))
		print_ratio(f);
	printf("\n");
}

static bool same_row(const struct line *a, const struct line *b)
{
	return !strcmp(a->fields[BENCH], b->fields[BENCH]) &&
	       !strcmp(a->fields[PARAMS], b->fields[PARAMS]) &&
	       !strcmp(a->fields[WORKERS], b->fields[WORKERS]);
}

/* The last part of the question's header line. */
static const char *text_of(const struct lines *lines, const char *bench)
{
	size_t length = strlen(bench);

	for (int i = 0; i < lines->questions_count; i++) {
		const char *text = lines->questions[i];

		if (strncmp(text, bench, length) || text[length] != ' ')
			continue;
		for (int k = 0; k < 3 && text; k++) {
			text = strstr(text, " | ");
			text = text ? text + 3 : NULL;
		}
		if (text)
			return text;
	}
	return "";
}

static void print_row(struct lines *lines, int first)
{
	const struct line *head = &lines->rows[first];
	const char *params = head->fields[PARAMS], *text;

	if (!first || strcmp(head->fields[BENCH], lines->rows[first - 1].fields[BENCH])) {
		text = text_of(lines, head->fields[BENCH]);
		printf("\n%s%s%s\n", head->fields[BENCH], *text ? ": " : "", text);
	}
	printf(" %s%s%s worker%s\n", strcmp(params, "-") ? params : "",
	       strcmp(params, "-") ? ", " : "", head->fields[WORKERS],
	       strcmp(head->fields[WORKERS], "1") ? "s" : "");
	for (int i = first; i < lines->count; i++)
		if (!lines->rows[i].shown && same_row(&lines->rows[i], head)) {
			print_line(&lines->rows[i]);
			lines->rows[i].shown = true;
		}
}

bool show_results(const char *folder, const char *grade)
{
	struct lines lines = {0};
	char path[512];
	bool well;

	snprintf(path, sizeof path, "%s/summary.tsv", folder);
	well = read_lines(&lines, path);
	for (int i = 0; well && i < lines.count; i++)
		if (!lines.rows[i].shown)
			print_row(&lines, i);
	if (well)
		printf("\nThe machine was %s.  The data: %s/{samples,summary,histograms,"
		       "noise}.tsv\n",
		       grade, folder);
	free_lines(&lines);
	return well;
}
