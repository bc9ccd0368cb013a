/* SPDX-License-Identifier: MIT */
/* callbacks - those who wait queue up, each with a semaphore; entries are taken one by one. */
#include "callbacks.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>

struct waiter {
	sem_t go;
	struct waiter *next;
};

struct entry {
	cb_callback *fn;
	void *argument;
	struct entry *next;
};

struct cb_future {
	pthread_spinlock_t lock;
	bool settled;
	int code; /* what cb_get returns then */
	void *value;
	int error;
	struct waiter *waiters;
	struct entry *entries;
	int references;
	int failures;
};

int cb_new(cb_future **out)
{
	cb_future *f = calloc(1, sizeof *f);

	if (f == NULL)
		return CB_NO_MEMORY;
	pthread_spin_init(&f->lock, PTHREAD_PROCESS_PRIVATE);
	f->references = 1;
	*out = f;
	return 0;
}

void cb_ref(cb_future *f)
{
	pthread_spin_lock(&f->lock);
	f->references++;
	pthread_spin_unlock(&f->lock);
}

/* The first entry, unlinked; NULL when there is none. */
static struct entry *take(cb_future *f)
{
	struct entry *entry;

	pthread_spin_lock(&f->lock);
	entry = f->entries;
	if (entry != NULL)
		f->entries = entry->next;
	pthread_spin_unlock(&f->lock);
	return entry;
}

void cb_unref(cb_future *f)
{
	struct entry *entry;
	int left;

	if (f == NULL)
		return;
	pthread_spin_lock(&f->lock);
	left = --f->references;
	pthread_spin_unlock(&f->lock);
	if (left > 0)
		return;
	while ((entry = take(f)) != NULL)
		free(entry);
	pthread_spin_destroy(&f->lock);
	free(f);
}

static void run(cb_future *f, cb_callback *fn, void *argument)
{
	int result = fn(f, argument);

	pthread_spin_lock(&f->lock);
	f->failures += result != 0;
	pthread_spin_unlock(&f->lock);
}

static int settle(cb_future *f, int code, void *value, int error)
{
	struct entry *entry;

	pthread_spin_lock(&f->lock);
	if (f->settled) {
		bool again = code == CB_CANCELLED && f->code == CB_CANCELLED;

		pthread_spin_unlock(&f->lock);
		return again ? 0 : CB_ALREADY;
	}
	f->settled = true;
	f->code = code;
	f->value = value;
	f->error = error;
	f->references++;
	for (struct waiter *waiter = f->waiters; waiter != NULL; waiter = waiter->next)
		sem_post(&waiter->go);
	pthread_spin_unlock(&f->lock);
	while ((entry = take(f)) != NULL) {
		run(f, entry->fn, entry->argument);
		free(entry);
	}
	cb_unref(f);
	return 0;
}

int cb_set(cb_future *f, void *value)
{
	return settle(f, 0, value, 0);
}

int cb_fail(cb_future *f, int error)
{
	return settle(f, CB_FAILED, NULL, error);
}

int cb_cancel(cb_future *f)
{
	return settle(f, CB_CANCELLED, NULL, 0);
}

int cb_get(cb_future *f, void **value, int *error)
{
	struct waiter waiter;
	int code;

	pthread_spin_lock(&f->lock);
	if (!f->settled) {
		sem_init(&waiter.go, 0, 0);
		waiter.next = f->waiters;
		/* It is gone from here only when it was posted, after which nobody looks. */
		/* cppcheck-suppress autoVariables */
		f->waiters = &waiter;
		pthread_spin_unlock(&f->lock);
		while (sem_wait(&waiter.go) != 0)
			;
		/* Who posted holds the lock until it has looked at the last waiter. */
		pthread_spin_lock(&f->lock);
		sem_destroy(&waiter.go);
	}
	code = f->code;
	if (code == 0)
		*value = f->value;
	if (code == CB_FAILED)
		*error = f->error;
	pthread_spin_unlock(&f->lock);
	return code;
}

int cb_add_done_callback(cb_future *f, cb_callback *fn, void *argument)
{
	struct entry *entry = malloc(sizeof *entry), **end = &f->entries;

	if (entry == NULL)
		return CB_NO_MEMORY;
	entry->fn = fn;
	entry->argument = argument;
	entry->next = NULL;
	pthread_spin_lock(&f->lock);
	if (!f->settled) {
		while (*end != NULL)
			end = &(*end)->next;
		*end = entry;
		pthread_spin_unlock(&f->lock);
		return 0;
	}
	f->references++;
	pthread_spin_unlock(&f->lock);
	free(entry);
	run(f, fn, argument);
	cb_unref(f);
	return 0;
}

int cb_failures(cb_future *f)
{
	int failures;

	pthread_spin_lock(&f->lock);
	failures = f->failures;
	pthread_spin_unlock(&f->lock);
	return failures;
}
