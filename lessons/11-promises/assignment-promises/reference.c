/* SPDX-License-Identifier: MIT */
/* promises - a promise tells the combinations that it is part of; the last one that tells a
 * combination settles it, as any promise is settled.
 */
#include "promises.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

/* Locking discipline
 *
 *   A promise's lock guards the fields below it.  It is a leaf: nothing else is locked under it,
 *   so that promises may be parts of parts.
 *   I1  outcome.state leaves PR_PENDING once.
 *   I2  The list holds a part for each time that this promise was given to a combination; it is
 *       empty once the promise is settled.
 *   I3  Each part owns one reference to its combination, until it was told or is dropped.  None
 *       goes the other way: a combination keeps nothing of its parts but their outcomes.
 *   I4  missing is the number of parts that have not told, and one more until all are on a list.
 */
struct pr {
	pthread_mutex_t lock;
	pthread_cond_t settled;
	size_t references;
	struct pr_outcome outcome;
	struct part *parts;
	/* Of a combination only; all but missing never change. */
	bool rejects; /* with the first reason */
	size_t n;
	struct part *own_parts;
	struct pr_outcome *outcomes;
	void **values;
	size_t missing;
};

/* One place in the array that was given to a combination. */
struct part {
	pr *whole;
	size_t index;
	struct part *next;
};

/* -- promises ------------------------------------------------------------------------------ */

int pr_new(pr **out)
{
	pr *p = calloc(1, sizeof *p);

	if (p == NULL)
		return PR_NO_MEMORY;
	/* Without attributes these two cannot fail on Linux. */
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->settled, NULL);
	p->references = 1;
	p->outcome.state = PR_PENDING;
	*out = p;
	return 0;
}

void pr_ref(pr *p)
{
	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	p->references++;
	pthread_mutex_unlock(&p->lock);
}

void pr_unref(pr *p)
{
	bool last;

	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	last = --p->references == 0;
	pthread_mutex_unlock(&p->lock);
	if (!last)
		return;
	/* Nobody can settle it any more, and so these will not be told. */
	for (struct part *part = p->parts, *next; part != NULL; part = next) {
		next = part->next;
		pr_unref(part->whole);
	}
	pthread_cond_destroy(&p->settled);
	pthread_mutex_destroy(&p->lock);
	free(p->own_parts);
	free(p->outcomes);
	free(p->values);
	free(p);
}

static void tell(struct part *part, const struct pr_outcome *outcome);

/* Settles any promise; the caller holds a reference to it. */
static int settle(pr *p, const struct pr_outcome *outcome)
{
	struct part *parts;

	pthread_mutex_lock(&p->lock);
	if (p->outcome.state != PR_PENDING) {
		pthread_mutex_unlock(&p->lock);
		return PR_ALREADY;
	}
	p->outcome = *outcome;
	parts = p->parts;
	p->parts = NULL;
	pthread_cond_broadcast(&p->settled);
	pthread_mutex_unlock(&p->lock);
	/* Without the lock: that settles others, which tell others. */
	for (struct part *next; parts != NULL; parts = next) {
		next = parts->next;
		tell(parts, outcome);
	}
	return 0;
}

int pr_resolve(pr *p, void *value)
{
	return settle(p, &(struct pr_outcome){PR_FULFILLED, value, 0});
}

int pr_reject(pr *p, int reason)
{
	return settle(p, &(struct pr_outcome){PR_REJECTED, NULL, reason});
}

static struct timespec deadline_in(long ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += ms / 1000;
	at.tv_nsec += ms % 1000 * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	return at;
}

int pr_await(pr *p, long ms, struct pr_outcome *out)
{
	struct timespec deadline = deadline_in(ms < 0 ? 0 : ms);
	int late = 0;

	pthread_mutex_lock(&p->lock);
	while (p->outcome.state == PR_PENDING && !late) {
		if (ms < 0)
			pthread_cond_wait(&p->settled, &p->lock);
		else
			late = pthread_cond_clockwait(&p->settled, &p->lock,
						      CLOCK_MONOTONIC, &deadline);
	}
	late = p->outcome.state == PR_PENDING;
	if (!late)
		*out = p->outcome;
	pthread_mutex_unlock(&p->lock);
	return late ? PR_TIMEOUT : 0;
}

/* -- combinations -------------------------------------------------------------------------- */

/* One less is missing; the last one settles it.  The outcomes are complete then, and nobody
 * writes them any more. */
static void arrive(pr *whole)
{
	struct pr_outcome outcome = {PR_FULFILLED, whole->outcomes, 0};
	bool last;

	pthread_mutex_lock(&whole->lock);
	last = --whole->missing == 0;
	pthread_mutex_unlock(&whole->lock);
	if (!last)
		return;
	if (whole->rejects) {
		for (size_t i = 0; i < whole->n; i++)
			whole->values[i] = whole->outcomes[i].value;
		outcome.value = whole->values;
	}
	settle(whole, &outcome);
}

/* A part of a combination has an outcome.  Each part has a place of its own to write it to. */
static void tell(struct part *part, const struct pr_outcome *outcome)
{
	pr *whole = part->whole;

	whole->outcomes[part->index] = *outcome;
	/* The first one settles it; to later ones it says that it is settled already. */
	if (whole->rejects && outcome->state == PR_REJECTED)
		settle(whole, outcome);
	arrive(whole);
	pr_unref(whole);
}

/* To look and to get on the list is one thing: nothing can happen in between. */
static void join(pr *p, struct part *part)
{
	struct pr_outcome outcome;

	pthread_mutex_lock(&p->lock);
	outcome = p->outcome;
	if (outcome.state == PR_PENDING) {
		part->next = p->parts;
		p->parts = part;
	}
	pthread_mutex_unlock(&p->lock);
	if (outcome.state != PR_PENDING)
		tell(part, &outcome);
}

/* All that can fail, before any promise knows of it. */
static pr *new_combination(size_t n)
{
	pr *whole;

	if (pr_new(&whole) != 0)
		return NULL;
	/* One more, as to allocate nothing may look like a failure. */
	whole->own_parts = calloc(n + 1, sizeof *whole->own_parts);
	whole->outcomes = calloc(n + 1, sizeof *whole->outcomes);
	whole->values = calloc(n + 1, sizeof *whole->values);
	whole->n = n;
	whole->missing = n + 1;
	if (whole->own_parts != NULL && whole->outcomes != NULL && whole->values != NULL)
		return whole;
	pr_unref(whole);
	return NULL;
}

static int combine(pr *const *ps, size_t n, bool rejects, pr **out)
{
	pr *whole = new_combination(n);

	if (whole == NULL)
		return PR_NO_MEMORY;
	whole->rejects = rejects;
	whole->references += n;
	for (size_t i = 0; i < n; i++) {
		whole->own_parts[i] = (struct part){.whole = whole, .index = i};
		join(ps[i], &whole->own_parts[i]);
	}
	arrive(whole);
	*out = whole;
	return 0;
}

int pr_all(pr *const *ps, size_t n, pr **out)
{
	return combine(ps, n, true, out);
}

int pr_all_settled(pr *const *ps, size_t n, pr **out)
{
	return combine(ps, n, false, out);
}
