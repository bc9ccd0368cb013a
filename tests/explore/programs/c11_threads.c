/* SPDX-License-Identifier: MIT */
/* c11_threads - a latch of C11 threads that forgets to count under its lock.
 *
 * Wrong: main looks at the count without the lock, and then locks and waits.  The last
 * worker may come in between: its signal finds nobody.
 * Right: look and wait in one turn of the lock.
 *
 * verdict: lost-wakeup deadlock
 * granularity: sync
 * exhaustive: 6
 */
#include "program.h"

#include <threads.h>

enum { WORKERS = 2 };

static mtx_t lock;
static cnd_t changed;
static atomic_int left = WORKERS;

static int work(void *argument)
{
	(void)argument;
	mtx_lock(&lock);
	if (--left == 0)
		cnd_signal(&changed);
	mtx_unlock(&lock);
	return 0;
}

static void wait_for_all(void)
{
#ifdef FIX
	mtx_lock(&lock);
	while (left > 0)
		cnd_wait(&changed, &lock);
	mtx_unlock(&lock);
#else
	while (left > 0) {
		mtx_lock(&lock);
		cnd_wait(&changed, &lock);
		mtx_unlock(&lock);
	}
#endif
}

/* Six schedules: the two workers in two orders, and main before, between or after them.
 * When main waits, its wake-up comes after the last worker. */
int main(void)
{
	thrd_t workers[WORKERS];

	mtx_init(&lock, mtx_plain);
	cnd_init(&changed);
	for (int i = 0; i < WORKERS; i++)
		thrd_create(&workers[i], work, NULL);
	wait_for_all();
	for (int i = 0; i < WORKERS; i++)
		thrd_join(workers[i], NULL);
	cnd_destroy(&changed);
	mtx_destroy(&lock);
	return 0;
}
