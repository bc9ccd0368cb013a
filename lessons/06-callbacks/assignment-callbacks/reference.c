/* SPDX-License-Identifier: MIT */
/* callbacks - one mutex, a condition for those who wait, and a list of what is to be called.
 */
#include "callbacks.h"

#include <pthread.h>
#include <stdlib.h>

enum state { PENDING, VALUE, ERROR, CANCELLED };

struct entry {
	cb_callback *fn;
	void *argument;
	struct entry *next;
};

/* Locking discipline
 *
 *   lock guards the fields below it.  It is a leaf: no callback runs under it.
 *   I1  state leaves PENDING once; value and error never change after that.
 *   I2  what is in the list while the state is PENDING is called by the thread that ends that,
 *       which takes the whole list along in the same moment.
 *   I3  whoever calls callbacks holds a reference of its own meanwhile.
 */
struct cb_future {
	pthread_mutex_t lock;
	pthread_cond_t settled;
	enum state state;
	void *value;
	int error;
	struct entry *first;
	struct entry **end; /* where the next entry goes */
	int references;
	int failures;
};

int cb_new(cb_future **out)
{
	cb_future *f = calloc(1, sizeof *f);

	if (f == NULL)
		return CB_NO_MEMORY;
	/* Without attributes these two cannot fail on Linux. */
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->settled, NULL);
	f->end = &f->first;
	f->references = 1;
	*out = f;
	return 0;
}

void cb_ref(cb_future *f)
{
	pthread_mutex_lock(&f->lock);
	f->references++;
	pthread_mutex_unlock(&f->lock);
}

void cb_unref(cb_future *f)
{
	int left;

	if (f == NULL)
		return;
	pthread_mutex_lock(&f->lock);
	left = --f->references;
	pthread_mutex_unlock(&f->lock);
	if (left > 0)
		return;
	/* Nobody settled it: its callbacks are never called. */
	while (f->first != NULL) {
		struct entry *entry = f->first;

		f->first = entry->next;
		free(entry);
	}
	pthread_cond_destroy(&f->settled);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

/* Calls one, and takes note if it fails.  Requires a reference, and no lock. */
static void call(cb_future *f, cb_callback *fn, void *argument)
{
	if (fn(f, argument) == 0)
		return;
	pthread_mutex_lock(&f->lock);
	f->failures++;
	pthread_mutex_unlock(&f->lock);
}

static int settle(cb_future *f, enum state state, void *value, int error)
{
	struct entry *entry, *next;

	pthread_mutex_lock(&f->lock);
	if (f->state != PENDING) {
		enum state was = f->state;

		pthread_mutex_unlock(&f->lock);
		return was == CANCELLED && state == CANCELLED ? 0 : CB_ALREADY;
	}
	f->state = state;
	f->value = value;
	f->error = error;
	entry = f->first;
	f->first = NULL;
	/* A callback may give back the caller's reference. */
	f->references++;
	/* First those who wait, then the callbacks: one of these may wait for one of those. */
	pthread_cond_broadcast(&f->settled);
	pthread_mutex_unlock(&f->lock);
	for (; entry != NULL; entry = next) {
		next = entry->next;
		call(f, entry->fn, entry->argument);
		free(entry);
	}
	cb_unref(f);
	return 0;
}

int cb_set(cb_future *f, void *value)
{
	return settle(f, VALUE, value, 0);
}

int cb_fail(cb_future *f, int error)
{
	return settle(f, ERROR, NULL, error);
}

int cb_cancel(cb_future *f)
{
	return settle(f, CANCELLED, NULL, 0);
}

int cb_get(cb_future *f, void **value, int *error)
{
	int code = CB_CANCELLED;

	pthread_mutex_lock(&f->lock);
	while (f->state == PENDING)
		pthread_cond_wait(&f->settled, &f->lock);
	if (f->state == VALUE) {
		*value = f->value;
		code = 0;
	} else if (f->state == ERROR) {
		*error = f->error;
		code = CB_FAILED;
	}
	pthread_mutex_unlock(&f->lock);
	return code;
}

int cb_add_done_callback(cb_future *f, cb_callback *fn, void *argument)
{
	struct entry *entry = malloc(sizeof *entry);

	if (entry == NULL)
		return CB_NO_MEMORY;
	*entry = (struct entry){fn, argument, NULL};
	pthread_mutex_lock(&f->lock);
	/* To look and to add is one step: the list is taken along only once. */
	if (f->state == PENDING) {
		*f->end = entry;
		f->end = &entry->next;
		pthread_mutex_unlock(&f->lock);
		return 0;
	}
	f->references++;
	pthread_mutex_unlock(&f->lock);
	free(entry);
	call(f, fn, argument);
	cb_unref(f);
	return 0;
}

int cb_failures(cb_future *f)
{
	int failures;

	pthread_mutex_lock(&f->lock);
	failures = f->failures;
	pthread_mutex_unlock(&f->lock);
	return failures;
}
