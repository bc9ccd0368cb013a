/* SPDX-License-Identifier: MIT */
/* self_upgrade - a reader asks to write without having left.
 *
 * Wrong: a thread that holds a read-write lock for reading asks for it for writing.  It
 * waits for all readers to leave, itself among them.  That happens only when the cache is
 * empty.
 * Right: leave first, then lock for writing, and look again.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: 3
 */
#include "program.h"

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int cached;

static void *fill(void *argument)
{
	pthread_rwlock_wrlock(&lock);
	cached = 5;
	pthread_rwlock_unlock(&lock);
	return argument;
}

static void *look_up(void *argument)
{
	pthread_rwlock_rdlock(&lock);
	if (cached == 0) {
#ifdef FIX
		pthread_rwlock_unlock(&lock);
#endif
		pthread_rwlock_wrlock(&lock);
		cached = 5;
	}
	assert(cached == 5);
	pthread_rwlock_unlock(&lock);
	return argument;
}

/* Three schedules: the writer comes before the reader, after it, or between the two
 * turns of the reader. */
int main(void)
{
	run_both(fill, look_up);
	return 0;
}
