/* SPDX-License-Identifier: MIT */
/* compare - where an output is not what was expected.
 */
#include <stdio.h>
#include <string.h>

#include "outputs.h"
#include "words.h"

enum { SHOWN = 60 }; /* bytes of a line */

/* The line at *text, without its newline; moves *text behind it. */
struct line {
	const char *text;
	size_t length;
	bool is_there, has_newline;
};

static struct line next_line(const char **text, const char *end)
{
	struct line line = {.text = *text, .is_there = *text < end};
	const char *newline = memchr(*text, '\n', (size_t)(end - *text));

	line.has_newline = newline != NULL;
	line.length = (size_t)((newline != NULL ? newline : end) - *text);
	*text += line.length + (line.has_newline ? 1 : 0);
	return line;
}

static bool same(const struct line *a, const struct line *b)
{
	return a->is_there == b->is_there && a->has_newline == b->has_newline &&
	       a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* In quotes; cut if it is long, and without what would be taken for a mark of board.h. */
static const char *quote(struct words *words, const struct line *line)
{
	char text[SHOWN + 1] = "";
	size_t length = line->length < SHOWN ? line->length : SHOWN;

	if (!line->is_there)
		return "nothing more";
	memcpy(text, line->text, length);
	for (size_t i = 0; i < length; i++)
		if (text[i] == '\0' || (text[i] == '<' && text[i + 1] != '\0' &&
					strchr("@&#", text[i + 1]) != NULL))
			text[i] = '?';
	return words_add(words, "'%s%s'%s", text, length < line->length ? "..." : "",
			 line->has_newline ? "" : " without a newline");
}

bool outputs_differ(const char *output, size_t size, const char *expected,
		    size_t expected_size, char *why, size_t room)
{
	const char *end = output + size, *expected_end = expected + expected_size;
	struct words words = {0};

	if (size == expected_size && memcmp(output, expected, size) == 0)
		return false;
	for (unsigned long number = 1;; number++) {
		struct line printed = next_line(&output, end);
		struct line wanted = next_line(&expected, expected_end);

		if (same(&printed, &wanted))
			continue;
		snprintf(why, room, "line %lu of the output is %s, and %s was expected",
			 number, quote(&words, &printed), quote(&words, &wanted));
		words_free(&words);
		return true;
	}
}
