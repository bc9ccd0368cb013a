/* SPDX-License-Identifier: MIT */
/* token - a schedule as a line of text, to be run again.
 *
 *	v1,weak,1@5:2,2@3:0
 *
 * After the version stand the settings on which a run depends, then the moves: before its
 * operation number 5, counted from 0, thread 1 made way for thread 2.  There is no address
 * in it, so a token holds for every start of the program, and for another build of it as
 * long as its threads do the same operations.
 */
#ifndef EXPLORE_TOKEN_H
#define EXPLORE_TOKEN_H

#include <stdbool.h>

#include "options.h"

struct token {
	bool adversarial, weak, every_access, any_status, busy_fails;
	unsigned spurious, races, leaks;
	unsigned steps;	   /* the limit; 0: it does not matter */
	unsigned accesses; /* the limit; 0: there is none */
	unsigned moves;
	struct move *move; /* ordered by (thread, step) */
};

/* The schedule that was run last; free what is returned with token_free. */
struct token token_of(const struct board *board);
void token_free(struct token *token);

/* As text, to be freed. */
char *token_write(const struct token *token);

/* Reads what --replay was given: a token, or the name of a file that holds one.  Ends the
 * process with status 2 and the reason if it is neither. */
struct token token_read(const char *token_or_file);

/* The same in two steps: sets the options that a token fixes (before the program is
 * started), and the order on the board (after runner_prepare). */
void token_set_options(const struct token *token, struct options *options);
void token_set_order(const struct token *token, struct order *order);

/* Sorts moves as an order wants them. */
void moves_sort(struct move *move, unsigned count);

#endif
