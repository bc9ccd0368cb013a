/* SPDX-License-Identifier: MIT */
/* timedlock_ignored - a lock that was not had is used and given back.
 *
 * Wrong: the impatient thread waits one second for a lock that is held for two, and does
 * not ask whether it got it: it changes what belongs to the other, and then unlocks a
 * mutex that is not its own.
 * Right: go in only with the lock; here, try again until it is free.
 *
 * verdict: misuse race
 * granularity: sync
 * options: --time frozen
 * exhaustive: yes
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void *work_slowly(void *argument)
{
	pthread_mutex_lock(&lock);
	count++;
	sleep(2);
	pthread_mutex_unlock(&lock);
	return argument;
}

/* 0, or ETIMEDOUT after a second. */
static int lock_for_a_second(void)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	return pthread_mutex_timedlock(&lock, &until);
}

static void *work_hastily(void *argument)
{
#ifdef FIX
	while (lock_for_a_second() != 0)
		continue;
#else
	lock_for_a_second();
#endif
	count++;
	pthread_mutex_unlock(&lock);
	return argument;
}

int main(void)
{
	run_both(work_slowly, work_hastily);
	assert(count == 2);
	return 0;
}
