/* SPDX-License-Identifier: MIT */
#include "questions.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

enum column { BENCH, SET, PARAMS, WORKERS, FIT, UNIT, FLOOR, TEXT, COLUMNS };

/* -- choosing --------------------------------------------------------------------------------- */

bool matches(const char *patterns, const char *name)
{
	char pattern[128];

	if (!patterns || !*patterns)
		return true;
	for (const char *p = patterns; *p; p += strspn(p, ", ")) {
		size_t length = strcspn(p, ", ");

		if (length && length < sizeof pattern) {
			memcpy(pattern, p, length);
			pattern[length] = '\0';
			if (!fnmatch(pattern, name, 0))
				return true;
		}
		p += length;
	}
	return false;
}

bool matches_number(const char *numbers, int number)
{
	char text[16];

	snprintf(text, sizeof text, "%d", number);
	return matches(numbers, text);
}

/* -- reading ---------------------------------------------------------------------------------- */

static bool read_set(struct table *table, struct question *q)
{
	const char *set = table->fields[SET];

	q->quick = !strcmp(set, "quick");
	if (!q->quick && strcmp(set, "full"))
		return table_wrong(table, "the set is quick or full, not '%s'", set);
	return true;
}

bool read_workers_list(const char *text, struct question *q)
{
	const char *p = text;
	char *end;

	for (q->workers_count = 0; q->workers_count < QUESTION_WORKERS;) {
		long number = strtol(p, &end, 10);

		if (end == p || number < 1 || number > 1024)
			return false;
		q->workers[q->workers_count++] = (int)number;
		if (!*end)
			return true;
		if (*end != ',')
			return false;
		p = end + 1;
	}
	return false;
}

static bool read_workers(struct table *table, struct question *q)
{
	const char *text = table->fields[WORKERS];

	q->workers_fixed = *text == '=';
	if (read_workers_list(text + q->workers_fixed, q))
		return true;
	return table_wrong(table, "workers are at most %d numbers like 1,2,4, not '%s'",
			   QUESTION_WORKERS, text);
}

/* "yes": n is made smaller where a sample would take over 0.2 s, or over 1 s if bytes are
 * counted, to a tenth at a time; "-5": by five at a time.  "no": whoever is slower is left
 * out.  "1.5": left out is who takes longer than so many seconds. */
static bool read_fit(struct table *table, struct question *q)
{
	const char *fit = table->fields[FIT];
	char *end;
	double number = strtod(fit, &end);

	q->limit_s = strcmp(q->unit, "bytes") ? 0.2 : 1;
	q->fit = !strcmp(fit, "yes") || (number < 0 && !*end);
	q->step = q->fit ? (long)-number : 0;
	if (q->fit || !strcmp(fit, "no"))
		return true;
	q->limit_s = number;
	if (*end || !(number > 0 && number <= 60))
		return table_wrong(table, "fit is yes, no, -STEP or seconds, not '%s'",
				   fit);
	return true;
}

/* n=1000 among the parameters. */
static bool read_n(struct table *table, struct question *q)
{
	q->n = 1;
	for (const char *p = q->params; p; p = strchr(p, ' '), p = p ? p + 1 : p)
		if (!strncmp(p, "n=", 2))
			q->n = strtol(p + 2, NULL, 10);
	if (q->n < 1)
		return table_wrong(table, "n is a number above 0, not as in '%s'",
				   q->params);
	return true;
}

static bool read_question(struct table *table, struct question *q)
{
	if (table->count != COLUMNS)
		return table_wrong(table, "it has %d columns, not %d", table->count,
				   COLUMNS);
	if (!table_copy(table, BENCH, q->bench, sizeof q->bench) ||
	    !table_copy(table, PARAMS, q->params, sizeof q->params) ||
	    !table_copy(table, UNIT, q->unit, sizeof q->unit) ||
	    !table_copy(table, FLOOR, q->floor, sizeof q->floor) ||
	    !table_copy(table, TEXT, q->text, sizeof q->text))
		return false;
	if (strcmp(q->unit, "ns") && strcmp(q->unit, "bytes"))
		return table_wrong(table, "the unit is ns or bytes, not '%s'", q->unit);
	return read_set(table, q) && read_workers(table, q) && read_fit(table, q) &&
	       read_n(table, q);
}

static bool read_all(struct table *table, struct questions *questions)
{
	bool titled = false;

	while (table_next(table)) {
		struct question *grown;

		if (table->comment)
			continue;
		if (!titled) {
			titled = true;
			continue;
		}
		grown = realloc(questions->rows,
				(size_t)(questions->count + 1) * sizeof *grown);
		if (!grown)
			return table_wrong(table, "there is no memory for it");
		questions->rows = grown;
		if (!read_question(table, &grown[questions->count]))
			return false;
		questions->count++;
	}
	table_close(table);
	return true;
}

bool questions_read(const char *path, struct questions *questions)
{
	struct table table;

	*questions = (struct questions){0};
	if (!table_open(&table, path))
		return false;
	if (read_all(&table, questions))
		return true;
	questions_free(questions);
	return false;
}

void questions_free(struct questions *questions)
{
	free(questions->rows);
	*questions = (struct questions){0};
}
