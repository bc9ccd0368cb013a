/* SPDX-License-Identifier: MIT */
/* promises - without a lock but for those who sleep.  A promise's list of those to tell is a
 * stack that others push to; whoever settles the promise takes it and leaves a mark that says
 * that there is no list any more.
 */
#include "promises.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct link {
	pr *target;
	size_t place;
	struct link *next;
};

struct pr {
	atomic_size_t references;
	atomic_bool taken; /* by the one who settles it */
	struct pr_outcome outcome;
	_Atomic(struct link *) links; /* &no_list: outcome is there to read */
	pthread_mutex_t sleepers;
	pthread_cond_t wake;
	/* A combination's: */
	bool only_values;
	size_t n;
	atomic_size_t left;
	struct pr_outcome *each;
	struct link own[]; /* n of them */
};

static struct link no_list;

static int blank(size_t n, pr **out)
{
	pr *p;

	if (n > (SIZE_MAX - sizeof *p) / sizeof *p->own)
		return PR_NO_MEMORY;
	p = calloc(1, sizeof *p + n * sizeof *p->own);
	if (p == NULL)
		return PR_NO_MEMORY;
	atomic_init(&p->references, 1);
	atomic_init(&p->taken, false);
	atomic_init(&p->links, NULL);
	atomic_init(&p->left, n + 1);
	pthread_mutex_init(&p->sleepers, NULL);
	pthread_cond_init(&p->wake, NULL);
	p->n = n;
	*out = p;
	return 0;
}

int pr_new(pr **out)
{
	return blank(0, out);
}

void pr_ref(pr *p)
{
	if (p != NULL)
		atomic_fetch_add_explicit(&p->references, 1, memory_order_relaxed);
}

void pr_unref(pr *p)
{
	struct link *link;

	if (p == NULL || atomic_fetch_sub(&p->references, 1) > 1)
		return;
	link = atomic_load(&p->links);
	while (link != NULL && link != &no_list) {
		struct link *next = link->next;

		pr_unref(link->target);
		link = next;
	}
	pthread_cond_destroy(&p->wake);
	pthread_mutex_destroy(&p->sleepers);
	free(p->each);
	free(p);
}

static void deliver(pr *p, size_t place, struct pr_outcome outcome);

static int settle(pr *p, struct pr_outcome outcome)
{
	struct link *link;

	if (atomic_exchange(&p->taken, true))
		return PR_ALREADY;
	p->outcome = outcome;
	link = atomic_exchange(&p->links, &no_list);
	pthread_mutex_lock(&p->sleepers);
	pthread_cond_broadcast(&p->wake);
	pthread_mutex_unlock(&p->sleepers);
	while (link != NULL) {
		pr *target = link->target;
		size_t place = link->place;

		link = link->next;
		deliver(target, place, outcome);
		pr_unref(target);
	}
	return 0;
}

/* The values alone: the outcomes give way to them, from the first on. */
static void keep_values(pr *p)
{
	void **values = (void **)(void *)p->each;

	for (size_t i = 0; i < p->n; i++) {
		void *value = p->each[i].value;

		memcpy(&values[i], &value, sizeof value);
	}
}

static void arrived(pr *p)
{
	if (atomic_fetch_sub(&p->left, 1) != 1)
		return;
	if (p->only_values && !atomic_load(&p->taken))
		keep_values(p);
	settle(p, (struct pr_outcome){PR_FULFILLED, p->each, 0});
}

static void deliver(pr *p, size_t place, struct pr_outcome outcome)
{
	p->each[place] = outcome;
	if (p->only_values && outcome.state == PR_REJECTED)
		settle(p, outcome);
	arrived(p);
}

int pr_resolve(pr *p, void *value)
{
	return settle(p, (struct pr_outcome){PR_FULFILLED, value, 0});
}

int pr_reject(pr *p, int reason)
{
	return settle(p, (struct pr_outcome){PR_REJECTED, NULL, reason});
}

static bool is_settled(pr *p)
{
	return atomic_load(&p->links) == &no_list;
}

int pr_await(pr *p, long ms, struct pr_outcome *out)
{
	struct timespec until;

	if (ms != 0 && !is_settled(p)) {
		int result = 0;

		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += ms < 0 ? 0 : ms / 1000;
		until.tv_nsec += ms < 0 ? 0 : ms % 1000 * 1000000;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		pthread_mutex_lock(&p->sleepers);
		while (!is_settled(p) && result == 0)
			result = ms < 0 ? pthread_cond_wait(&p->wake, &p->sleepers)
					: pthread_cond_timedwait(&p->wake, &p->sleepers,
								 &until);
		pthread_mutex_unlock(&p->sleepers);
	}
	if (!is_settled(p))
		return PR_TIMEOUT;
	*out = p->outcome;
	return 0;
}

static void watch(pr *whole, size_t place, pr *part)
{
	struct link *link = &whole->own[place], *first = atomic_load(&part->links);

	link->target = whole;
	link->place = place;
	do {
		if (first == &no_list) {
			deliver(whole, place, part->outcome);
			pr_unref(whole);
			return;
		}
		link->next = first;
	} while (!atomic_compare_exchange_weak(&part->links, &first, link));
}

static int combine(pr *const *ps, size_t n, bool only_values, pr **out)
{
	pr *p;

	if (blank(n, &p) != 0)
		return PR_NO_MEMORY;
	p->each = calloc(n == 0 ? 1 : n, sizeof *p->each);
	if (p->each == NULL) {
		pr_unref(p);
		return PR_NO_MEMORY;
	}
	p->only_values = only_values;
	atomic_fetch_add(&p->references, n);
	for (size_t i = 0; i < n; i++)
		watch(p, i, ps[i]);
	arrived(p);
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
