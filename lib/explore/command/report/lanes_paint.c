/* SPDX-License-Identifier: MIT */
/* lanes_paint - prints the table of a schedule. */
#include "lanes_private.h"
#include "pen.h"
#include "words.h"

static const char *const thread_colours[] = {"36", "33", "35", "32",
					     "34", "31", "96", "93"};

static const char *colour_of(const struct lanes *lanes, unsigned lane)
{
	size_t count = sizeof thread_colours / sizeof thread_colours[0];

	return thread_colours[lanes->lane[lane].thread % count];
}

/* What is done, behind a row of signs. */
static void paint_action(struct pen *pen, const struct lanes *lanes,
			 const struct row *row)
{
	const struct cell *cell = &row->cell[row->lane];
	size_t start = GUTTER;

	for (unsigned i = 0; i < lanes->count; i++)
		start += lanes->lane[i].width + GAP;
	pen_move_to(pen, start);
	pen_draw(pen, texts_format(lanes->texts, "T%u %s", row->thread, cell->text), WIDE,
		 colour_of(lanes, row->lane));
	if (cell->line != NULL && *cell->line != '\0') {
		pen_move_to(pen, start + lanes->action + GAP);
		pen_draw(pen, cell->line, WIDE, NULL);
	}
	pen_move_to(pen, pen->at + GAP);
}

static void paint_cell(struct pen *pen, const struct lanes *lanes, const struct row *row,
		       unsigned at)
{
	const struct lane *lane = &lanes->lane[at];
	const char *text = lanes_text(lanes, &row->cell[at]);
	const char *line =
		lanes->layout.inside ? lanes_line(lanes, row->cell[at].line) : NULL;
	size_t start = pen_column(pen);

	if (text != NULL && lanes->layout.graph)
		pen_draw(pen, at == row->lane ? "*" : text, 1,
			 at == row->lane ? colour_of(lanes, at) : PEN_DIM);
	else if (text != NULL && lanes_is_sign(row, at))
		pen_draw(pen, text, words_width(text) <= lane->width ? lane->width : 1,
			 PEN_DIM);
	else if (text != NULL)
		pen_draw(pen, text, line != NULL ? lane->text : lane->width,
			 colour_of(lanes, at));
	if (line != NULL) {
		pen_move_to(pen, start + lane->text + GAP);
		pen_draw(pen, line, lane->line, NULL);
	}
	pen_move_to(pen, start + lane->width + GAP);
}

/* A rule across the lanes, with a text in it. */
static void paint_rule(struct pen *pen, const struct lanes *lanes, const char *text)
{
	pen_draw(pen, "- -", 3, PEN_DIM);
	pen_draw(pen, text, WIDE, NULL);
	while (pen->at + 4 < lanes_width(lanes))
		pen_draw(pen, " -", 2, PEN_DIM);
}

static void paint_row(struct pen *pen, const struct lanes *lanes, const struct row *row)
{
	size_t width = words_width(row->number);
	const char *line = NULL;

	pen_move_to(pen, width < GUTTER - 3 ? GUTTER - 3 - width : 0);
	pen_draw(pen, row->number, GUTTER, PEN_DIM);
	if (row->preempts)
		pen_draw(pen, "!", 1, PEN_LOUD);
	pen_move_to(pen, GUTTER);
	if (row->rule != NULL)
		paint_rule(pen, lanes, row->rule);
	else if (lanes->line > 0 && row->lane != NO_LANE)
		line = lanes_line(lanes, row->cell[row->lane].line);
	if (line != NULL)
		pen_draw(pen, line, lanes->line, NULL);
	pen_move_to(pen, GUTTER + lanes->line);
	for (unsigned i = 0; i < lanes->count && row->rule == NULL; i++)
		paint_cell(pen, lanes, row, i);
	if (lanes->layout.graph && row->lane != NO_LANE)
		paint_action(pen, lanes, row);
	if (row->note != NULL) {
		pen_draw(pen, "<==", 3, PEN_LOUD);
		pen_draw(pen, *row->note != '\0' ? " " : "", 1, NULL);
		pen_draw(pen, row->note, WIDE, PEN_LOUD);
	}
	pen_end_line(pen);
}

static void paint_titles(struct pen *pen, const struct lanes *lanes)
{
	size_t start = GUTTER + lanes->line;

	pen_move_to(pen, GUTTER - 7);
	pen_draw(pen, "step", 4, PEN_DIM);
	if (lanes->line > 0) {
		pen_move_to(pen, GUTTER);
		pen_draw(pen, "line", lanes->line, PEN_DIM);
	}
	for (unsigned i = 0; i < lanes->count; i++) {
		pen_move_to(pen, start);
		pen_draw(pen, lanes->lane[i].title, lanes->lane[i].width + 1,
			 colour_of(lanes, i));
		start += lanes->lane[i].width + GAP;
	}
	pen_end_line(pen);
}

static bool has_sign(const struct lanes *lanes, char sign)
{
	for (size_t k = 0; k < lanes->rows; k++)
		for (unsigned i = 0; i < lanes->count; i++)
			if (lanes_is_sign(&lanes->row[k], i) &&
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
		pen_move_to(pen, any ? pen->at + 3 : GUTTER);
		pen_draw(pen, signs[i].text, WIDE, PEN_DIM);
		any = true;
	}
	if (!lanes->layout.whole) {
		pen_move_to(pen, any ? pen->at + 3 : GUTTER);
		pen_draw(pen, "lines of ", WIDE, PEN_DIM);
		pen_draw(pen,
			 texts_format(lanes->texts, "%.*s", (int)lanes->file_length,
				      lanes->file),
			 WIDE, PEN_DIM);
		any = true;
	}
	if (any)
		pen_end_line(pen);
}

void lanes_paint(FILE *out, struct lanes *lanes, bool colour)
{
	struct pen pen = {.out = out, .colour = colour};

	lanes_lay_out(lanes);
	paint_titles(&pen, lanes);
	for (size_t k = 0; k < lanes->rows; k++)
		paint_row(&pen, lanes, &lanes->row[k]);
	paint_legend(&pen, lanes);
}
