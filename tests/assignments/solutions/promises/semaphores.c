/* SPDX-License-Identifier: MIT */
/* promises - a semaphore for each promise that says whether it is settled: one who passes it
 * posts it again for the next.  Combinations are observers that own a reference, each a block
 * of its own.
 */
#include "promises.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

struct observer {
	pr *combined;
	size_t index;
	struct observer *next;
};

struct pr {
	pthread_mutex_t mutex;
	sem_t is_settled;
	int owners;
	struct pr_outcome outcome;
	struct observer *first, **end;
	/* of combinations */
	size_t count, open;
	bool fails_fast;
	void **values;
	struct pr_outcome *outcomes;
};

int pr_new(pr **out)
{
	pr *p = calloc(1, sizeof *p);

	if (p == NULL)
		return PR_NO_MEMORY;
	pthread_mutex_init(&p->mutex, NULL);
	sem_init(&p->is_settled, 0, 0);
	p->owners = 1;
	p->end = &p->first;
	*out = p;
	return 0;
}

void pr_ref(pr *p)
{
	if (p == NULL)
		return;
	pthread_mutex_lock(&p->mutex);
	p->owners++;
	pthread_mutex_unlock(&p->mutex);
}

static void free_observers(struct observer *o)
{
	while (o != NULL) {
		struct observer *next = o->next;

		pr_unref(o->combined);
		free(o);
		o = next;
	}
}

void pr_unref(pr *p)
{
	int owners;

	if (p == NULL)
		return;
	pthread_mutex_lock(&p->mutex);
	owners = --p->owners;
	pthread_mutex_unlock(&p->mutex);
	if (owners > 0)
		return;
	free_observers(p->first);
	sem_destroy(&p->is_settled);
	pthread_mutex_destroy(&p->mutex);
	free(p->values);
	free(p->outcomes);
	free(p);
}

/* True for the one who settles it; the observers are then the caller's. */
static bool close_promise(pr *p, struct pr_outcome outcome, struct observer **observers)
{
	bool first;

	pthread_mutex_lock(&p->mutex);
	first = p->outcome.state == PR_PENDING;
	if (first) {
		p->outcome = outcome;
		*observers = p->first;
		p->first = NULL;
		sem_post(&p->is_settled);
	}
	pthread_mutex_unlock(&p->mutex);
	return first;
}

static int finish(pr *p, struct pr_outcome outcome);

static void note(pr *combined, size_t index, struct pr_outcome outcome)
{
	bool complete;

	/* Before it counts: else another one might find them complete. */
	if (combined->fails_fast && outcome.state == PR_REJECTED)
		finish(combined, outcome);
	pthread_mutex_lock(&combined->mutex);
	combined->values[index] = outcome.value;
	combined->outcomes[index] = outcome;
	complete = --combined->open == 0;
	pthread_mutex_unlock(&combined->mutex);
	if (complete)
		finish(combined, (struct pr_outcome){PR_FULFILLED,
						     combined->fails_fast
							     ? (void *)combined->values
							     : (void *)combined->outcomes,
						     0});
}

static int finish(pr *p, struct pr_outcome outcome)
{
	struct observer *observers = NULL;

	if (!close_promise(p, outcome, &observers))
		return PR_ALREADY;
	for (struct observer *o = observers; o != NULL; o = o->next)
		note(o->combined, o->index, outcome);
	free_observers(observers);
	return 0;
}

int pr_resolve(pr *p, void *value)
{
	return finish(p, (struct pr_outcome){PR_FULFILLED, value, 0});
}

int pr_reject(pr *p, int reason)
{
	return finish(p, (struct pr_outcome){PR_REJECTED, NULL, reason});
}

int pr_await(pr *p, long ms, struct pr_outcome *out)
{
	struct timespec until;
	int got;

	if (ms < 0) {
		while ((got = sem_wait(&p->is_settled)) != 0)
			;
	} else if (ms == 0) {
		got = sem_trywait(&p->is_settled);
	} else {
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += ms % 1000 * 1000000;
		until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		got = sem_clockwait(&p->is_settled, CLOCK_MONOTONIC, &until);
	}
	/* The one post may be on its way from one to another who looks at the same time. */
	if (got == 0)
		sem_post(&p->is_settled);
	pthread_mutex_lock(&p->mutex);
	got = p->outcome.state != PR_PENDING;
	if (got)
		*out = p->outcome;
	pthread_mutex_unlock(&p->mutex);
	return got ? 0 : PR_TIMEOUT;
}

/* The observers of a combination, made before any promise knows of one. */
static struct observer *observers_of(pr *combined, size_t n)
{
	struct observer *all = NULL;

	for (size_t i = n; i-- > 0;) {
		struct observer *o = malloc(sizeof *o);

		if (o == NULL) {
			free_observers(all);
			return NULL;
		}
		pr_ref(combined);
		*o = (struct observer){combined, i, all};
		all = o;
	}
	return all;
}

static void observe(pr *p, struct observer *o)
{
	struct pr_outcome outcome;

	o->next = NULL;
	pthread_mutex_lock(&p->mutex);
	outcome = p->outcome;
	if (outcome.state == PR_PENDING) {
		*p->end = o;
		p->end = &o->next;
	}
	pthread_mutex_unlock(&p->mutex);
	if (outcome.state == PR_PENDING)
		return;
	note(o->combined, o->index, outcome);
	free_observers(o);
}

static int combine(pr *const *ps, size_t n, bool fails_fast, pr **out)
{
	struct observer *o, *next;
	pr *p;

	if (pr_new(&p) != 0)
		return PR_NO_MEMORY;
	p->values = calloc(n + 1, sizeof *p->values);
	p->outcomes = calloc(n + 1, sizeof *p->outcomes);
	o = observers_of(p, n);
	if (p->values == NULL || p->outcomes == NULL || (n > 0 && o == NULL)) {
		free_observers(o);
		pr_unref(p);
		return PR_NO_MEMORY;
	}
	p->fails_fast = fails_fast;
	p->count = n;
	p->open = n;
	for (size_t i = 0; i < n; i++, o = next) {
		next = o->next;
		observe(ps[i], o);
	}
	if (n == 0)
		finish(p, (struct pr_outcome){PR_FULFILLED, p->values, 0});
	*out = p;
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
