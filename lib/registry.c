/* SPDX-License-Identifier: MIT */
#include "registry.h"

#include <stdlib.h>

#include "fork.h"
#include "scheduler.h"
#include "worker.h"

/* Locking discipline: lock guards both lists, and each scheduler's next and prev.  Lock
 * order: this one before any other. */
static struct {
	pthread_mutex_t lock;
	struct hd_scheduler *first;
	struct hd_scheduler *left; /* unreferenced, linked through next */
} registry = {.lock = PTHREAD_MUTEX_INITIALIZER};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void run_at_exit(void)
{
	/* When this cannot be registered, the process is at its limits in every way, and work
	 * that nobody waits for is lost at exit: the same as without a library. */
	atexit(hd_registry_shutdown_all);
}

static void bury_all(void)
{
	struct hd_scheduler *s, *next;

	hd_lock(&registry.lock);
	s = registry.left;
	registry.left = NULL;
	hd_unlock(&registry.lock);
	for (; s; s = next) {
		next = s->next;
		hd_scheduler_bury(s);
	}
}

void hd_registry_add(struct hd_scheduler *s)
{
	HD_CHECKED(pthread_once(&once, run_at_exit));
	bury_all();
	hd_lock(&registry.lock);
	s->next = registry.first;
	if (s->next)
		s->next->prev = s;
	registry.first = s;
	hd_unlock(&registry.lock);
}

/* Requires the registry's lock. */
static void take_out(struct hd_scheduler *s)
{
	if (s->next)
		s->next->prev = s->prev;
	if (s->prev)
		s->prev->next = s->next;
	else
		registry.first = s->next;
}

void hd_registry_remove(struct hd_scheduler *s)
{
	hd_lock(&registry.lock);
	take_out(s);
	hd_unlock(&registry.lock);
}

void hd_registry_leave(struct hd_scheduler *s)
{
	hd_lock(&registry.lock);
	if (atomic_fetch_sub(&s->references, 1) == 1) {
		take_out(s);
		s->next = registry.left;
		registry.left = s;
	}
	hd_unlock(&registry.lock);
}

/* Takes a reference, unless the last one has gone: then the scheduler is about to leave the
 * list, and its threads have ended. */
static bool try_ref(struct hd_scheduler *s)
{
	unsigned references = atomic_load(&s->references);

	while (references)
		if (atomic_compare_exchange_weak(&s->references, &references,
						 references + 1))
			return true;
	return false;
}

/* The first scheduler of this process at or after s, with a reference; NULL at the end.
 * Requires the registry's lock. */
static struct hd_scheduler *first_from(struct hd_scheduler *s)
{
	while (s && (s->generation != hd_fork_generation() || !try_ref(s)))
		s = s->next;
	return s;
}

/* Ends one scheduler; true if nobody had closed it before. */
static bool end(struct hd_scheduler *s)
{
	bool open = !atomic_load(&s->closed);

	hd_scheduler_close(s);
	if (!hd_scheduler_is_mine(s))
		hd_scheduler_join(s);
	return open;
}

/* Goes through the list, until there is nothing new in it: a task that is waited for may
 * make another scheduler. */
void hd_registry_shutdown_all(void)
{
	struct hd_scheduler *s, *next;
	bool found;

	do {
		found = false;
		hd_lock(&registry.lock);
		s = first_from(registry.first);
		hd_unlock(&registry.lock);
		for (; s; s = next) {
			found |= end(s);
			hd_lock(&registry.lock);
			next = first_from(
				s->next); /* s is in the list: it is referenced */
			hd_unlock(&registry.lock);
			hd_scheduler_unref(s);
		}
	} while (found);
	bury_all();
}

void hd_registry_fork_prepare(void)
{
	hd_lock(&registry.lock);
}

void hd_registry_fork_parent(void)
{
	hd_unlock(&registry.lock);
}

void hd_registry_fork_child(void)
{
	hd_unlock(&registry.lock);
}
