/* SPDX-License-Identifier: MIT */
/* wait - your futures, and your wait.  README.md says what each function has to do.
 */
#include "wait.h"

#include <pthread.h>
#include <stdlib.h>

/* What does a future have to remember, and of whom? */
struct wt_future {
	pthread_mutex_t lock;
	enum wt_state state;
};

int wt_new(wt_future **out)
{
	(void)out;
	return WT_NO_MEMORY;
}

void wt_ref(wt_future *f)
{
	(void)f;
}

void wt_unref(wt_future *f)
{
	free(f);
}

int wt_settle(wt_future *f, enum wt_state how)
{
	(void)f;
	(void)how;
	return WT_INVALID;
}

enum wt_state wt_state_of(wt_future *f)
{
	(void)f;
	return WT_PENDING;
}

int wt_wait(wt_future *const *fs, size_t n, enum wt_when when, long ms, bool *done,
	    size_t *how_many)
{
	(void)fs;
	(void)n;
	(void)when;
	(void)ms;
	(void)done;
	(void)how_many;
	return WT_NO_MEMORY;
}
