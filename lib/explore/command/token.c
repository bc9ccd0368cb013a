/* SPDX-License-Identifier: MIT */
#include "token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"
#include "token_private.h"

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
		.busy_fails = order->busy_fails,
		.accesses = order->accesses_limit,
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
	token_write_settings(token, out);
	for (unsigned i = 0; i < token->moves; i++)
		fprintf(out, ",%u@%u%c%u", token->move[i].thread, token->move[i].step,
			token->move[i].kind, token->move[i].value);
	if (fclose(out) != 0)
		die("out of memory");
	return text;
}

/* -- use ----------------------------------------------------------------------------------- */

void token_set_options(const struct token *token, struct options *options)
{
	options->time = token->adversarial ? TIME_ADVERSARIAL : TIME_FROZEN;
	options->weak = token->weak;
	options->every_access = token->every_access;
	options->any_status = token->any_status;
	options->busy_fails = token->busy_fails;
	options->accesses = token->accesses;
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
