/* SPDX-License-Identifier: MIT */
/* lanes_private - the table between those who fill it and those who print it.
 */
#ifndef EXPLORE_LANES_PRIVATE_H
#define EXPLORE_LANES_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "schedule.h"

enum { MOST_LANES = 16, NO_LANE = MOST_LANES };

/* The columns before the lanes, between two, and of the whole but for the notes behind it. */
enum { GUTTER = 9, GAP = 2, WIDE = 104 };

/* What stands in a lane of a row. */
struct cell {
	const char *text; /* NULL: nothing */
	const char *bare; /* the same without quotes around names */
	const char *line; /* of the source, beside the text; NULL: none */
};

struct row {
	const char *number; /* of the step, or the time, or "" */
	const char *rule;   /* a text across all lanes; NULL: there are cells */
	bool preempts;
	unsigned lane;	 /* in which something is done, or NO_LANE */
	unsigned thread; /* that does it */
	struct cell cell[MOST_LANES];
	const char *note; /* behind it, or NULL */
};

struct lane {
	unsigned thread;
	bool others; /* of all threads that have no lane of their own */
	const char *title;
	size_t text, line; /* the widths of what stands beside each other in it */
	size_t width;	   /* of the whole */
};

/* How the table is laid out. */
struct layout {
	bool graph; /* signs in the lanes, one column behind them for what is done */
	bool inside; /* the lines of the source beside each step, not in a column of their own */
	bool whole;  /* with the name of the file */
	bool words;  /* for those who wait, not only signs */
	bool quotes; /* around names */
};

struct lanes {
	struct schedule schedule;
	struct texts *texts;
	const struct report *report;
	struct lane lane[MOST_LANES];
	unsigned count;
	struct row *row;
	size_t rows;

	/* how it is painted */
	struct layout layout;
	size_t line;	    /* the width of the column of lines, 0 if there is none */
	size_t action;	    /* the width of what is done, in a graph */
	const char *file;   /* begins with the name of the only file, ... */
	size_t file_length; /* ... which is so long; 0: there are several */
};

/* A new row, which stays where it is until the next. */
struct row *lanes_add_row(struct lanes *lanes);

/* Says in a row what a thread does, and on which line; does nothing for a thread of which
 * nothing is shown. */
void lanes_put(struct lanes *lanes, struct row *row, unsigned thread, const char *text,
	       const char *line);

/* The lane of a thread, or NO_LANE. */
unsigned lanes_lane_of(const struct lanes *lanes, unsigned thread);

/* Adds what came after the last step of a schedule that fails. */
void lanes_add_end(struct lanes *lanes);

/* Chooses the layout, and all widths. */
void lanes_lay_out(struct lanes *lanes);
size_t lanes_width(const struct lanes *lanes);

/* What the layout shows of a cell, and of a line of the source (NULL: nothing). */
const char *lanes_text(const struct lanes *lanes, const struct cell *cell);
const char *lanes_line(const struct lanes *lanes, const char *line);

/* True for a sign with a word behind it, of which the word can be left out. */
bool lanes_is_sign(const struct row *row, unsigned lane);

/* Prints the table. */
void lanes_paint(FILE *out, struct lanes *lanes, bool colour);

#endif
