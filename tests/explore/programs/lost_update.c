/* SPDX-License-Identifier: MIT */
/* lost_update - every access is under the lock, and the sum is wrong all the same.
 *
 * Wrong: reading the balance and writing it are two turns of the lock.  What happens to
 * the balance in between is overwritten.  There is no data race: only the lock is held
 * too short.
 * Right: one turn for both.
 *
 * verdict: assertion
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int balance;

static void *deposit(void *argument)
{
	int old;

	pthread_mutex_lock(&lock);
	old = balance;
#ifndef FIX
	pthread_mutex_unlock(&lock);
	pthread_mutex_lock(&lock);
#endif
	balance = old + 10;
	pthread_mutex_unlock(&lock);
	return argument;
}

/* Two schedules: each thread has one turn of the lock. */
int main(void)
{
	run_both(deposit, deposit);
	assert(balance == 20);
	return 0;
}
