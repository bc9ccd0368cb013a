/* SPDX-License-Identifier: MIT */
/* pen - writes words at columns of a line, in colours if there are any.
 *
 * Blanks are only written before something, never at the end of a line.
 */
#ifndef EXPLORE_PEN_H
#define EXPLORE_PEN_H

#include <stdbool.h>
#include <stdio.h>

struct pen {
	FILE *out;
	bool colour;
	size_t at,
		blanks; /* where it stands: so many columns are written, and so many not */
};

/* Colours, as terminals know them. */
#define PEN_DIM	 "2"
#define PEN_LOUD "1;31"

/* The column that comes next, and a move to one further right. */
size_t pen_column(const struct pen *pen);
void pen_move_to(struct pen *pen, size_t column);

/* Writes at most so many columns of a text.  Of a longer one its first word and its end
 * stay, which say most: "lock ..ks[1]"; of a thread that waits, what for.  Colour may be
 * NULL. */
void pen_draw(struct pen *pen, const char *text, size_t width, const char *colour);
void pen_end_line(struct pen *pen);

#endif
