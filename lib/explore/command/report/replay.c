/* SPDX-License-Identifier: MIT */
#include "replay.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "token.h"
#include "words.h"

/* A longer token goes into a file. */
enum { LONGEST_TOKEN = 240 };

/* -- words of a shell ---------------------------------------------------------------------- */

static void put_quoted(FILE *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_@%+=:,./-";

	if (*word != '\0' && word[strspn(word, plain)] == '\0') {
		fputs(word, out);
		return;
	}
	fputc('\'', out);
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			fputs("'\\''", out);
		else
			fputc(*word, out);
	}
	fputc('\'', out);
}

static void put_program(FILE *out, char **program)
{
	for (size_t i = 0; program[i] != NULL; i++) {
		fputc(' ', out);
		put_quoted(out, program[i]);
	}
}

/* -- the file of a token ------------------------------------------------------------------- */

/* The same token always has the same name, and another one hardly ever has it, so that
 * several explorations may run in one folder. */
static const char *name_file(struct words *words, const char *program, const char *token)
{
	const char *slash = strrchr(program, '/');
	char name[64];
	unsigned hash = 2166136261U;

	for (; *token != '\0'; token++)
		hash = (hash ^ (unsigned char)*token) * 16777619U;
	snprintf(name, sizeof name, "%s", slash != NULL ? slash + 1 : program);
	return words_add(words, "explore-%s-%06x.token", name, hash & 0xffffff);
}

/* Lines of some words each. */
static void put_token(FILE *out, const char *token)
{
	size_t column = 0;

	for (; *token != '\0'; token++) {
		fputc(*token, out);
		if (++column > 80 && *token == ',') {
			fputc('\n', out);
			column = 0;
		}
	}
	fputc('\n', out);
}

/* Made whole under another name, so that nobody reads half of it.  False if it cannot be. */
static bool write_file(struct words *words, const char *path, char **program,
		       const char *token)
{
	const char *beside = words_add(words, "%s.%d", path, (int)getpid());
	FILE *out = fopen(beside, "we");

	if (out == NULL)
		return false;
	fputs("# a schedule of", out);
	for (size_t i = 0; program[i] != NULL; i++)
		fprintf(out, " %s", words_add(words, "%s", program[i]));
	fputc('\n', out);
	put_token(out, token);
	if (!ferror(out) && fclose(out) == 0 && rename(beside, path) == 0)
		return true;
	unlink(beside);
	return false;
}

void replay_print(FILE *out, const struct runner *runner)
{
	const struct options *options = runner->options;
	struct token token = token_of(runner->board);
	char *text = token_write(&token);
	struct words words = {0};
	const char *named = text, *file;

	if (strlen(text) > LONGEST_TOKEN) {
		file = name_file(&words, options->program[0], text);
		if (write_file(&words, file, options->program, text))
			named = file;
	}
	fputs("replay: explore --replay ", out);
	put_quoted(out, named);
	if (options->expect != NULL) {
		fputs(" --expect ", out);
		put_quoted(out, options->expect);
	}
	fputs(" --", out);
	put_program(out, options->program);
	fputc('\n', out);
	words_free(&words);
	free(text);
	token_free(&token);
}
