/* SPDX-License-Identifier: MIT */
/* lanes_paint - the table of a schedule in columns that fit on a page. */
#include "lanes_private.h"

#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "words.h"

/* The table is at most so wide, but for the notes behind it.  Lanes with words in them are cut
 * down to NARROWEST, if there are few enough of them. */
enum { GUTTER = 9, GAP = 2, WIDE = 104, NARROWEST = 12, MOST_WITH_WORDS = 8 };

/* -- a pen --------------------------------------------------------------------------------- */

/* Writes words at columns; blanks are only written before something, never at the end of a
 * line. */
struct pen {
	FILE *out;
	bool colour;
	size_t at, blanks;
};

static const char *const thread_colours[] = {"36", "33", "35", "32",
					     "34", "31", "96", "93"};

#define DIM  "2"
#define LOUD "1;31"

static void move_to(struct pen *pen, size_t column)
{
	while (pen->at + pen->blanks < column)
		pen->blanks++;
}

/* Where a text has so many columns behind it. */
static const char *skip(const char *text, size_t columns)
{
	while (*text != '\0' && columns > 0) {
		text++;
		columns -= (*text & 0xc0) != 0x80;
	}
	return text;
}

/* At most width columns of a text.  Of a longer one its first word and its end stay, which
 * say most: "lock ..ks[1]"; of a thread that waits, what for. */
static void put(FILE *out, const char *text, size_t width)
{
	size_t whole = words_width(text), word = strcspn(text, " ") + 1;
	const char *last = strrchr(text, ' ');

	if (whole <= width)
		fputs(text, out);
	else if (text[0] == ':' && last > text + 1 && words_width(last) < width)
		fprintf(out, ":%s", last);
	else if (word + 5 > width)
		fwrite(text, 1, (size_t)(skip(text, width) - text), out);
	else
		fprintf(out, "%.*s..%s", (int)word, text, skip(text, whole + word + 2 - width));
}

static void draw(struct pen *pen, const char *text, size_t width, const char *colour)
{
	size_t whole = words_width(text);

	if (whole == 0)
		return;
	fprintf(pen->out, "%*s", (int)pen->blanks, "");
	if (pen->colour && colour != NULL)
		fprintf(pen->out, "\033[%sm", colour);
	put(pen->out, text, width);
	if (pen->colour && colour != NULL)
		fputs("\033[0m", pen->out);
	pen->at += pen->blanks + (whole > width ? width : whole);
	pen->blanks = 0;
}

static void end_line(struct pen *pen)
{
	fputc('\n', pen->out);
	pen->at = pen->blanks = 0;
}

/* -- layout -------------------------------------------------------------------------------- */

/* From the best to what always fits.
 * clang-format off */
static const struct layout layouts[] = {
	{.inside = true, .whole = true,  .words = true,  .quotes = true},
	{.inside = true, .whole = false, .words = true,  .quotes = true},
	{.inside = true, .whole = true,  .words = false, .quotes = true},
	{.inside = true, .whole = false, .words = false, .quotes = true},
	{.inside = false, .whole = true, .words = true,  .quotes = true},
	{.inside = false, .whole = true, .words = false, .quotes = true},
	{.inside = false, .whole = false, .words = false, .quotes = true},
	{.inside = false, .whole = false, .words = false, .quotes = false},
	{.graph = true, .whole = true, .quotes = true},
};
/* clang-format on */

enum { LAYOUTS = sizeof layouts / sizeof layouts[0] };

static size_t most(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* The file in which all lines are, as the length of its name; 0 if there are several. */
static size_t common_file(const struct lanes *lanes, const char **name)
{
	size_t length = 0;

	*name = NULL;
	for (size_t k = 0; k < lanes->rows; k++)
		for (unsigned i = 0; i < lanes->count; i++) {
			const char *line = lanes->row[k].cell[i].line;

			if (line == NULL || *line == '\0')
				continue;
			if (*name == NULL) {
				*name = line;
				length = strrchr(line, ':') != NULL
						 ? (size_t)(strrchr(line, ':') - line)
						 : 0;
			}
			if (strncmp(line, *name, length) != 0 || line[length] != ':')
				return 0;
		}
	return length;
}

/* A line as the layout shows it; NULL if there is none. */
static const char *shown_line(const struct lanes *lanes, const char *line)
{
	if (line == NULL || *line == '\0')
		return NULL;
	return lanes->layout.whole ? line : line + lanes->file_length;
}

/* A sign with a word behind it, of which the word can be left out. */
static bool is_sign(const struct row *row, unsigned lane)
{
	return lane != row->lane && row->cell[lane].line == NULL;
}

static const char *shown_text(const struct lanes *lanes, const struct cell *cell)
{
	return lanes->layout.quotes || cell->bare == NULL ? cell->text : cell->bare;
}

static void measure_cell(struct lanes *lanes, const struct row *row, unsigned at)
{
	struct lane *lane = &lanes->lane[at];
	const struct cell *cell = &row->cell[at];
	const char *line = shown_line(lanes, cell->line);

	if (cell->text == NULL || (is_sign(row, at) && !lanes->layout.words))
		return;
	if (line == NULL || !lanes->layout.inside) {
		lane->width = most(lane->width, words_width(shown_text(lanes, cell)));
		return;
	}
	lane->text = most(lane->text, words_width(shown_text(lanes, cell)));
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
					   ? shown_line(lanes, row->cell[row->lane].line)
					   : NULL;

		if (line != NULL)
			lanes->line = most(lanes->line, most(words_width(line), 4) + GAP);
	}
}

static size_t total(const struct lanes *lanes)
{
	size_t sum = GUTTER + lanes->line;

	for (unsigned i = 0; i < lanes->count; i++)
		sum += lanes->lane[i].width + GAP;
	return sum;
}

/* Cuts the widest lanes; false if that does not do. */
static bool narrow(struct lanes *lanes)
{
	while (total(lanes) > WIDE) {
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
		return;
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

static void lay_out(struct lanes *lanes)
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
		if (total(lanes) <= WIDE || (!lanes->layout.quotes && narrow(lanes)))
			return;
	}
}

/* -- rows ---------------------------------------------------------------------------------- */

static const char *colour_of(const struct lanes *lanes, unsigned lane)
{
	size_t count = sizeof thread_colours / sizeof thread_colours[0];

	return thread_colours[lanes->lane[lane].thread % count];
}

/* What is done, behind a row of signs. */
static void paint_action(struct pen *pen, const struct lanes *lanes, const struct row *row)
{
	const struct cell *cell = &row->cell[row->lane];
	size_t start = GUTTER;

	for (unsigned i = 0; i < lanes->count; i++)
		start += lanes->lane[i].width + GAP;
	move_to(pen, start);
	draw(pen, texts_format(lanes->texts, "T%u %s", row->thread, cell->text), WIDE,
	     colour_of(lanes, row->lane));
	if (cell->line != NULL && *cell->line != '\0') {
		move_to(pen, start + lanes->action + GAP);
		draw(pen, cell->line, WIDE, NULL);
	}
	move_to(pen, pen->at + GAP);
}

static void paint_cell(struct pen *pen, const struct lanes *lanes, const struct row *row,
		       unsigned at)
{
	const struct lane *lane = &lanes->lane[at];
	const char *text = shown_text(lanes, &row->cell[at]);
	const char *line =
		lanes->layout.inside ? shown_line(lanes, row->cell[at].line) : NULL;
	size_t start = pen->at + pen->blanks;

	if (text != NULL && lanes->layout.graph)
		draw(pen, at == row->lane ? "*" : text, 1,
		     at == row->lane ? colour_of(lanes, at) : DIM);
	else if (text != NULL && is_sign(row, at))
		draw(pen, text, words_width(text) <= lane->width ? lane->width : 1, DIM);
	else if (text != NULL)
		draw(pen, text, line != NULL ? lane->text : lane->width,
		     colour_of(lanes, at));
	if (line != NULL) {
		move_to(pen, start + lane->text + GAP);
		draw(pen, line, lane->line, NULL);
	}
	move_to(pen, start + lane->width + GAP);
}

/* A rule across the lanes, with a text in it. */
static void paint_rule(struct pen *pen, const struct lanes *lanes, const char *text)
{
	draw(pen, "- -", 3, DIM);
	draw(pen, text, WIDE, NULL);
	while (pen->at + 4 < total(lanes))
		draw(pen, " -", 2, DIM);
}

static void paint_row(struct pen *pen, const struct lanes *lanes, const struct row *row)
{
	size_t width = words_width(row->number);
	const char *line = NULL;

	move_to(pen, width < GUTTER - 3 ? GUTTER - 3 - width : 0);
	draw(pen, row->number, GUTTER, DIM);
	if (row->preempts)
		draw(pen, "!", 1, LOUD);
	move_to(pen, GUTTER);
	if (row->rule != NULL)
		paint_rule(pen, lanes, row->rule);
	else if (lanes->line > 0 && row->lane != NO_LANE)
		line = shown_line(lanes, row->cell[row->lane].line);
	if (line != NULL)
		draw(pen, line, lanes->line, NULL);
	move_to(pen, GUTTER + lanes->line);
	for (unsigned i = 0; i < lanes->count && row->rule == NULL; i++)
		paint_cell(pen, lanes, row, i);
	if (lanes->layout.graph && row->lane != NO_LANE)
		paint_action(pen, lanes, row);
	if (row->note != NULL) {
		draw(pen, "<==", 3, LOUD);
		draw(pen, *row->note != '\0' ? " " : "", 1, NULL);
		draw(pen, row->note, WIDE, LOUD);
	}
	end_line(pen);
}

static void paint_titles(struct pen *pen, const struct lanes *lanes)
{
	size_t start = GUTTER + lanes->line;

	move_to(pen, GUTTER - 7);
	draw(pen, "step", 4, DIM);
	if (lanes->line > 0) {
		move_to(pen, GUTTER);
		draw(pen, "line", lanes->line, DIM);
	}
	for (unsigned i = 0; i < lanes->count; i++) {
		move_to(pen, start);
		draw(pen, lanes->lane[i].title, lanes->lane[i].width + 1,
		     colour_of(lanes, i));
		start += lanes->lane[i].width + GAP;
	}
	end_line(pen);
}

/* -- what the signs mean, as far as there are any ------------------------------------------ */

static bool has_sign(const struct lanes *lanes, char sign)
{
	for (size_t k = 0; k < lanes->rows; k++)
		for (unsigned i = 0; i < lanes->count; i++)
			if (is_sign(&lanes->row[k], i) &&
			    lanes->row[k].cell[i].text != NULL &&
			    lanes->row[k].cell[i].text[0] == sign)
				return true;
	return false;
}

static bool has_preemption(const struct lanes *lanes)
{
	for (size_t k = 0; k < lanes->rows; k++)
		if (lanes->row[k].preempts)
			return true;
	return false;
}

static void paint_legend(struct pen *pen, const struct lanes *lanes)
{
	const struct {
		bool there;
		const char *text;
	} signs[] = {
		{lanes->layout.graph, "* does the step"},
		{has_sign(lanes, '|'), "| could go on"},
		{has_sign(lanes, ':'), ": has to wait"},
		{has_preemption(lanes), "! a preemption: the thread before could go on"},
	};
	bool any = false;

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		if (!signs[i].there)
			continue;
		move_to(pen, any ? pen->at + 3 : GUTTER);
		draw(pen, signs[i].text, WIDE, DIM);
		any = true;
	}
	if (!lanes->layout.whole) {
		move_to(pen, any ? pen->at + 3 : GUTTER);
		draw(pen, "lines of ", WIDE, DIM);
		draw(pen,
		     texts_format(lanes->texts, "%.*s", (int)lanes->file_length,
				  lanes->file),
		     WIDE, DIM);
		any = true;
	}
	if (any)
		end_line(pen);
}

void lanes_paint(FILE *out, struct lanes *lanes, bool colour)
{
	struct pen pen = {.out = out, .colour = colour};

	lay_out(lanes);
	paint_titles(&pen, lanes);
	for (size_t k = 0; k < lanes->rows; k++)
		paint_row(&pen, lanes, &lanes->row[k]);
	paint_legend(&pen, lanes);
}
