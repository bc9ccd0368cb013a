/* SPDX-License-Identifier: MIT */
/* samples_read - samples.tsv, read again. */
#include <stdlib.h>
#include <string.h>

#include "samples.h"
#include "table.h"

enum column {
	SESSION,
	SIDE,
	BENCH,
	IMPL,
	PARAMS,
	WORKERS,
	N,
	PAIR,
	ROUND,
	POS,
	OPS,
	WALL,
	CPU,
	VCSW,
	IVCSW,
	STATUS,
	NOTE,
	COLUMNS
};

static bool read_status(struct table *table, struct sample *s)
{
	for (int i = SAMPLE_OK; i <= SAMPLE_FAIL; i++)
		if (!strcmp(table->fields[STATUS], sample_status_name(i))) {
			s->status = i;
			return true;
		}
	return table_wrong(table, "'%s' is no status", table->fields[STATUS]);
}

static bool read_words(struct table *table, struct sample *s)
{
	return table_copy(table, SESSION, s->session, sizeof s->session) &&
	       table_copy(table, SIDE, s->side, sizeof s->side) &&
	       table_copy(table, BENCH, s->bench, sizeof s->bench) &&
	       table_copy(table, IMPL, s->impl, sizeof s->impl) &&
	       table_copy(table, PARAMS, s->params, sizeof s->params) &&
	       table_copy(table, NOTE, s->note, sizeof s->note);
}

static bool read_place(struct table *table, struct sample *s)
{
	long workers, pair, round, pos;

	if (!table_number(table, WORKERS, 0, &workers) ||
	    !table_number(table, N, 0, &s->n) || !table_number(table, PAIR, 0, &pair) ||
	    !table_number(table, ROUND, 0, &round) || !table_number(table, POS, 0, &pos))
		return false;
	s->workers = (int)workers;
	s->pair = (int)pair;
	s->round = (int)round;
	s->pos = (int)pos;
	return true;
}

static bool read_result(struct table *table, struct sample *s)
{
	long wall, cpu;

	if (s->status != SAMPLE_OK)
		return true;
	if (!table_number(table, OPS, 1, &s->ops) ||
	    !table_number(table, WALL, 0, &wall) || !table_number(table, CPU, 0, &cpu) ||
	    !table_number(table, VCSW, 0, &s->vcsw) ||
	    !table_number(table, IVCSW, 0, &s->ivcsw))
		return false;
	s->wall_ns = wall;
	s->cpu_ns = cpu;
	return true;
}

/* Room for one more element at the end of an array; NULL: there is no memory. */
static void *one_more(void *array, size_t count, size_t size)
{
	if (count && count & (count - 1))
		return array;
	return realloc(array, (count ? 2 * count : 1) * size);
}

static bool keep_header(struct table *table, struct samples *samples)
{
	char **grown = one_more(samples->header, samples->header_count, sizeof *grown);
	char *copy = strdup(table->comment);

	if (grown)
		samples->header = grown;
	if (!grown || !copy) {
		free(copy);
		return table_wrong(table, "there is no memory for it");
	}
	grown[samples->header_count++] = copy;
	return true;
}

static bool keep_row(struct table *table, struct samples *samples)
{
	struct sample *grown = one_more(samples->rows, samples->count, sizeof *grown);
	struct sample *s;

	if (!grown)
		return table_wrong(table, "there is no memory for it");
	samples->rows = grown;
	s = &grown[samples->count];
	*s = (struct sample){0};
	if (table->count != COLUMNS)
		return table_wrong(table, "it has %d columns, not %d", table->count,
				   COLUMNS);
	if (!read_status(table, s) || !read_words(table, s) || !read_place(table, s) ||
	    !read_result(table, s))
		return false;
	samples->count++;
	return true;
}

static bool read_all(struct table *table, struct samples *samples)
{
	bool titled = false;

	while (table_next(table)) {
		if (table->comment) {
			if (!keep_header(table, samples))
				return false;
		} else if (!titled) {
			if (table->count != COLUMNS ||
			    strcmp(table->fields[0], "session"))
				return table_wrong(table, "this is not a samples file");
			titled = true;
		} else if (!keep_row(table, samples)) {
			return false;
		}
	}
	if (!titled)
		return table_wrong(table,
				   "this is not a samples file: it has no columns");
	table_close(table);
	return true;
}

bool samples_read(const char *path, struct samples *samples)
{
	struct table table;

	*samples = (struct samples){0};
	if (!table_open(&table, path))
		return false;
	if (read_all(&table, samples))
		return true;
	samples_free(samples);
	return false;
}

void samples_free(struct samples *samples)
{
	for (size_t i = 0; i < samples->header_count; i++)
		free(samples->header[i]);
	free(samples->header);
	free(samples->rows);
	*samples = (struct samples){0};
}

const char *samples_header(const struct samples *samples, const char *key)
{
	size_t length = strlen(key);

	for (size_t i = 0; i < samples->header_count; i++) {
		const char *line = samples->header[i];

		if (!strncmp(line, key, length) && !strncmp(line + length, ": ", 2))
			return line + length + 2;
	}
	return NULL;
}
