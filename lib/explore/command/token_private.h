/* SPDX-License-Identifier: MIT */
/* token_private - what writing a token and reading one share.
 */
#ifndef EXPLORE_TOKEN_PRIVATE_H
#define EXPLORE_TOKEN_PRIVATE_H

#include <stdio.h>

#include "token.h"

/* The settings that a token has which does not speak of them. */
void token_set_usual(struct token *token);

/* Writes the others, each with a comma before it. */
void token_write_settings(const struct token *token, FILE *out);

/* Reads one word; false if it is no setting. */
bool token_read_setting(struct token *token, const char *word);

/* A number at *text of at most `most`, behind which *text is left. */
bool token_read_number(const char **text, unsigned long most, unsigned *number);

#endif
