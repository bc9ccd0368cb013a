/* SPDX-License-Identifier: MIT */
/* words - texts that are kept together and freed together.
 *
 * They come from strangers (names in a program, its arguments, what it prints), so they are
 * made clean: UTF-8 without control characters, whatever bytes went in.
 */
#ifndef EXPLORE_WORDS_H
#define EXPLORE_WORDS_H

#include <stddef.h>

struct word;

struct words {
	struct word *last;
};

/* Formats as printf does.  The text stays until words_free. */
const char *words_add(struct words *words, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void words_free(struct words *words);

/* Replaces each byte that is a control character or no UTF-8 by '?'. */
void words_clean(char *text);

/* How many columns a clean text takes, a column a character. */
size_t words_width(const char *text);

#endif
