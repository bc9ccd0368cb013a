/* SPDX-License-Identifier: MIT */
#include "token.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runner.h"

/* -- moves --------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const struct move *one = a, *other = b;

	if (one->thread != other->thread)
		return one->thread < other->thread ? -1 : 1;
	if (one->step != other->step)
		return one->step < other->step ? -1 : 1;
	if (one->kind != other->kind)
		return one->kind < other->kind ? -1 : 1;
	return (one->value > other->value) - (one->value < other->value);
}

void moves_sort(struct move *move, unsigned count)
{
	qsort(move, count, sizeof *move, compare);
}

/* -- settings ------------------------------------------------------------------------------ */

/* The words between version and moves: numbers, which stand there if they are not as usual,
 * and what is there or not. */
static const struct {
	const char *name;
	size_t offset;
	unsigned usual;
} numbers[] = {
	{"races=", offsetof(struct token, races), 2},
	{"leaks=", offsetof(struct token, leaks), 2},
	{"steps=", offsetof(struct token, steps), 0},
	{"spurious=", offsetof(struct token, spurious), 0},
};

static const struct {
	const char *name;
	size_t offset;
} flags[] = {
	{"adversarial", offsetof(struct token, adversarial)},
	{"weak", offsetof(struct token, weak)},
	{"all-points", offsetof(struct token, every_access)},
	{"any-status", offsetof(struct token, any_status)},
};

enum {
	NUMBERS = sizeof numbers / sizeof numbers[0],
	FLAGS = sizeof flags / sizeof flags[0]
};

static unsigned *number_in(const struct token *token, size_t at)
{
	return (unsigned *)(uintptr_t)((const char *)token + numbers[at].offset);
}

static bool *flag_in(const struct token *token, size_t at)
{
	return (bool *)(uintptr_t)((const char *)token + flags[at].offset);
}

/* -- writing ------------------------------------------------------------------------------- */

struct token token_of(const struct board *board)
{
	const struct order *order = &board->order;
	const struct report *report = &board->report;
	struct token token = {
		.adversarial = order->adversarial,
		.weak = order->weak,
		.every_access = order->every_access,
		.any_status = !order->status_matters,
		.spurious = order->spurious,
		.races = order->races_matter,
		.leaks = order->leaks_matter,
		.steps = report->verdict == VERDICT_LIVELOCK ? order->steps_limit : 0,
		.moves = report->moves < MAX_MOVES ? report->moves : MAX_MOVES};

	token.move = malloc((token.moves + 1) * sizeof *token.move);
	if (token.move == NULL)
		die("out of memory");
	memcpy(token.move, report->move, token.moves * sizeof *token.move);
	moves_sort(token.move, token.moves);
	return token;
}

void token_free(struct token *token)
{
	free(token->move);
	*token = (struct token){0};
}

char *token_write(const struct token *token)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		die("out of memory");
	fputs("v1", out);
	for (size_t i = 0; i < FLAGS; i++)
		if (*flag_in(token, i))
			fprintf(out, ",%s", flags[i].name);
	for (size_t i = 0; i < NUMBERS; i++)
		if (*number_in(token, i) != numbers[i].usual)
			fprintf(out, ",%s%u", numbers[i].name, *number_in(token, i));
	for (unsigned i = 0; i < token->moves; i++)
		fprintf(out, ",%u@%u%c%u", token->move[i].thread, token->move[i].step,
			token->move[i].kind, token->move[i].value);
	if (fclose(out) != 0)
		die("out of memory");
	return text;
}

/* -- reading ------------------------------------------------------------------------------- */

/* A number at *text of at most `most`, behind which *text is left. */
static bool read_number(const char **text, unsigned long most, unsigned *number)
{
	unsigned long value;
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	errno = 0;
	value = strtoul(*text, &end, 10);
	if (errno != 0 || value > most)
		return false;
	*number = (unsigned)value;
	*text = end;
	return true;
}

static bool read_move(struct token *token, const char *word)
{
	unsigned thread, step, value;
	char kind;

	if (!read_number(&word, UINT16_MAX, &thread) || *word++ != '@' ||
	    !read_number(&word, UINT32_MAX, &step) || *word == '\0' ||
	    strchr(":!=", *word) == NULL)
		return false;
	kind = *word++;
	if (!read_number(&word, UINT16_MAX, &value) || *word != '\0')
		return false;
	if (token->moves >= MAX_MOVES)
		die("--replay: the token has more than %d moves", MAX_MOVES);
	token->move[token->moves++] = (struct move){.step = step,
						    .thread = (uint16_t)thread,
						    .value = (uint16_t)value,
						    .kind = kind};
	return true;
}

static bool read_setting(struct token *token, const char *word)
{
	for (size_t i = 0; i < FLAGS; i++)
		if (strcmp(word, flags[i].name) == 0)
			return *flag_in(token, i) = true;
	for (size_t i = 0; i < NUMBERS; i++) {
		size_t length = strlen(numbers[i].name);
		const char *number = word + length;

		if (strncmp(word, numbers[i].name, length) == 0)
			return read_number(&number, UINT32_MAX, number_in(token, i)) &&
			       *number == '\0';
	}
	return false;
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
	for (size_t i = 0; i < NUMBERS; i++)
		*number_in(&token, i) = numbers[i].usual;
	if (word == NULL || !begins_token(word))
		die("%s holds no token: one begins with v1", source);
	if (strcmp(word, "v1") != 0)
		die("%s holds a token of another version of explore (%.16s, not v1)",
		    source, word);
	while ((word = strtok_r(NULL, ", \t\r\n", &rest)) != NULL)
		if (!read_move(&token, word) && !read_setting(&token, word))
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

/* -- use ----------------------------------------------------------------------------------- */

void token_set_options(const struct token *token, struct options *options)
{
	options->time = token->adversarial ? TIME_ADVERSARIAL : TIME_FROZEN;
	options->weak = token->weak;
	options->every_access = token->every_access;
	options->any_status = token->any_status;
	options->spurious = token->spurious;
	options->races = token->races;
	options->leaks = token->leaks;
	if (token->steps != 0)
		options->steps = token->steps;
}

void token_set_order(const struct token *token, struct order *order)
{
	order->strategy = STRATEGY_REPLAY;
	order->moves = token->moves;
	memcpy(order->move, token->move, token->moves * sizeof *token->move);
}
