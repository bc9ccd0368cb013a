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
	unsigned lane;      /* in which something is done, or NO_LANE */
	unsigned thread;    /* that does it */
	struct cell cell[MOST_LANES];
	const char *note;   /* behind it, or NULL */
};

struct lane {
	unsigned thread;
	bool others;        /* of all threads that have no lane of their own */
	const char *title;
	size_t text, line;  /* the widths of what stands beside each other in it */
	size_t width;       /* of the whole */
};

/* How the table is laid out. */
struct layout {
	bool graph;  /* signs in the lanes, one column behind them for what is done */
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
	size_t line;        /* the width of the column of lines, 0 if there is none */
	size_t action;      /* the width of what is done, in a graph */
	const char *file;   /* begins with the name of the only file, ... */
	size_t file_length; /* ... which is so long; 0: there are several */
};

/* Prints the table. */
void lanes_paint(FILE *out, struct lanes *lanes, bool colour);

#endif
