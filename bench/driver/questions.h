/* SPDX-License-Identifier: MIT */
/* questions - questions.tsv: what is measured.
 *
 *	struct questions all;
 *	if (questions_read("bench/questions.tsv", &all))
 *		for (int i = 0; i < all.count; i++)
 *			use(&all.rows[i]);
 *	questions_free(&all);
 *
 * Errors:   questions_read says on standard error what is wrong, with file and line.
 * Memory:   questions_free frees what questions_read made.
 */
#ifndef HEDDLE_QUESTIONS_H
#define HEDDLE_QUESTIONS_H

#include <stdbool.h>

enum { QUESTION_WORKERS = 16 };

struct question {
	char bench[40];
	bool quick;	  /* it belongs to the quick set, too */
	char params[128]; /* "n=300000 rounds=5", "-" */
	int workers[QUESTION_WORKERS];
	int workers_count;
	bool workers_fixed; /* "=5": the question is about just so many */
	long n;		    /* the parameter n; 1 if there is none */
	bool fit;	    /* n may be made smaller for who is slow */
	long step;	    /* by how much at a time; 0: to a tenth */
	double limit_s;	    /* how long a sample may take at most */
	char unit[16];	    /* "ns" or "bytes" */
	char floor[40];	    /* the bench of the physical limit, "-" */
	char text[200];	    /* the question itself */
};

struct questions {
	struct question *rows;
	int count;
};

bool questions_read(const char *path, struct questions *questions);
void questions_free(struct questions *questions);

/* "1,2,4" as a list of workers; false if it is none. */
bool read_workers_list(const char *text, struct question *question);

/* Does name match one of the patterns, "submit*,thread"?  NULL or "" matches everything.
 * And is a number one of "1,2,4"? */
bool matches(const char *patterns, const char *name);
bool matches_number(const char *numbers, int number);

#endif
