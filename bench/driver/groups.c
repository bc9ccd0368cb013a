/* SPDX-License-Identifier: MIT */
#include "groups.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "header.h"

/* qsort has no place for them; set by groups_make alone. */
static const struct samples *order;

/* heddle itself comes first, then its variants, then the peers in their order. */
static int impl_place(const char *impl)
{
	if (!strcmp(impl, "heddle"))
		return -2;
	if (!strncmp(impl, "heddle ", 7))
		return -1;
	return header_place(order, "peer", impl);
}

/* What the group is, without implementation. */
static int by_question(const struct sample *a, const struct sample *b)
{
	int result = header_place(order, "question", a->bench) -
		     header_place(order, "question", b->bench);

	if (!result)
		result = strcmp(a->bench, b->bench);
	if (!result)
		result = strverscmp(a->params, b->params);
	return result ? result : (a->workers > b->workers) - (a->workers < b->workers);
}

static int by_group(const struct sample *a, const struct sample *b)
{
	int result = by_question(a, b);

	if (!result)
		result = impl_place(a->impl) - impl_place(b->impl);
	return result ? result : strcmp(a->impl, b->impl);
}

static int by_time(const struct sample *a, const struct sample *b)
{
	int result = strcmp(a->session, b->session);

	if (!result)
		result = a->pair - b->pair;
	if (!result)
		result = a->round - b->round;
	return result ? result : a->pos - b->pos;
}

static int compare(const void *a, const void *b)
{
	const struct sample *x = *(const struct sample *const *)a;
	const struct sample *y = *(const struct sample *const *)b;
	int result = by_group(x, y);

	return result ? result : by_time(x, y);
}

bool sample_beside(const struct sample *a, const struct sample *b)
{
	return !strcmp(a->session, b->session) && a->pair == b->pair &&
	       a->round == b->round;
}

bool sample_before(const struct sample *a, const struct sample *b)
{
	return by_time(a, b) < 0;
}

bool groups_make(const struct samples *samples, struct groups *groups)
{
	size_t count = samples->count;

	*groups = (struct groups){.sorted = calloc(count + 1, sizeof(void *)),
				  .rows = calloc(count + 1, sizeof *groups->rows)};
	if (!groups->sorted || !groups->rows) {
		fprintf(stderr, "heddle-bench: no memory for %zu samples\n", count);
		groups_free(groups);
		return false;
	}
	for (size_t i = 0; i < count; i++)
		groups->sorted[i] = &samples->rows[i];
	order = samples;
	if (count)
		qsort(groups->sorted, count, sizeof(void *), compare);
	for (size_t i = 0; i < count; i++) {
		if (!i || by_group(groups->sorted[i - 1], groups->sorted[i]))
			groups->rows[groups->count++].samples = &groups->sorted[i];
		groups->rows[groups->count - 1].count++;
	}
	return true;
}

void groups_free(struct groups *groups)
{
	free(groups->sorted);
	free(groups->rows);
	*groups = (struct groups){0};
}

const struct group *groups_find(const struct groups *groups, const char *impl,
				const struct sample *like)
{
	for (int i = 0; i < groups->count; i++) {
		const struct sample *s = groups->rows[i].samples[0];

		if (!strcmp(s->impl, impl) && !strcmp(s->bench, like->bench) &&
		    !strcmp(s->params, like->params) && s->workers == like->workers)
			return &groups->rows[i];
	}
	return NULL;
}
