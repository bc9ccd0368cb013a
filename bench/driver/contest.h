/* SPDX-License-Identifier: MIT */
/* contest - two builds of heddle's measuring programs, compared row by row.
 *
 *	struct contest contest;
 *
 *	if (contest_make(&contest, &choice, &questions)) {
 *		contest_measure(&contest, &rules);
 *		contest_table(&contest, stdout);
 *	}
 *	contest_free(&contest);
 *
 * All rows are measured with 20 pairs of processes, in random order, and those that need more
 * with 40 and 80.  A row that is flagged then, slower or faster, is measured a second time,
 * with fresh processes, and stays flagged only if that says the same.
 *
 * Errors:   contest_make says on standard error what is wrong; false.  What goes wrong in a row
 *           stands in the row.
 * Threads:  one at a time.
 * Memory:   contest_free frees all of it; questions and choice must live as long.
 */
#ifndef HEDDLE_CONTEST_H
#define HEDDLE_CONTEST_H

#include <stdbool.h>
#include <stdio.h>

#include "pair.h"
#include "progress.h"
#include "questions.h"
#include "session.h"
#include "verdict.h"

enum { CONTEST_PAIRS = 80 };

struct contest_choice {
	const char *builds[SIDES]; /* "build/release" */
	const char *benches;	   /* NULL: the quick set */
	const char *workers;	   /* NULL: no more than there are CPUs */
	const char *slowdown;	   /* of the new build; NULL: none */
	enum placement placement;
};

struct contest_rules {
	double alpha;	  /* of all rows together */
	double threshold; /* as a logarithm */
	int most;	  /* pairs */
	double seconds; /* how long each of the two measurements may take; 0: no limit */
	struct shuffle *shuffle;
	const struct session *session;
	FILE *samples; /* NULL: they are not kept */
	struct progress *progress;
};

enum contest_state { CONTEST_MEASURED, CONTEST_SKIPPED, CONTEST_FAILED };

struct contest_attempt {
	double d[CONTEST_PAIRS];
	double values[SIDES][CONTEST_PAIRS]; /* a pair's median, nanoseconds or bytes */
	struct comparison result;
};

struct contest_row {
	char bench[40];	  /* "forkjoin@scoped" */
	char params[128]; /* with n as it is measured */
	int workers;
	long n, repeats;
	double cost_s; /* of a pair, by the length of a sample */
	bool fit;      /* n may be made smaller, */
	long step;     /* by so much at a time; 0: to a tenth */
	bool bytes;    /* what is measured are bytes */
	char programs[SIDES][256];
	enum contest_state state;
	struct contest_attempt first, again; /* again: if first.result is flagged */
	enum verdict verdict;		     /* what is reported */
	char note[240];
};

struct contest {
	const struct contest_choice *choice;
	struct contest_row *rows;
	int count;
	bool complete; /* it was neither interrupted nor out of time */
};

/* Finds the rows that both builds have, and how much work makes a sample. */
bool contest_make(struct contest *contest, const struct contest_choice *choice,
		  const struct questions *questions);
void contest_free(struct contest *contest);

/* n and repeats, so that a sample of either side takes some milliseconds. */
void contest_fit(struct contest_row *row);

/* May be called again: a contest forgets the results it had. */
void contest_measure(struct contest *contest, const struct contest_rules *rules);

/* Fills `contest` from the samples that an earlier one kept. */
bool contest_read(struct contest *contest, const struct samples *samples);

/* Is it slower or faster by the first measurement? */
bool contest_flagged(const struct contest_row *row);

/* From each row's d to its verdict. */
void contest_judge(struct contest *contest, double alpha, double threshold);

/* How many rows have this verdict, or are in this state. */
int contest_verdicts(const struct contest *contest, enum verdict verdict);
int contest_states(const struct contest *contest, enum contest_state state);

/* The result as a table for people, and as compare.tsv. */
void contest_table(const struct contest *contest, FILE *file);
void contest_write(const struct contest *contest, FILE *file);

#endif
