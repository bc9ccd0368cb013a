/* SPDX-License-Identifier: MIT */
/* What does this machine allow: what do a lock that nobody else wants, and a thread that is made
 * and joined, cost?
 *
 * These and the programs limit_line and limit_wake are the floors in the pictures: what every
 * pool is made of.
 */
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "bench.h"

static long n;

static void start(pthread_t *thread, void *(*function)(void *))
{
	int error = pthread_create(thread, NULL, function, NULL);

	if (error)
		bench_stop("pthread_create: %s", strerror(error));
}

/* -- a lock ----------------------------------------------------------------------------------- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER, stay = PTHREAD_MUTEX_INITIALIZER;
static pthread_t stayer;

static void *stay_here(void *unused)
{
	pthread_mutex_lock(&stay);
	pthread_mutex_unlock(&stay);
	return unused;
}

/* In a process that has one thread only, the C library leaves out what makes a lock atomic. */
static const char *open_lock(const struct bench_case *c)
{
	pthread_mutex_lock(&stay);
	start(&stayer, stay_here);
	n = bench_param(c, "n", 200000);
	return NULL;
}

static void close_lock(void)
{
	pthread_mutex_unlock(&stay);
	pthread_join(stayer, NULL);
}

static long lock_and_unlock(void)
{
	static volatile long guarded;

	guarded = 0;
	for (long i = 0; i < n; i++) {
		pthread_mutex_lock(&lock);
		guarded++;
		pthread_mutex_unlock(&lock);
	}
	if (guarded != n)
		bench_fail("it was locked %ld times, not %ld", guarded, n);
	return n;
}

/* -- a thread --------------------------------------------------------------------------------- */

static void close_none(void)
{
}

static void *nothing(void *arg)
{
	return arg;
}

static long threads(void)
{
	for (long i = 0; i < n; i++) {
		pthread_t thread;

		start(&thread, nothing);
		pthread_join(thread, NULL);
	}
	return n;
}

static const char *open_threads(const struct bench_case *c)
{
	n = bench_param(c, "n", 100);
	return NULL;
}

static const struct bench benches[] = {
	{"limit_lock", open_lock, lock_and_unlock, close_lock},
	{"limit_thread", open_threads, threads, close_none},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "machine", benches);
}
