/* SPDX-License-Identifier: MIT */
/* token_read - a token from the command line, or from a file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runner.h"
#include "token_private.h"

static bool read_move(struct token *token, const char *word)
{
	unsigned thread, step, value;
	char kind;

	if (!token_read_number(&word, UINT16_MAX, &thread) || *word++ != '@' ||
	    !token_read_number(&word, UINT32_MAX, &step) || *word == '\0' ||
	    strchr(":!=", *word) == NULL)
		return false;
	kind = *word++;
	if (!token_read_number(&word, UINT16_MAX, &value) || *word != '\0')
		return false;
	if (token->moves >= MAX_MOVES)
		die("--replay: the token has more than %d moves", MAX_MOVES);
	token->move[token->moves++] = (struct move){.step = step,
						    .thread = (uint16_t)thread,
						    .value = (uint16_t)value,
						    .kind = kind};
	return true;
}

static bool begins_token(const char *text)
{
	return text[0] == 'v' && text[1] >= '0' && text[1] <= '9';
}

/* The words, with commas or white space between them; source is how messages call it. */
static struct token parse(char *text, const char *source)
{
	struct token token = {.move = malloc(MAX_MOVES * sizeof *token.move)};
	char *rest, *word = strtok_r(text, ", \t\r\n", &rest);

	if (token.move == NULL)
		die("out of memory");
	token_set_usual(&token);
	if (word == NULL || !begins_token(word))
		die("%s holds no token: one begins with v1", source);
	if (strcmp(word, "v1") != 0)
		die("%s holds a token of another version of explore (%.16s, not v1)",
		    source, word);
	while ((word = strtok_r(NULL, ", \t\r\n", &rest)) != NULL)
		if (!read_move(&token, word) && !token_read_setting(&token, word))
			die("%s: the token has '%.32s' where a move such as 1@5:2 must "
			    "stand",
			    source, word);
	moves_sort(token.move, token.moves);
	return token;
}

/* The file's text without its comments, which are lines that begin with #. */
static char *read_file(const char *path)
{
	FILE *in = fopen(path, "re");
	char *text = NULL, *line = NULL;
	size_t size, space = 0;
	FILE *out = open_memstream(&text, &size);

	if (in == NULL)
		die("--replay %.64s: neither a token, which begins with v1, nor a file: "
		    "%s",
		    path, strerror(errno));
	if (out == NULL)
		die("out of memory");
	while (getline(&line, &space, in) >= 0)
		if (line[0] != '#')
			fputs(line, out);
	if (ferror(in) || fclose(out) != 0)
		die("--replay %s: the file cannot be read: %s", path, strerror(errno));
	fclose(in);
	free(line);
	return text;
}

struct token token_read(const char *token_or_file)
{
	bool is_token = begins_token(token_or_file) && access(token_or_file, F_OK) != 0;
	char *text = is_token ? strdup(token_or_file) : read_file(token_or_file);
	struct token token;

	if (text == NULL)
		die("out of memory");
	token = parse(text, is_token ? "--replay" : token_or_file);
	free(text);
	return token;
}
