/* SPDX-License-Identifier: MIT */
#include "pen.h"

#include <string.h>

#include "words.h"

size_t pen_column(const struct pen *pen)
{
	return pen->at + pen->blanks;
}

void pen_move_to(struct pen *pen, size_t column)
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
		fprintf(out, "%.*s..%s", (int)word, text,
			skip(text, whole + word + 2 - width));
}

void pen_draw(struct pen *pen, const char *text, size_t width, const char *colour)
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

void pen_end_line(struct pen *pen)
{
	fputc('\n', pen->out);
	pen->at = pen->blanks = 0;
}
