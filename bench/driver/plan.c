/* SPDX-License-Identifier: MIT */
#include "plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- cells ------------------------------------------------------------------------------------ */

/* "forkjoin@scoped" answers "forkjoin", as a further implementation. */
static bool answers(const char *name, const char *bench)
{
	size_t length = strcspn(name, "@");

	return strlen(bench) == length && !strncmp(name, bench, length);
}

static bool add_cell(struct row *row, const struct member *member, const char *name)
{
	struct cell *grown =
		realloc(row->cells, (size_t)(row->count + 1) * sizeof *grown);
	const char *variant = strchr(name, '@');
	struct cell *cell;

	if (!grown)
		return false;
	row->cells = grown;
	cell = &grown[row->count++];
	*cell = (struct cell){.peer = &member->peer, .n = row->question->n, .repeats = 1};
	snprintf(cell->bench, sizeof cell->bench, "%s", name);
	snprintf(cell->impl, sizeof cell->impl, "%.30s%s%.16s",
		 member->own ? heddle_impl(name) : member->peer.impl, variant ? " " : "",
		 variant ? variant + 1 : "");
	if (*member->peer.missing) {
		cell->status = SAMPLE_SKIP;
		snprintf(cell->note, sizeof cell->note, "%s", member->peer.missing);
	}
	return true;
}

static bool fill_row(struct row *row, const struct team *team)
{
	for (int i = 0; i < team->count; i++) {
		const struct member *member = &team->members[i];

		for (int k = 0; k < member->count; k++)
			if (answers(member->benches[k], row->question->bench) &&
			    !add_cell(row, member, member->benches[k]))
				return false;
	}
	row->order = calloc((size_t)row->count + 1, sizeof *row->order);
	return row->order != NULL;
}

static void free_row(struct row *row)
{
	free(row->cells);
	free(row->order);
}

/* -- rows ------------------------------------------------------------------------------------- */

static bool add_row(struct plan *plan, const struct question *question, int workers,
		    const struct team *team)
{
	struct row *grown =
		realloc(plan->rows, (size_t)(plan->count + 1) * sizeof *grown);

	if (!grown)
		return false;
	plan->rows = grown;
	grown[plan->count] = (struct row){.question = question, .workers = workers};
	if (!fill_row(&grown[plan->count], team)) {
		free_row(&grown[plan->count]);
		return false;
	}
	if (grown[plan->count].count)
		plan->count++;
	else
		free_row(&grown[plan->count]);
	return true;
}

static bool asked(const struct question *question, const struct choice *choice)
{
	return (question->quick || !choice->quick) &&
	       matches(choice->benches, question->bench);
}

/* The physical limits beneath what was asked for are measured with it. */
static bool is_floor(const struct question *question, const struct choice *choice,
		     const struct questions *all)
{
	for (int i = 0; i < all->count; i++)
		if (asked(&all->rows[i], choice) &&
		    !strcmp(all->rows[i].floor, question->bench))
			return true;
	return false;
}

/* The numbers that the command line chose take the place of the question's own. */
static bool add_rows(struct plan *plan, const struct question *question,
		     const struct choice *choice, const struct team *team)
{
	struct question chosen = *question;

	if (choice->workers && !question->workers_fixed &&
	    !read_workers_list(choice->workers, &chosen))
		return false;
	for (int i = 0; i < chosen.workers_count; i++)
		if (!add_row(plan, question, chosen.workers[i], team))
			return false;
	return true;
}

static void say_there_is_none(const struct choice *choice, const struct questions *all)
{
	fprintf(stderr, "heddle-bench: nothing to measure for '%s'%s; there are:",
		choice->benches ? choice->benches : "*",
		choice->quick ? " in the quick set" : "");
	for (int i = 0; i < all->count; i++)
		if ((all->rows[i].quick || !choice->quick) &&
		    (i == 0 || strcmp(all->rows[i].bench, all->rows[i - 1].bench)))
			fprintf(stderr, " %s", all->rows[i].bench);
	fputc('\n', stderr);
}

bool plan_make(struct plan *plan, const struct choice *choice,
	       const struct questions *questions, const struct team *team)
{
	*plan = (struct plan){0};
	for (int i = 0; i < questions->count; i++) {
		const struct question *q = &questions->rows[i];

		if (!asked(q, choice) && !is_floor(q, choice, questions))
			continue;
		if (!add_rows(plan, q, choice, team)) {
			fprintf(stderr,
				"heddle-bench: there is no memory for the plan\n");
			plan_free(plan);
			return false;
		}
	}
	if (plan->count)
		return true;
	say_there_is_none(choice, questions);
	return false;
}

void plan_free(struct plan *plan)
{
	for (int i = 0; i < plan->count; i++)
		free_row(&plan->rows[i]);
	free(plan->rows);
	*plan = (struct plan){0};
}
