/* SPDX-License-Identifier: MIT */
/* signal_not_broadcast - one condition for two purposes, and signal.
 *
 * Wrong: those who put into a buffer of one slot and those who take from it wait on the
 * same condition, and each signals one waiter.  A taker's signal may wake another taker,
 * who finds the slot empty and waits again; the putter it was meant for sleeps on.
 * Right: broadcast, so that whoever can go on does.
 *
 * verdict: deadlock lost-wakeup
 * granularity: sync
 * exhaustive: yes
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool full;

static void wake(void)
{
#ifdef FIX
	pthread_cond_broadcast(&changed);
#else
	pthread_cond_signal(&changed);
#endif
}

static void *put(void *argument)
{
	pthread_mutex_lock(&lock);
	while (full)
		pthread_cond_wait(&changed, &lock);
	full = true;
	wake();
	pthread_mutex_unlock(&lock);
	return argument;
}

static void *take(void *argument)
{
	pthread_mutex_lock(&lock);
	while (!full)
		pthread_cond_wait(&changed, &lock);
	full = false;
	wake();
	pthread_mutex_unlock(&lock);
	return argument;
}

int main(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, i < 2 ? take : put, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
