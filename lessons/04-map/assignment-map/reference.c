/* SPDX-License-Identifier: MIT */
/* map - threads that help themselves to chunks of the items, and a place for each result.
 */
#include "map.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

struct place {
	bool there;
	struct map_result result;
};

/* Locking discipline
 *
 *   lock guards the fields below it.  It is a leaf, and the function is called without it.
 *   I1  the items before `given` have been given to a thread, each to one, in whole chunks.
 *   I2  the results before `taken` have been taken; an item i begins only while
 *       i - taken < ahead, and not when it is over.
 *   I3  who waits for finished is woken when the result of item `taken` comes;
 *       who waits for room is woken when a result was taken, and when it is over.
 */
struct map {
	map_function *fn; /* from here to threads: never change */
	void *const *items;
	size_t n, chunk, ahead;
	bool for_ever;
	struct timespec until;
	size_t workers;
	pthread_t *threads;
	pthread_mutex_t lock;
	pthread_cond_t finished;
	pthread_cond_t room;
	size_t given;
	size_t taken;
	bool over;
	struct place *places;
};

/* -- the threads --------------------------------------------------------------------------- */

/* Requires the lock, and gives it back meanwhile: the function may take its time. */
static void run(map *m, size_t i)
{
	struct map_result result = {0};

	pthread_mutex_unlock(&m->lock);
	result.error = m->fn(m->items[i], &result.value);
	pthread_mutex_lock(&m->lock);
	m->places[i] = (struct place){.there = true, .result = result};
	if (i == m->taken)
		pthread_cond_signal(&m->finished);
}

/* Requires the lock.  Waits until item i may begin; false: it may not any more. */
static bool may_begin(map *m, size_t i)
{
	/* To count what was begun would not do: later chunks could fill all the room, while the
	 * item that is to be taken next waits for some. */
	while (!m->over && m->ahead > 0 && i - m->taken >= m->ahead)
		pthread_cond_wait(&m->room, &m->lock);
	return !m->over;
}

static void *work(void *argument)
{
	map *m = argument;

	pthread_mutex_lock(&m->lock);
	while (!m->over && m->given < m->n) {
		size_t i = m->given;
		size_t left = m->n - i;
		size_t end = i + (left < m->chunk ? left : m->chunk);

		m->given = end;
		while (i < end && may_begin(m, i))
			run(m, i++);
	}
	pthread_mutex_unlock(&m->lock);
	return NULL;
}

/* -- beginning and end --------------------------------------------------------------------- */

static struct timespec after(long ms)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_sec += ms / 1000;
	time.tv_nsec += ms % 1000 * 1000000;
	if (time.tv_nsec >= 1000000000) {
		time.tv_sec++;
		time.tv_nsec -= 1000000000;
	}
	return time;
}

static void give_back(map *m)
{
	free(m->threads);
	free(m->places);
	free(m);
}

static map *make(const struct map_options *options, size_t n)
{
	map *m = calloc(1, sizeof *m);
	size_t chunks = n / options->chunk + (n % options->chunk != 0);
	size_t workers = options->workers < chunks ? options->workers : chunks;
	pthread_condattr_t monotonic;

	if (m == NULL)
		return NULL;
	/* One more, as nothing may be a null pointer. */
	m->threads = calloc(workers + 1, sizeof *m->threads);
	m->places = calloc(n + 1, sizeof *m->places);
	if (m->threads == NULL || m->places == NULL) {
		give_back(m);
		return NULL;
	}
	m->workers = workers;
	m->n = n;
	m->chunk = options->chunk;
	m->ahead = options->ahead;
	m->for_ever = options->ms < 0;
	if (!m->for_ever)
		m->until = after(options->ms);
	/* These cannot fail on Linux. */
	pthread_mutex_init(&m->lock, NULL);
	pthread_cond_init(&m->room, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&m->finished, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return m;
}

/* Ends the first so many threads, and then the map. */
static void stop(map *m, size_t threads)
{
	pthread_mutex_lock(&m->lock);
	m->over = true;
	pthread_cond_broadcast(&m->room);
	pthread_mutex_unlock(&m->lock);
	while (threads > 0)
		pthread_join(m->threads[--threads], NULL);
	pthread_cond_destroy(&m->finished);
	pthread_cond_destroy(&m->room);
	pthread_mutex_destroy(&m->lock);
	give_back(m);
}

int map_start(const struct map_options *options, map_function *fn, void *const *items,
	      size_t n, map **out)
{
	map *m;

	if (options->workers == 0 || options->chunk == 0)
		return MAP_INVALID;
	m = make(options, n);
	if (m == NULL)
		return MAP_NO_MEMORY;
	m->fn = fn;
	m->items = items;
	for (size_t i = 0; i < m->workers; i++) {
		if (pthread_create(&m->threads[i], NULL, work, m) != 0) {
			stop(m, i);
			return MAP_NO_THREAD;
		}
	}
	*out = m;
	return 0;
}

/* -- the results --------------------------------------------------------------------------- */

/* Requires the lock. */
static int take(map *m, struct map_result *out)
{
	if (m->taken == m->n)
		return MAP_END;
	if (m->over || !m->places[m->taken].there) {
		m->over = true;
		return MAP_TIMEOUT;
	}
	*out = m->places[m->taken++].result;
	/* Of those who wait it may be the last that can begin now. */
	pthread_cond_broadcast(&m->room);
	return 0;
}

int map_next(map *m, struct map_result *out)
{
	int code = 0;

	pthread_mutex_lock(&m->lock);
	while (m->taken < m->n && !m->places[m->taken].there && !m->over &&
	       code != ETIMEDOUT) {
		if (m->for_ever)
			pthread_cond_wait(&m->finished, &m->lock);
		else
			code = pthread_cond_timedwait(&m->finished, &m->lock, &m->until);
	}
	/* What has come while the time ran out counts. */
	code = take(m, out);
	pthread_mutex_unlock(&m->lock);
	return code;
}

void map_free(map *m)
{
	if (m != NULL)
		stop(m, m->workers);
}
