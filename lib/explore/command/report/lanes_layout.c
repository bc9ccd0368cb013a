/* SPDX-License-Identifier: MIT */
/* lanes_layout - which layout a table of lanes gets, and how wide its columns are. */
#include "lanes_private.h"

#include <stdlib.h>
#include <string.h>

#include "runner.h"
#include "words.h"

/* Lanes with words in them are cut down to NARROWEST, if there are few enough of them. */
enum { NARROWEST = 12, MOST_WITH_WORDS = 8 };

/* From the best to what always fits. */
static const struct layout layouts[] = {
	{.inside = true, .whole = true, .words = true, .quotes = true},
	{.inside = true, .whole = false, .words = true, .quotes = true},
	{.inside = true, .whole = true, .words = false, .quotes = true},
	{.inside = true, .whole = false, .words = false, .quotes = true},
	{.inside = false, .whole = true, .words = true, .quotes = true},
	{.inside = false, .whole = true, .words = false, .quotes = true},
	{.inside = false, .whole = false, .words = false, .quotes = true},
	{.inside = false, .whole = false, .words = false, .quotes = false},
	{.graph = true, .whole = true, .quotes = true},
};

enum { LAYOUTS = sizeof layouts / sizeof layouts[0] };

static size_t most(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* The file in which all lines are, as the length of its name; 0 if there are several. */
static size_t common_file(const struct lanes *lanes, const char **name)
{
	const char *first = NULL;
	size_t length = 0;

	*name = NULL;
	for (size_t k = 0; k < lanes->rows; k++)
		for (unsigned i = 0; i < lanes->count; i++) {
			const char *line = lanes->row[k].cell[i].line;

			if (line == NULL || *line == '\0')
				continue;
			if (first == NULL) {
				*name = first = line;
				length = strrchr(line, ':') != NULL
						 ? (size_t)(strrchr(line, ':') - line)
						 : 0;
			}
			if (strncmp(line, first, length) != 0 || line[length] != ':')
				return 0;
		}
	return length;
}

const char *lanes_line(const struct lanes *lanes, const char *line)
{
	if (line == NULL || *line == '\0')
		return NULL;
	return lanes->layout.whole ? line : line + lanes->file_length;
}

bool lanes_is_sign(const struct row *row, unsigned lane)
{
	return lane != row->lane && row->cell[lane].line == NULL;
}

const char *lanes_text(const struct lanes *lanes, const struct cell *cell)
{
	return lanes->layout.quotes || cell->bare == NULL ? cell->text : cell->bare;
}

static void measure_cell(struct lanes *lanes, const struct row *row, unsigned at)
{
	struct lane *lane = &lanes->lane[at];
	const struct cell *cell = &row->cell[at];
	const char *line = lanes_line(lanes, cell->line);

	if (cell->text == NULL || (lanes_is_sign(row, at) && !lanes->layout.words))
		return;
	if (line == NULL || !lanes->layout.inside) {
		lane->width = most(lane->width, words_width(lanes_text(lanes, cell)));
		return;
	}
	lane->text = most(lane->text, words_width(lanes_text(lanes, cell)));
	lane->line = most(lane->line, words_width(line));
}

static void measure(struct lanes *lanes)
{
	lanes->line = 0;
	for (unsigned i = 0; i < lanes->count; i++) {
		struct lane *lane = &lanes->lane[i];

		lane->text = lane->line = 0;
		lane->width = words_width(lane->title);
		for (size_t k = 0; k < lanes->rows; k++)
			measure_cell(lanes, &lanes->row[k], i);
		if (lane->line > 0)
			lane->width = most(lane->width, lane->text + GAP + lane->line);
	}
	for (size_t k = 0; k < lanes->rows && !lanes->layout.inside; k++) {
		const struct row *row = &lanes->row[k];
		const char *line = row->lane != NO_LANE
					   ? lanes_line(lanes, row->cell[row->lane].line)
					   : NULL;

		if (line != NULL)
			lanes->line = most(lanes->line, most(words_width(line), 4) + GAP);
	}
}

size_t lanes_width(const struct lanes *lanes)
{
	size_t sum = GUTTER + lanes->line;

	for (unsigned i = 0; i < lanes->count; i++)
		sum += lanes->lane[i].width + GAP;
	return sum;
}

/* Cuts the widest lanes; false if that does not do. */
static bool narrow(struct lanes *lanes)
{
	while (lanes_width(lanes) > WIDE) {
		struct lane *widest = &lanes->lane[0];

		for (unsigned i = 1; i < lanes->count; i++)
			if (lanes->lane[i].width > widest->width)
				widest = &lanes->lane[i];
		if (widest->width <= NARROWEST)
			return false;
		widest->width--;
	}
	return true;
}

static void remove_quotes(struct lanes *lanes, struct cell *cell)
{
	const char *from = cell->text;
	char *bare = strdup(from), *to = bare;

	if (bare == NULL)
		die("out of memory");
	for (; *from != '\0'; from++)
		if (*from != '\'')
			*to++ = *from;
	*to = '\0';
	cell->bare = texts_format(lanes->texts, "%s", bare);
	free(bare);
}

/* Lanes that hold a sign each, under the numbers of the threads. */
static void lay_out_graph(struct lanes *lanes)
{
	lanes->line = 0;
	for (unsigned i = 0; i < lanes->count; i++) {
		struct lane *lane = &lanes->lane[i];

		if (!lane->others)
			lane->title = texts_format(lanes->texts, "T%u", lane->thread);
		lane->width = words_width(lane->title) - 1;
	}
	lanes->action = 0;
	for (size_t k = 0; k < lanes->rows; k++) {
		const struct row *row = &lanes->row[k];

		if (row->lane != NO_LANE)
			lanes->action = most(lanes->action,
					     words_width(row->cell[row->lane].text) + 4);
	}
}

void lanes_lay_out(struct lanes *lanes)
{
	lanes->file_length = common_file(lanes, &lanes->file);
	for (size_t k = 0; k < lanes->rows; k++)
		for (unsigned i = 0; i < lanes->count; i++)
			if (lanes->row[k].cell[i].text != NULL)
				remove_quotes(lanes, &lanes->row[k].cell[i]);
	for (size_t i = 0; i < LAYOUTS; i++) {
		lanes->layout = layouts[i];
		if (lanes->layout.graph) {
			lay_out_graph(lanes);
			return;
		}
		if (lanes->count > MOST_WITH_WORDS)
			continue;
		if (lanes->file_length == 0)
			lanes->layout.whole = true;
		measure(lanes);
		if (lanes_width(lanes) <= WIDE ||
		    (!lanes->layout.quotes && narrow(lanes)))
			return;
	}
}
