/* SPDX-License-Identifier: MIT */
/* pthread - POSIX threads by hand, without a pool: a thread for each task, the result from
 * pthread_join; and an array cut into as many ranges as there are workers.
 *
 * A system starts only so many threads at once: when ALIVE of them have been started, the
 * oldest is joined before the next one starts.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "gates.h"
#include "items.h"

enum { ALIVE = 256 };

static pthread_t *workers;

static void start(pthread_t *thread, void *(*function)(void *), void *arg)
{
	int error = pthread_create(thread, NULL, function, arg);

	must(!error, "pthread_create", strerror(error));
}

static void *join(pthread_t thread)
{
	void *result;
	int error = pthread_join(thread, &result);

	must(!error, "pthread_join", strerror(error));
	return result;
}

static const char *open_workers(const struct bench_case *c)
{
	given = *c;
	workers = must_have(given.workers, sizeof *workers);
	return NULL;
}

static void close_workers(void)
{
	free(workers);
	workers = NULL;
}

/* As many threads as there are workers, each with its number; until all have ended. */
static void with_workers(void *(*function)(void *))
{
	for (long w = 0; w < given.workers; w++)
		start(&workers[w], function, (void *)w);
	for (long w = 0; w < given.workers; w++)
		join(workers[w]);
}

/* -- a thread for each task ------------------------------------------------------------------- */

static long ask(long i)
{
	pthread_t thread;

	start(&thread, empty_task, (void *)i);
	return (long)join(thread);
}

static long ask_all(void)
{
	return round_trips(ask);
}

/* One after the other. */
static long threads(void)
{
	long sum = 0;

	for (long i = 0; i < given.n; i++)
		sum += ask(i);
	return check_sum(sum);
}

static long submit(void)
{
	pthread_t alive[ALIVE];
	long sum = 0, joined = 0;

	for (long i = 0; i < given.n; i++) {
		if (i - joined == ALIVE)
			sum += (long)join(alive[joined++ % ALIVE]);
		start(&alive[i % ALIVE], empty_task, (void *)i);
	}
	while (joined < given.n)
		sum += (long)join(alive[joined++ % ALIVE]);
	return check_sum(sum);
}

/* -- as many threads as workers --------------------------------------------------------------- */

static void *meet_others(void *arg)
{
	meet();
	return arg;
}

static long start_and_stop(void)
{
	with_workers(meet_others);
	return 1;
}

static const char *open_meet(const struct bench_case *c)
{
	open_workers(c);
	meet_open();
	return NULL;
}

static void close_meet(void)
{
	meet_close();
	close_workers();
}

static void *work_on_range(void *arg)
{
	long w = (long)arg;

	items_work(items.n * w / given.workers, items.n * (w + 1) / given.workers);
	return NULL;
}

static long map(void)
{
	int64_t began = bench_now();

	with_workers(work_on_range);
	bench_timed(bench_now() - began);
	return items_check();
}

static const char *open_even(const struct bench_case *c)
{
	open_workers(c);
	return items_open_even(c);
}

static const char *open_skewed(const struct bench_case *c)
{
	open_workers(c);
	return items_open_skewed(c);
}

static void close_items(void)
{
	items_close();
	close_workers();
}

/* -- tasks that workers take, one by one ------------------------------------------------------ */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long next, sum_of_cubes; /* guarded by lock */

static void *sleep_through(void *arg)
{
	pthread_mutex_lock(&lock);
	while (next < SLEEPERS) {
		long i = next++, cubed;

		pthread_mutex_unlock(&lock);
		cubed = sleepers_sleep(i);
		pthread_mutex_lock(&lock);
		sum_of_cubes += cubed;
	}
	pthread_mutex_unlock(&lock);
	return arg;
}

static long sleepers(void)
{
	next = sum_of_cubes = 0;
	with_workers(sleep_through);
	return sleepers_check(sum_of_cubes);
}

static const struct bench benches[] = {
	{"thread", open_workers, threads, close_workers},
	{"submit", open_workers, submit, close_workers},
	{"roundtrip", open_workers, ask_all, close_workers},
	{"roundtrip_cold", open_workers, ask_all, close_workers},
	{"pool", open_meet, start_and_stop, close_meet},
	{"map_tiny", open_even, map, close_items},
	{"map_small", open_even, map, close_items},
	{"map_skewed", open_skewed, map, close_items},
	{"sleepers", open_workers, sleepers, close_workers},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "pthread", benches);
}
