/* SPDX-License-Identifier: MIT */
/* pool - your pool.  README.md says what each function has to do.
 */
#include "pool.h"

#include <pthread.h>
#include <stdlib.h>

/* What do the workers have to see, what do those who join, and what guards it? */
struct pool {
	pthread_mutex_t lock;
	size_t workers;
};

int pool_new(size_t workers, pool **out)
{
	(void)workers;
	(void)out;
	return POOL_NO_THREAD;
}

int pool_add(pool *p, pool_task *task, void *arg)
{
	(void)p;
	(void)task;
	(void)arg;
	return POOL_CLOSED;
}

void pool_close(pool *p)
{
	(void)p;
}

int pool_join(pool *p)
{
	(void)p;
	return POOL_OPEN;
}

void pool_free(pool *p)
{
	free(p);
}
