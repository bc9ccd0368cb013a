/* SPDX-License-Identifier: MIT */
/* shutdown_race - a worker looks for "stop" outside the lock.
 *
 * Wrong: a worker tests stop, then locks, finds no job and waits; the shutdown sets stop
 * and broadcasts without the lock.  When it comes between the test and the wait, its
 * broadcast finds nobody, and the worker waits for ever.
 * Right: stop is a part of what the lock guards, and of what the wait waits for.
 *
 * verdict: lost-wakeup deadlock
 * granularity: sync
 * exhaustive: yes
 */
#include "program.h"

enum { JOBS = 1, WORKERS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int jobs, done;
static atomic_bool stop;

/* Takes a job, if there is one; tells whether to go on. */
static bool take(void)
{
	bool got;

#ifdef FIX
	pthread_mutex_lock(&lock);
	while (jobs == 0 && !stop)
		pthread_cond_wait(&changed, &lock);
#else
	if (stop)
		return false;
	pthread_mutex_lock(&lock);
	if (jobs == 0)
		pthread_cond_wait(&changed, &lock);
#endif
	got = jobs > 0;
	if (got) {
		jobs--;
		done++;
	}
	pthread_mutex_unlock(&lock);
	return got || !stop;
}

static void *work(void *argument)
{
	while (take())
		continue;
	return argument;
}

static void submit(void)
{
	pthread_mutex_lock(&lock);
	jobs++;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
}

static void shut_down(void)
{
#ifdef FIX
	pthread_mutex_lock(&lock);
	stop = true;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
#else
	stop = true;
	pthread_cond_broadcast(&changed);
#endif
}

int main(void)
{
	pthread_t workers[WORKERS];

	for (int i = 0; i < WORKERS; i++)
		pthread_create(&workers[i], NULL, work, NULL);
	for (int i = 0; i < JOBS; i++)
		submit();
	shut_down();
	for (int i = 0; i < WORKERS; i++)
		pthread_join(workers[i], NULL);
#ifdef FIX
	assert(done == JOBS);
#endif
	return 0;
}
