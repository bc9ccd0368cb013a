/* SPDX-License-Identifier: MIT */
/* Two semaphores for each item, one says that it may begin, the other that it is done; chunks
 * are given out by an atomic counter.
 */
#include "map.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

struct slot {
	sem_t may, done;
	struct map_result result;
};

struct map {
	map_function *fn;
	void *const *items;
	size_t n, chunk, ahead, chunks, taken, running;
	long ms;
	struct timespec until;
	atomic_size_t next; /* chunk */
	atomic_bool over;
	struct slot *slots;
	pthread_t *threads;
};

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0 && errno == EINTR)
		;
}

static void *worker(void *argument)
{
	map *m = argument;
	size_t chunk;

	while ((chunk = atomic_fetch_add(&m->next, 1)) < m->chunks) {
		size_t i = chunk * m->chunk;

		for (size_t k = 0; k < m->chunk && i < m->n; k++, i++) {
			struct slot *slot = &m->slots[i];

			wait_for(&slot->may);
			if (atomic_load(&m->over))
				return NULL;
			slot->result.error = m->fn(m->items[i], &slot->result.value);
			sem_post(&slot->done);
		}
	}
	return NULL;
}

static void stop(map *m)
{
	atomic_store(&m->over, true);
	for (size_t i = 0; i < m->n; i++)
		sem_post(&m->slots[i].may);
}

void map_free(map *m)
{
	if (m == NULL)
		return;
	stop(m);
	for (size_t i = 0; i < m->running; i++)
		pthread_join(m->threads[i], NULL);
	for (size_t i = 0; i < m->n; i++) {
		sem_destroy(&m->slots[i].may);
		sem_destroy(&m->slots[i].done);
	}
	free(m->threads);
	free(m->slots);
	free(m);
}

static void set_deadline(map *m, long ms)
{
	m->ms = ms;
	if (ms < 0)
		return;
	clock_gettime(CLOCK_REALTIME, &m->until);
	m->until.tv_sec += ms / 1000;
	m->until.tv_nsec += ms % 1000 * 1000000;
	if (m->until.tv_nsec > 999999999) {
		m->until.tv_nsec -= 1000000000;
		m->until.tv_sec += 1;
	}
}

int map_start(const struct map_options *options, map_function *fn, void *const *items,
	      size_t n, map **out)
{
	size_t workers = options->workers;
	map *m;

	if (workers == 0 || options->chunk == 0)
		return MAP_INVALID;
	m = calloc(1, sizeof *m);
	if (m == NULL)
		return MAP_NO_MEMORY;
	m->slots = calloc(n + 1, sizeof *m->slots);
	m->threads = calloc(workers, sizeof *m->threads);
	if (m->slots == NULL || m->threads == NULL) {
		free(m->slots);
		free(m->threads);
		free(m);
		return MAP_NO_MEMORY;
	}
	m->fn = fn;
	m->items = items;
	m->n = n;
	m->chunk = options->chunk;
	m->chunks = n / m->chunk + (n % m->chunk > 0);
	m->ahead = options->ahead;
	set_deadline(m, options->ms);
	for (size_t i = 0; i < n; i++) {
		sem_init(&m->slots[i].may, 0, m->ahead == 0 || i < m->ahead);
		sem_init(&m->slots[i].done, 0, 0);
	}
	for (; m->running < workers; m->running++)
		if (pthread_create(&m->threads[m->running], NULL, worker, m) != 0) {
			map_free(m);
			return MAP_NO_THREAD;
		}
	*out = m;
	return 0;
}

static bool arrives(map *m, sem_t *done)
{
	int failed;

	if (m->ms < 0) {
		wait_for(done);
		return true;
	}
	do
		failed = sem_timedwait(done, &m->until);
	while (failed && errno == EINTR);
	return !failed;
}

int map_next(map *m, struct map_result *out)
{
	if (m->taken == m->n)
		return MAP_END;
	if (atomic_load(&m->over))
		return MAP_TIMEOUT;
	if (!arrives(m, &m->slots[m->taken].done)) {
		stop(m);
		return MAP_TIMEOUT;
	}
	*out = m->slots[m->taken].result;
	if (m->ahead > 0 && m->ahead < m->n - m->taken)
		sem_post(&m->slots[m->taken + m->ahead].may);
	m->taken++;
	return 0;
}
