/* SPDX-License-Identifier: MIT */
/* token_settings - the words of a token that are no moves. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "token_private.h"

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
	{"accesses=", offsetof(struct token, accesses), 0},
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
	{"busy-fails", offsetof(struct token, busy_fails)},
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

void token_set_usual(struct token *token)
{
	for (size_t i = 0; i < NUMBERS; i++)
		*number_in(token, i) = numbers[i].usual;
}

void token_write_settings(const struct token *token, FILE *out)
{
	for (size_t i = 0; i < FLAGS; i++)
		if (*flag_in(token, i))
			fprintf(out, ",%s", flags[i].name);
	for (size_t i = 0; i < NUMBERS; i++)
		if (*number_in(token, i) != numbers[i].usual)
			fprintf(out, ",%s%u", numbers[i].name, *number_in(token, i));
}

bool token_read_number(const char **text, unsigned long most, unsigned *number)
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

bool token_read_setting(struct token *token, const char *word)
{
	for (size_t i = 0; i < FLAGS; i++)
		if (strcmp(word, flags[i].name) == 0)
			return *flag_in(token, i) = true;
	for (size_t i = 0; i < NUMBERS; i++) {
		size_t length = strlen(numbers[i].name);
		const char *number = word + length;

		if (strncmp(word, numbers[i].name, length) == 0)
			return token_read_number(&number, UINT32_MAX,
						 number_in(token, i)) &&
			       *number == '\0';
	}
	return false;
}
