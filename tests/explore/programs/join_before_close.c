/* SPDX-License-Identifier: MIT */
/* join_before_close - the workers are waited for before they are told to end.
 *
 * Wrong: a worker ends when the queue is empty and closed.  main joins the workers first
 * and means to close the queue afterwards: each waits for the other.
 * Right: close, then join.
 *
 * verdict: deadlock
 * granularity: sync
 * exhaustive: yes
 */
#include "program.h"

enum { ITEMS = 2, WORKERS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int items, done;
static bool closed;

static bool take(void)
{
	bool got;

	pthread_mutex_lock(&lock);
	while (items == 0 && !closed)
		pthread_cond_wait(&changed, &lock);
	got = items > 0;
	if (got) {
		items--;
		done++;
	}
	pthread_mutex_unlock(&lock);
	return got;
}

static void *work(void *argument)
{
	while (take())
		continue;
	return argument;
}

static void put(void)
{
	pthread_mutex_lock(&lock);
	items++;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
}

static void close_queue(void)
{
	pthread_mutex_lock(&lock);
	closed = true;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

int main(void)
{
	pthread_t workers[WORKERS];

	for (int i = 0; i < WORKERS; i++)
		pthread_create(&workers[i], NULL, work, NULL);
	for (int i = 0; i < ITEMS; i++)
		put();
#ifdef FIX
	close_queue();
#endif
	for (int i = 0; i < WORKERS; i++)
		pthread_join(workers[i], NULL);
#ifndef FIX
	close_queue();
#endif
	assert(done == ITEMS);
	return 0;
}
