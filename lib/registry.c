/* SPDX-License-Identifier: MIT */
#include "registry.h"

#include <stdlib.h>

#include "fork.h"
#include "scheduler.h"
#include "worker.h"

/* Locking discipline: lock guards the list, and each scheduler's next, prev and at_exit.  Lock
 * order: this one before any other. */
static struct {
	pthread_mutex_t lock;
	struct hd_scheduler *first;
} registry = {.lock = PTHREAD_MUTEX_INITIALIZER};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void run_at_exit(void)
{
	/* When this cannot be registered, the process is at its limits in every way, and work
	 * that nobody waits for is lost at exit: the same as without a library. */
	atexit(hd_registry_shutdown_all);
}

void hd_registry_add(struct hd_scheduler *s)
{
	HD_CHECKED(pthread_once(&once, run_at_exit));
	hd_lock(&registry.lock);
	s->next = registry.first;
	if (s->next)
		s->next->prev = s;
	registry.first = s;
	hd_unlock(&registry.lock);
}

void hd_registry_remove(struct hd_scheduler *s)
{
	hd_lock(&registry.lock);
	if (s->next)
		s->next->prev = s->prev;
	if (s->prev)
		s->prev->next = s->next;
	else
		registry.first = s->next;
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

/* The next scheduler that nobody has ended yet, with a reference; NULL when there is none. */
static struct hd_scheduler *next_to_end(void)
{
	struct hd_scheduler *s;

	hd_lock(&registry.lock);
	for (s = registry.first; s; s = s->next)
		if (!s->at_exit && s->generation == hd_fork_generation() && try_ref(s))
			break;
	if (s)
		s->at_exit = true;
	hd_unlock(&registry.lock);
	return s;
}

void hd_registry_shutdown_all(void)
{
	struct hd_scheduler *s;

	while ((s = next_to_end())) {
		hd_scheduler_close(s);
		if (!hd_scheduler_is_mine(s))
			hd_scheduler_join(s);
		hd_scheduler_unref(s);
	}
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
