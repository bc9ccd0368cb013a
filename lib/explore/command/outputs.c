/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "outputs.h"
#include "report.h"
#include "token.h"
#include "words.h"

/* Texts beyond so many bytes are counted, but not kept. */
enum { MOST_BYTES = 1 << 28, FIRST_SLOTS = 64, LONGEST_TOKEN = 400 };

struct output {
	char *text;
	size_t size;
	enum verdict verdict; /* VERDICT_PASSED, or how it failed */
	uint64_t hash;
	uint64_t count; /* schedules that printed it */
	uint64_t first; /* the first of them ... */
	char *token;	/* ... to run it again */
};

/* Open addressing by hash. */
struct outputs {
	struct output **slot;
	size_t slots, count, bytes;
	uint64_t lost;
};

static void *get(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (memory == NULL)
		die("out of memory for outputs");
	return memory;
}

struct outputs *outputs_new(void)
{
	struct outputs *outputs = get(1, sizeof *outputs);

	outputs->slots = FIRST_SLOTS;
	outputs->slot = get(outputs->slots, sizeof(struct output *));
	return outputs;
}

void outputs_clear(struct outputs *outputs)
{
	for (size_t i = 0; i < outputs->slots; i++) {
		struct output *output = outputs->slot[i];

		if (output == NULL)
			continue;
		free(output->text);
		free(output->token);
		free(output);
		outputs->slot[i] = NULL;
	}
	outputs->count = outputs->bytes = 0;
	outputs->lost = 0;
}

/* -- adding -------------------------------------------------------------------------------- */

/* FNV-1a (Fowler, Noll, Vo). */
static uint64_t hash_of(const char *text, size_t size, enum verdict verdict)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ verdict;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	return hash;
}

static bool same(const struct output *a, const struct output *b)
{
	return a->hash == b->hash && a->size == b->size && a->verdict == b->verdict &&
	       memcmp(a->text, b->text, a->size) == 0;
}

static struct output **find(const struct outputs *outputs, const struct output *wanted)
{
	size_t at = wanted->hash & (outputs->slots - 1);

	while (outputs->slot[at] != NULL && !same(outputs->slot[at], wanted))
		at = (at + 1) & (outputs->slots - 1);
	return &outputs->slot[at];
}

static void grow(struct outputs *outputs)
{
	struct output **old = outputs->slot;
	size_t slots = outputs->slots;

	if (outputs->count < slots / 2)
		return;
	outputs->slots = 2 * slots;
	outputs->slot = get(outputs->slots, sizeof(struct output *));
	for (size_t i = 0; i < slots; i++)
		if (old[i] != NULL)
			*find(outputs, old[i]) = old[i];
	free(old);
}

static char *token_text(const struct runner *runner)
{
	struct token token = token_of(runner->board);
	char *text = token_write(&token);

	token_free(&token);
	return text;
}

void outputs_add(struct outputs *outputs, struct runner *runner, uint64_t schedule)
{
	enum verdict verdict = (enum verdict)runner->board->report.verdict;
	struct output new = {.verdict = verdict_fails(verdict) ? verdict : VERDICT_PASSED,
			     .first = schedule};
	struct output **place;

	new.text = runner_output(runner, &new.size);
	new.hash = hash_of(new.text, new.size, new.verdict);
	grow(outputs);
	place = find(outputs, &new);
	if (*place == NULL && outputs->bytes + new.size <= MOST_BYTES) {
		new.token = token_text(runner);
		*place = get(1, sizeof new);
		**place = new;
		outputs->count++;
		outputs->bytes += new.size;
	} else {
		free(new.text);
	}
	if (*place == NULL) {
		outputs->lost++;
		return;
	}
	(*place)->count++;
	if (schedule < (*place)->first) {
		free((*place)->token);
		(*place)->token = token_text(runner);
		(*place)->first = schedule;
	}
}

/* -- printing ------------------------------------------------------------------------------ */

static int by_text(const void *left, const void *right)
{
	const struct output *a = *(struct output *const *)left;
	const struct output *b = *(struct output *const *)right;
	int order = memcmp(a->text, b->text, a->size < b->size ? a->size : b->size);

	if (order != 0)
		return order;
	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	return (a->verdict > b->verdict) - (a->verdict < b->verdict);
}

/* A line of an output, without its newline, as it can be shown. */
static void print_line(FILE *out, const char *line, size_t length)
{
	struct words words = {0};

	fprintf(out, "    %s\n", words_add(&words, "%.*s", (int)length, line));
	words_free(&words);
}

static void print_text(FILE *out, const char *text, size_t size)
{
	const char *end = text + size;

	if (size == 0)
		fputs("    (nothing)\n", out);
	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));

		print_line(out, text, (size_t)((newline != NULL ? newline : end) - text));
		if (newline == NULL)
			fputs("    (without a newline at its end)\n", out);
		text = newline != NULL ? newline + 1 : end;
	}
}

static void print_output(FILE *out, const struct output *output)
{
	fprintf(out, "%llu schedule%s, first schedule %llu",
		(unsigned long long)output->count, output->count == 1 ? "" : "s",
		(unsigned long long)output->first);
	if (output->verdict != VERDICT_PASSED)
		fprintf(out, ", then %s", verdict_name(output->verdict));
	fputs(":\n", out);
	print_text(out, output->text, output->size);
	if (strlen(output->token) <= LONGEST_TOKEN)
		fprintf(out, "  --replay %s\n", output->token);
	fputc('\n', out);
}

void outputs_print(const struct outputs *outputs, FILE *out)
{
	struct output **sorted = get(outputs->count + 1, sizeof *sorted);
	size_t n = 0;

	for (size_t i = 0; i < outputs->slots; i++)
		if (outputs->slot[i] != NULL)
			sorted[n++] = outputs->slot[i];
	qsort(sorted, n, sizeof *sorted, by_text);
	for (size_t i = 0; i < n; i++) {
		fprintf(out, "output %zu of %zu: ", i + 1, n);
		print_output(out, sorted[i]);
	}
	if (outputs->lost != 0)
		fprintf(out, "%llu schedules printed still others, too many to be kept\n",
			(unsigned long long)outputs->lost);
	free(sorted);
}
