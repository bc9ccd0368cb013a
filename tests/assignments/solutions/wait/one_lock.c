/* SPDX-License-Identifier: MIT */
/* wait - one lock and one condition for all futures there are: simple, right, and everybody is
 * woken whenever anything is settled.
 */
#include "wait.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct wt_future {
	size_t references;
	enum wt_state state;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t something_settled = PTHREAD_COND_INITIALIZER;

int wt_new(wt_future **out)
{
	wt_future *f = malloc(sizeof *f);

	if (f == NULL)
		return WT_NO_MEMORY;
	f->references = 1;
	f->state = WT_PENDING;
	*out = f;
	return 0;
}

void wt_ref(wt_future *f)
{
	if (f == NULL)
		return;
	pthread_mutex_lock(&lock);
	f->references++;
	pthread_mutex_unlock(&lock);
}

void wt_unref(wt_future *f)
{
	if (f == NULL)
		return;
	pthread_mutex_lock(&lock);
	if (--f->references == 0)
		free(f);
	pthread_mutex_unlock(&lock);
}

int wt_settle(wt_future *f, enum wt_state how)
{
	int code = WT_SETTLED;

	if (how != WT_FINISHED && how != WT_FAILED && how != WT_CANCELLED)
		return WT_INVALID;
	pthread_mutex_lock(&lock);
	if (f->state == WT_PENDING) {
		f->state = how;
		pthread_cond_broadcast(&something_settled);
		code = 0;
	}
	pthread_mutex_unlock(&lock);
	return code;
}

enum wt_state wt_state_of(wt_future *f)
{
	enum wt_state state;

	pthread_mutex_lock(&lock);
	state = f->state;
	pthread_mutex_unlock(&lock);
	return state;
}

/* Requires the lock. */
static bool is_so(wt_future *const *fs, size_t n, enum wt_when when)
{
	size_t settled = 0, failed = 0;

	for (size_t i = 0; i < n; i++) {
		settled += fs[i]->state != WT_PENDING;
		failed += fs[i]->state == WT_FAILED;
	}
	return settled == n || (when == WT_FIRST_COMPLETED && settled > 0) ||
	       (when == WT_FIRST_EXCEPTION && failed > 0);
}

/* Requires the lock. */
static size_t mark(wt_future *const *fs, size_t n, bool *done)
{
	size_t how_many = 0;

	for (size_t i = 0; i < n; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again = again || fs[k] == fs[i];
		how_many += !again && fs[i]->state != WT_PENDING;
		if (done != NULL)
			done[i] = fs[i]->state != WT_PENDING;
	}
	return how_many;
}

int wt_wait(wt_future *const *fs, size_t n, enum wt_when when, long ms, bool *done,
	    size_t *how_many)
{
	struct timespec until;
	size_t number;
	bool late = ms == 0, so;

	if ((unsigned)when > WT_ALL_COMPLETED)
		return WT_INVALID;
	clock_gettime(CLOCK_REALTIME, &until);
	if (ms > 0) {
		until.tv_sec +=
			ms / 1000 + (until.tv_nsec + ms % 1000 * 1000000) / 1000000000;
		until.tv_nsec = (until.tv_nsec + ms % 1000 * 1000000) % 1000000000;
	}
	pthread_mutex_lock(&lock);
	while (!(so = is_so(fs, n, when)) && !late) {
		if (ms < 0)
			pthread_cond_wait(&something_settled, &lock);
		else
			late = pthread_cond_timedwait(&something_settled, &lock,
						      &until) != 0;
	}
	number = mark(fs, n, done);
	pthread_mutex_unlock(&lock);
	if (how_many != NULL)
		*how_many = number;
	return so ? 0 : WT_TIMEOUT;
}
