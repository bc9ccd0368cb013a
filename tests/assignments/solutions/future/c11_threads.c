/* SPDX-License-Identifier: MIT */
/* future - a monitor in C11's own threads: one lock, one condition.
 */
#include "future.h"

#include <stdlib.h>
#include <threads.h>
#include <time.h>

struct outcome {
	int settled;
	int code;
	void *value;
	int error;
};

struct future {
	mtx_t monitor;
	cnd_t news;
	struct outcome outcome;
	unsigned long users;
};

int future_new(future **out)
{
	future *f = malloc(sizeof *f);

	if (f == NULL)
		return FUTURE_NO_MEMORY;
	*f = (future){.users = 1};
	mtx_init(&f->monitor, mtx_timed);
	cnd_init(&f->news);
	*out = f;
	return 0;
}

/* Returns how many there are after that. */
static unsigned long change_users(future *f, int by)
{
	unsigned long now;

	mtx_lock(&f->monitor);
	now = f->users += (unsigned long)by;
	mtx_unlock(&f->monitor);
	return now;
}

void future_ref(future *f)
{
	change_users(f, 1);
}

void future_unref(future *f)
{
	if (f != NULL && change_users(f, -1) == 0) {
		cnd_destroy(&f->news);
		mtx_destroy(&f->monitor);
		free(f);
	}
}

static int settle(future *f, struct outcome outcome)
{
	int code = FUTURE_ALREADY;

	mtx_lock(&f->monitor);
	if (!f->outcome.settled) {
		f->outcome = outcome;
		code = 0;
	}
	mtx_unlock(&f->monitor);
	if (code == 0)
		cnd_broadcast(&f->news);
	return code;
}

int future_set(future *f, void *value)
{
	return settle(f, (struct outcome){.settled = 1, .value = value});
}

int future_fail(future *f, int error)
{
	return settle(f, (struct outcome){1, FUTURE_FAILED, NULL, error});
}

int future_get(future *f, long ms, void **value, int *error)
{
	struct timespec end = {0};
	struct outcome got;

	if (ms > 0) {
		timespec_get(&end, TIME_UTC);
		end.tv_nsec += ms % 1000 * 1000000;
		end.tv_sec += ms / 1000 + end.tv_nsec / 1000000000;
		end.tv_nsec %= 1000000000;
	}
	mtx_lock(&f->monitor);
	while (!f->outcome.settled && ms != 0)
		if (ms < 0)
			cnd_wait(&f->news, &f->monitor);
		else if (cnd_timedwait(&f->news, &f->monitor, &end) == thrd_timedout)
			break;
	got = f->outcome;
	mtx_unlock(&f->monitor);
	if (!got.settled)
		return FUTURE_TIMEOUT;
	if (got.code == 0)
		*value = got.value;
	else
		*error = got.error;
	return got.code;
}

bool future_done(future *f)
{
	bool done;

	mtx_lock(&f->monitor);
	done = f->outcome.settled;
	mtx_unlock(&f->monitor);
	return done;
}
