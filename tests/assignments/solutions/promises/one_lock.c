/* SPDX-License-Identifier: MIT */
/* promises - with C11's threads, and one lock for all promises there are.  A combination holds
 * references to its parts, and strikes itself off their lists when it is given back.
 */
#include "promises.h"

#include <stdbool.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

enum kind { ALONE, ALL, ALL_SETTLED };

struct entry {
	pr *reader; /* null: it is on no list */
	pr *of;
	struct entry *next, *before;
};

struct pr {
	enum kind kind;
	size_t references, n, pending;
	struct pr_outcome outcome;
	struct entry *readers; /* who must be told */
	cnd_t settled;
	struct entry *parts; /* a combination's own, n of them */
	void *array;
};

static mtx_t lock;
static once_flag once = ONCE_FLAG_INIT;

static void make_lock(void)
{
	mtx_init(&lock, mtx_timed);
}

static void enter(void)
{
	call_once(&once, make_lock);
	mtx_lock(&lock);
}

static void leave(void)
{
	mtx_unlock(&lock);
}

static pr *blank(enum kind kind)
{
	pr *p = calloc(1, sizeof *p);

	if (p == NULL)
		return NULL;
	p->kind = kind;
	p->references = 1;
	cnd_init(&p->settled);
	return p;
}

int pr_new(pr **out)
{
	pr *p = blank(ALONE);

	if (p == NULL)
		return PR_NO_MEMORY;
	*out = p;
	return 0;
}

void pr_ref(pr *p)
{
	if (p == NULL)
		return;
	enter();
	p->references++;
	leave();
}

static void strike(struct entry *entry)
{
	if (entry->before != NULL)
		entry->before->next = entry->next;
	else
		entry->of->readers = entry->next;
	if (entry->next != NULL)
		entry->next->before = entry->before;
	entry->reader = NULL;
}

/* All of these hold the lock. */
static void release(pr *p)
{
	if (--p->references > 0)
		return;
	for (size_t i = 0; p->parts != NULL && i < p->n; i++) {
		if (p->parts[i].reader != NULL)
			strike(&p->parts[i]);
		if (p->parts[i].of != NULL)
			release(p->parts[i].of);
	}
	cnd_destroy(&p->settled);
	free(p->parts);
	free(p->array);
	free(p);
}

void pr_unref(pr *p)
{
	if (p == NULL)
		return;
	enter();
	release(p);
	leave();
}

static void settle(pr *p, struct pr_outcome outcome);

static void fulfil(pr *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct pr_outcome *part = &p->parts[i].of->outcome;

		if (p->kind == ALL)
			((void **)p->array)[i] = part->value;
		else
			((struct pr_outcome *)p->array)[i] = *part;
	}
	settle(p, (struct pr_outcome){.state = PR_FULFILLED, .value = p->array});
}

static void hear(pr *p, const struct pr_outcome *outcome)
{
	p->pending--;
	if (p->outcome.state != PR_PENDING)
		return;
	if (p->kind == ALL && outcome->state == PR_REJECTED)
		settle(p, *outcome);
	else if (p->pending == 0)
		fulfil(p);
}

static void settle(pr *p, struct pr_outcome outcome)
{
	p->outcome = outcome;
	cnd_broadcast(&p->settled);
	while (p->readers != NULL) {
		pr *reader = p->readers->reader;

		strike(p->readers);
		hear(reader, &outcome);
	}
}

static int settle_alone(pr *p, struct pr_outcome outcome)
{
	int code = PR_ALREADY;

	enter();
	if (p->outcome.state == PR_PENDING) {
		settle(p, outcome);
		code = 0;
	}
	leave();
	return code;
}

int pr_resolve(pr *p, void *value)
{
	return settle_alone(p,
			    (struct pr_outcome){.state = PR_FULFILLED, .value = value});
}

int pr_reject(pr *p, int reason)
{
	return settle_alone(p,
			    (struct pr_outcome){.state = PR_REJECTED, .reason = reason});
}

int pr_await(pr *p, long ms, struct pr_outcome *out)
{
	struct timespec until;
	int result = thrd_success, code = PR_TIMEOUT;

	timespec_get(&until, TIME_UTC);
	if (ms > 0) {
		until.tv_sec += ms / 1000;
		until.tv_nsec += ms % 1000 * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
	}
	enter();
	while (p->outcome.state == PR_PENDING && ms != 0 && result == thrd_success)
		result = ms < 0 ? cnd_wait(&p->settled, &lock)
				: cnd_timedwait(&p->settled, &lock, &until);
	if (p->outcome.state != PR_PENDING) {
		*out = p->outcome;
		code = 0;
	}
	leave();
	return code;
}

/* Everything is counted before anything is heard. */
static void attach(pr *p, pr *const *ps, size_t n)
{
	p->n = n;
	for (size_t i = 0; i < n; i++) {
		struct entry *entry = &p->parts[i];

		entry->of = ps[i];
		ps[i]->references++;
		if (ps[i]->outcome.state != PR_PENDING)
			continue;
		p->pending++;
		entry->reader = p;
		entry->next = ps[i]->readers;
		if (entry->next != NULL)
			entry->next->before = entry;
		ps[i]->readers = entry;
	}
	for (size_t i = 0; i < n && p->kind == ALL; i++)
		if (p->outcome.state == PR_PENDING && ps[i]->outcome.state == PR_REJECTED)
			p->outcome = ps[i]->outcome;
	if (p->outcome.state == PR_PENDING && p->pending == 0)
		fulfil(p);
}

static int combine(enum kind kind, pr *const *ps, size_t n, pr **out)
{
	pr *p = blank(kind);

	if (p == NULL)
		return PR_NO_MEMORY;
	if (n > 0) {
		p->parts = calloc(n, sizeof *p->parts);
		p->array = calloc(n, kind == ALL ? sizeof(void *)
						 : sizeof(struct pr_outcome));
	}
	if (n > 0 && (p->parts == NULL || p->array == NULL)) {
		pr_unref(p);
		return PR_NO_MEMORY;
	}
	enter();
	attach(p, ps, n);
	leave();
	*out = p;
	return 0;
}

int pr_all(pr *const *ps, size_t n, pr **out)
{
	return combine(ALL, ps, n, out);
}

int pr_all_settled(pr *const *ps, size_t n, pr **out)
{
	return combine(ALL_SETTLED, ps, n, out);
}
