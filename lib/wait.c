/* SPDX-License-Identifier: MIT */
#include "heddle/wait.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gather.h"
#include "sync.h"
#include "task.h"

/* -- wait -------------------------------------------------------------------------------------------- */

/* Splits by what is true at the end, so that FIRST_COMPLETED gives all that are done: first
 * those that arrived, in order; one that was done but not yet told comes last. */
static int split(struct hd_gather *g, bool timed_out, hd_wait_sets *sets)
{
	hd_future **all = malloc((g->count ? g->count : 1) * sizeof(hd_future *));
	size_t done = 0, pending = g->count;
	hd_future *future;

	if (!all)
		return HD_ENOMEM;
	while ((future = hd_gather_take(g)))
		all[done++] = future;
	for (size_t i = g->watched; i-- > 0;)
		if (g->entries[i].future)
			all[--pending] = g->entries[i].future;
	*sets = (hd_wait_sets){all, all + done, done, g->count - done, timed_out};
	return 0;
}

int hd_wait(hd_future *const *futures, size_t count, double timeout, hd_return_when when,
	    hd_wait_sets *sets)
{
	int64_t deadline = hd_deadline(timeout);
	struct hd_gather *g;
	bool timed_out;
	int code;

	if ((unsigned)when > HD_ALL_COMPLETED || (count && !futures))
		return HD_EINVAL;
	code = hd_gather_new(futures, count, &g);
	if (code)
		return code;
	code = hd_gather_wait(g, when == HD_FIRST_COMPLETED && g->count ? 1 : g->count,
			      when == HD_FIRST_EXCEPTION, deadline);
	timed_out = code == HD_ETIMEDOUT;
	if (timed_out)
		code = 0;
	if (!code && sets)
		code = split(g, timed_out, sets);
	hd_gather_free(g);
	return code;
}

void hd_wait_sets_free(hd_wait_sets *sets)
{
	free(sets->done);
	memset(sets, 0, sizeof *sets);
}

/* -- as_completed --------------------------------------------------------------------------------------- */

struct hd_as_completed {
	struct hd_gather *gather;
	int64_t deadline;
	size_t given;
	char error[64];
};

int hd_as_completed_new(hd_future *const *futures, size_t count, double timeout,
			hd_as_completed **it)
{
	struct hd_as_completed *new;
	int code;

	if (!it || (count && !futures))
		return HD_EINVAL;
	new = malloc(sizeof *new);
	if (!new)
		return HD_ENOMEM;
	*new = (struct hd_as_completed){.deadline = hd_deadline(timeout)};
	code = hd_gather_new(futures, count, &new->gather);
	if (code) {
		free(new);
		return code;
	}
	*it = new;
	return 0;
}

/* Waits for one more, until the iterator's deadline or that of this call. */
static int await_one(hd_as_completed *it, int64_t until)
{
	struct hd_gather *g = it->gather;
	int code = hd_gather_wait(g, it->given + 1, false,
				  until < it->deadline ? until : it->deadline);

	if (code != HD_ETIMEDOUT)
		return code;
	if (until < it->deadline)
		return HD_ENOTREADY;
	snprintf(it->error, sizeof it->error, "%zu (of %zu) futures unfinished",
		 g->count - it->given, g->count);
	return HD_ETIMEDOUT;
}

int hd_as_completed_next_for(hd_as_completed *it, double seconds, hd_future **future)
{
	int code;

	if (it->given == it->gather->count)
		return HD_END;
	code = hd_gather_has_ready(it->gather) ? 0 : await_one(it, hd_deadline(seconds));
	if (code)
		return code;
	*future = hd_gather_take(it->gather);
	it->given++;
	return 0;
}

int hd_as_completed_next(hd_as_completed *it, hd_future **future)
{
	return hd_as_completed_next_for(it, HD_FOREVER, future);
}

const char *hd_as_completed_error(const hd_as_completed *it)
{
	return it->error;
}

void hd_as_completed_free(hd_as_completed **it)
{
	if (!*it)
		return;
	hd_gather_free((*it)->gather);
	free(*it);
	*it = NULL;
}
