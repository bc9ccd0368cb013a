/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "runner.h"

struct word {
	struct word *before;
	char text[];
};

const char *words_add(struct words *words, const char *format, ...)
{
	va_list arguments, again;
	struct word *word;
	int length;

	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, arguments);
	word = length < 0 ? NULL : malloc(sizeof *word + (size_t)length + 1);
	if (word == NULL)
		die("out of memory");
	vsnprintf(word->text, (size_t)length + 1, format, again);
	va_end(again);
	va_end(arguments);
	words_clean(word->text);
	word->before = words->last;
	words->last = word;
	return word->text;
}

void words_free(struct words *words)
{
	while (words->last != NULL) {
		struct word *word = words->last;

		words->last = word->before;
		free(word);
	}
}

/* How many bytes the UTF-8 character at text has; 0 if there is none.  (RFC 3629: no
 * overlong forms, no surrogates, nothing above U+10FFFF.) */
static size_t utf8_length(const unsigned char *text)
{
	static const struct {
		unsigned char first, last, least, most; /* of the first and second byte */
		size_t length;
	} forms[] = {
		{0xc2, 0xc2, 0xa0, 0xbf, 2}, {0xc3, 0xdf, 0x80, 0xbf, 2},
		{0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
		{0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
		{0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
		{0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (*text < forms[i].first || *text > forms[i].last)
			continue;
		if (text[1] < forms[i].least || text[1] > forms[i].most)
			return 0;
		for (size_t k = 2; k < forms[i].length; k++)
			if ((text[k] & 0xc0) != 0x80)
				return 0;
		return forms[i].length;
	}
	return *text >= 0x20 && *text < 0x7f;
}

void words_clean(char *text)
{
	unsigned char *next = (unsigned char *)text;

	while (*next != '\0') {
		size_t length = utf8_length(next);

		if (length == 0)
			*next = '?';
		next += length > 0 ? length : 1;
	}
}

size_t words_width(const char *text)
{
	size_t width = 0;

	for (; *text != '\0'; text++)
		width += (*text & 0xc0) != 0x80;
	return width;
}
