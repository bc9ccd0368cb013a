/* SPDX-License-Identifier: MIT */
/* as_completed - a future lists the iterators that wait for it, and hands itself to each of
 * them when it completes.
 */
#include "as_completed.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

/* Locking discipline
 *
 *   lock guards every future and every iterator.  They are linked both ways, and one lock has no
 *   order in which it could be taken wrongly.  It is a leaf: nothing else is locked under it.
 *   I1  an entry is in its future's list while the future is pending, then in its iterator's
 *       queue until it is given out, then in neither.
 *   I2  an iterator has one entry for each future, however often that is in the array.
 *   I3  who waits for arrived is woken when an entry comes into the queue.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

struct entry {
	ac *owner;
	ac_future *future;
	struct entry *next; /* in the list or the queue that it is in */
};

struct ac_future {
	bool done;
	void *value;
	struct entry *waiting;
};

struct ac {
	bool for_ever;
	struct timespec until; /* unless it is for ever; neither changes */
	pthread_cond_t arrived;
	struct entry *first, **end; /* the queue: what is done, the earliest first */
	size_t left;		    /* entries that were not given out */
	size_t count;
	struct entry entries[];
};

/* -- futures ------------------------------------------------------------------------------- */

int ac_future_new(ac_future **out)
{
	ac_future *f = calloc(1, sizeof *f);

	if (f == NULL)
		return AC_NO_MEMORY;
	*out = f;
	return 0;
}

/* Requires the lock. */
static void enqueue(struct entry *entry)
{
	entry->next = NULL;
	*entry->owner->end = entry;
	entry->owner->end = &entry->next;
}

void ac_future_set(ac_future *f, void *value)
{
	struct entry *entry, *next;

	pthread_mutex_lock(&lock);
	f->value = value;
	f->done = true;
	for (entry = f->waiting; entry != NULL; entry = next) {
		next = entry->next;
		enqueue(entry);
		/* Under the lock: later its owner may have been freed. */
		pthread_cond_signal(&entry->owner->arrived);
	}
	f->waiting = NULL;
	pthread_mutex_unlock(&lock);
}

int ac_future_value(ac_future *f, void **value)
{
	int code = AC_PENDING;

	pthread_mutex_lock(&lock);
	if (f->done) {
		*value = f->value;
		code = 0;
	}
	pthread_mutex_unlock(&lock);
	return code;
}

void ac_future_free(ac_future *f)
{
	free(f);
}

/* -- iterators ----------------------------------------------------------------------------- */

static struct timespec after(long ms)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_sec += ms / 1000;
	time.tv_nsec += ms % 1000 * 1000000;
	if (time.tv_nsec >= 1000000000) {
		time.tv_sec++;
		time.tv_nsec -= 1000000000;
	}
	return time;
}

static bool has(const ac *it, const ac_future *f)
{
	for (size_t i = 0; i < it->count; i++)
		if (it->entries[i].future == f)
			return true;
	return false;
}

/* Requires the lock: what is done goes into the queue, what is not will. */
static void add(ac *it, ac_future *f)
{
	struct entry *entry = &it->entries[it->count++];

	*entry = (struct entry){.owner = it, .future = f};
	if (f->done) {
		enqueue(entry);
	} else {
		entry->next = f->waiting;
		f->waiting = entry;
	}
}

int ac_start(ac_future *const *futures, size_t n, long ms, ac **out)
{
	ac *it = calloc(1, sizeof *it + n * sizeof it->entries[0]);
	pthread_condattr_t monotonic;

	if (it == NULL)
		return AC_NO_MEMORY;
	it->for_ever = ms < 0;
	if (!it->for_ever)
		it->until = after(ms);
	it->end = &it->first;
	/* These cannot fail on Linux. */
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&it->arrived, &monotonic);
	pthread_condattr_destroy(&monotonic);
	/* To look and to enter in one go: what completes in between would be lost, or come twice. */
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < n; i++)
		if (!has(it, futures[i]))
			add(it, futures[i]);
	it->left = it->count;
	pthread_mutex_unlock(&lock);
	*out = it;
	return 0;
}

/* Requires the lock. */
static int take(ac *it, ac_future **out)
{
	if (it->left == 0)
		return AC_END;
	if (it->first == NULL)
		return AC_TIMEOUT;
	*out = it->first->future;
	it->first = it->first->next;
	if (it->first == NULL)
		it->end = &it->first;
	it->left--;
	return 0;
}

int ac_next(ac *it, ac_future **out)
{
	int code = 0;

	pthread_mutex_lock(&lock);
	while (it->first == NULL && it->left > 0 && code != ETIMEDOUT) {
		if (it->for_ever)
			pthread_cond_wait(&it->arrived, &lock);
		else
			code = pthread_cond_timedwait(&it->arrived, &lock, &it->until);
	}
	/* What has come while the time ran out counts. */
	code = take(it, out);
	pthread_mutex_unlock(&lock);
	return code;
}

/* Requires the lock. */
static void withdraw(struct entry *entry)
{
	struct entry **at = &entry->future->waiting;

	while (*at != entry)
		at = &(*at)->next;
	*at = entry->next;
}

void ac_free(ac *it)
{
	if (it == NULL)
		return;
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < it->count; i++)
		if (!it->entries[i].future->done)
			withdraw(&it->entries[i]);
	pthread_mutex_unlock(&lock);
	pthread_cond_destroy(&it->arrived);
	free(it);
}
