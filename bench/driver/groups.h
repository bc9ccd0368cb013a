/* SPDX-License-Identifier: MIT */
/* groups - samples, put together by what they are samples of.
 *
 * A group is all samples of one implementation, bench, set of parameters and number of
 * workers.  Groups stand in the order of the header's questions and peers, parameters and
 * workers ascending; the samples of a group in the order of session, pair, round.
 *
 *	struct groups groups;
 *
 *	if (groups_make(&samples, &groups))
 *		for (int i = 0; i < groups.count; i++)
 *			use(groups.rows[i].samples[0]->bench);
 *	groups_free(&groups);
 *
 * Errors:   groups_make is false only without memory, and says so on standard error.
 * Memory:   groups_free frees what groups_make made; the samples stay the caller's.
 */
#ifndef HEDDLE_GROUPS_H
#define HEDDLE_GROUPS_H

#include <stdbool.h>

#include "samples.h"

struct group {
	const struct sample **samples;
	int count;
};

struct groups {
	struct group *rows;
	int count;
	const struct sample **sorted; /* what the groups' samples point into */
};

bool groups_make(const struct samples *samples, struct groups *groups);
void groups_free(struct groups *groups);

/* The group of this implementation with the same bench, parameters and workers, or NULL. */
const struct group *groups_find(const struct groups *groups, const char *impl,
				const struct sample *like);

/* The same session, pair and round: were the two measured side by side? */
bool sample_beside(const struct sample *a, const struct sample *b);

/* In a group: does a stand before b? */
bool sample_before(const struct sample *a, const struct sample *b);

#endif
