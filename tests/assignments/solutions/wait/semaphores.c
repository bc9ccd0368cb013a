/* SPDX-License-Identifier: MIT */
/* wait - atomic states, and a semaphore for each call that waits.  Whoever settles a future posts
 * to all semaphores on its list; who waits looks at all its futures after each post.
 */
#include "wait.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

/* A listener is a semaphore on the list of one future.  The lists are short, and so is the time
 * for which a list is held: taking it is a semaphore of one. */
struct listener {
	sem_t *bell;
	struct listener *next, **link;
};

struct wt_future {
	atomic_size_t references;
	atomic_int state;
	sem_t list_free;
	struct listener *listeners;
};

int wt_new(wt_future **out)
{
	wt_future *f = calloc(1, sizeof *f);

	if (f == NULL)
		return WT_NO_MEMORY;
	atomic_init(&f->references, 1);
	atomic_init(&f->state, WT_PENDING);
	sem_init(&f->list_free, 0, 1);
	*out = f;
	return 0;
}

void wt_ref(wt_future *f)
{
	if (f != NULL)
		atomic_fetch_add(&f->references, 1);
}

void wt_unref(wt_future *f)
{
	if (f == NULL || atomic_fetch_sub(&f->references, 1) != 1)
		return;
	sem_destroy(&f->list_free);
	free(f);
}

static void hold(wt_future *f)
{
	while (sem_wait(&f->list_free) != 0)
		;
}

int wt_settle(wt_future *f, enum wt_state how)
{
	int pending = WT_PENDING;

	if (how != WT_FINISHED && how != WT_FAILED && how != WT_CANCELLED)
		return WT_INVALID;
	if (!atomic_compare_exchange_strong(&f->state, &pending, (int)how))
		return WT_SETTLED;
	hold(f);
	for (struct listener *l = f->listeners; l != NULL; l = l->next)
		sem_post(l->bell);
	sem_post(&f->list_free);
	return 0;
}

enum wt_state wt_state_of(wt_future *f)
{
	return (enum wt_state)atomic_load(&f->state);
}

static void listen_to(wt_future *f, struct listener *l)
{
	hold(f);
	l->next = f->listeners;
	l->link = &f->listeners;
	if (l->next != NULL)
		l->next->link = &l->next;
	f->listeners = l;
	sem_post(&f->list_free);
}

static void listen_no_more(wt_future *f, struct listener *l)
{
	hold(f);
	*l->link = l->next;
	if (l->next != NULL)
		l->next->link = l->link;
	sem_post(&f->list_free);
}

/* Looks once at each; the marks are what it has seen. */
static bool look(wt_future *const *fs, size_t n, enum wt_when when, bool *seen)
{
	bool any = false, failed = false, all = true;

	for (size_t i = 0; i < n; i++) {
		enum wt_state state = wt_state_of(fs[i]);

		seen[i] = state != WT_PENDING;
		any = any || seen[i];
		all = all && seen[i];
		failed = failed || state == WT_FAILED;
	}
	return all || (when == WT_FIRST_COMPLETED && any) ||
	       (when == WT_FIRST_EXCEPTION && failed);
}

static struct timespec in_ms(long ms)
{
	struct timespec at;

	clock_gettime(CLOCK_REALTIME, &at);
	at.tv_nsec += ms % 1000 * 1000000;
	at.tv_sec += ms / 1000 + at.tv_nsec / 1000000000;
	at.tv_nsec %= 1000000000;
	return at;
}

static void tell(wt_future *const *fs, size_t n, const bool *seen, bool *done,
		 size_t *how_many)
{
	size_t number = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = i;

		while (k > 0 && fs[k - 1] != fs[i])
			k--;
		number += k == 0 && seen[i];
		if (done != NULL)
			done[i] = seen[i];
	}
	if (how_many != NULL)
		*how_many = number;
}

int wt_wait(wt_future *const *fs, size_t n, enum wt_when when, long ms, bool *done,
	    size_t *how_many)
{
	struct timespec until = in_ms(ms > 0 ? ms : 0);
	struct listener *ears;
	bool *seen, so;
	sem_t bell;

	if (when != WT_FIRST_COMPLETED && when != WT_FIRST_EXCEPTION &&
	    when != WT_ALL_COMPLETED)
		return WT_INVALID;
	ears = calloc(n + 1, sizeof *ears);
	seen = calloc(n + 1, sizeof *seen);
	if (ears == NULL || seen == NULL) {
		free(ears);
		free(seen);
		return WT_NO_MEMORY;
	}
	sem_init(&bell, 0, 0);
	for (size_t i = 0; i < n; i++) {
		ears[i].bell = &bell;
		listen_to(fs[i], &ears[i]);
	}
	while (!(so = look(fs, n, when, seen)))
		if ((ms < 0 ? sem_wait(&bell) : sem_timedwait(&bell, &until)) != 0 &&
		    ms >= 0) {
			so = look(fs, n, when, seen);
			break;
		}
	for (size_t i = 0; i < n; i++)
		listen_no_more(fs[i], &ears[i]);
	tell(fs, n, seen, done, how_many);
	sem_destroy(&bell);
	free(ears);
	free(seen);
	return so ? 0 : WT_TIMEOUT;
}
