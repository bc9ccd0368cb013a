/* SPDX-License-Identifier: MIT */
/* sleep_as_sync - "it works, because the other has slept longer".
 *
 * Wrong: the user of the data sleeps a second and takes it that the data is there by
 * then.  On a busy machine it need not be: a sleep says how long at least, and of others
 * it says nothing.
 * Right: wait for the data.  The sleep may stay; it no longer matters.
 *
 * verdict: assertion
 * granularity: sync
 * options: --time adversarial
 * exhaustive: yes
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int data;

static void *prepare(void *argument)
{
	pthread_mutex_lock(&lock);
	data = 1;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
	return argument;
}

static void *use(void *argument)
{
	sleep(1);
	pthread_mutex_lock(&lock);
#ifdef FIX
	while (data == 0)
		pthread_cond_wait(&changed, &lock);
#endif
	assert(data == 1);
	pthread_mutex_unlock(&lock);
	return argument;
}

int main(void)
{
	run_both(prepare, use);
	return 0;
}
