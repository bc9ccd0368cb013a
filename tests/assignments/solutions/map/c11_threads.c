/* SPDX-License-Identifier: MIT */
/* C11's threads, and one condition for everybody, which is always broadcast.  No thread begins
 * before all have been started.
 */
#include "map.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>

enum state { WAITING, RUNNING, STOPPED };

struct map {
	struct map_options options;
	map_function *fn;
	void *const *items;
	size_t n, next, taken;
	enum state state;
	mtx_t lock;
	cnd_t changed;
	struct timespec until;
	struct map_result *results;
	bool *there;
	size_t running;
	thrd_t threads[];
};

static int worker(void *argument)
{
	map *m = argument;
	size_t from, to;

	mtx_lock(&m->lock);
	while (m->state == WAITING)
		cnd_wait(&m->changed, &m->lock);
	while (m->state == RUNNING && m->next < m->n) {
		from = m->next;
		to = m->n - from > m->options.chunk ? from + m->options.chunk : m->n;
		for (m->next = to; from < to; from++) {
			struct map_result result = {0, NULL};

			while (m->state == RUNNING && m->options.ahead != 0 &&
			       from - m->taken >= m->options.ahead)
				cnd_wait(&m->changed, &m->lock);
			if (m->state == STOPPED)
				break;
			mtx_unlock(&m->lock);
			result.error = m->fn(m->items[from], &result.value);
			mtx_lock(&m->lock);
			m->results[from] = result;
			m->there[from] = true;
			cnd_broadcast(&m->changed);
		}
	}
	mtx_unlock(&m->lock);
	return 0;
}

static void set(map *m, enum state state)
{
	mtx_lock(&m->lock);
	m->state = state;
	cnd_broadcast(&m->changed);
	mtx_unlock(&m->lock);
}

void map_free(map *m)
{
	if (m == NULL)
		return;
	set(m, STOPPED);
	for (size_t i = 0; i < m->running; i++)
		thrd_join(m->threads[i], NULL);
	cnd_destroy(&m->changed);
	mtx_destroy(&m->lock);
	free(m->results);
	free(m->there);
	free(m);
}

static struct timespec deadline(long ms)
{
	struct timespec t;

	timespec_get(&t, TIME_UTC);
	if (ms > 0) {
		t.tv_sec += ms / 1000;
		t.tv_nsec += ms % 1000 * 1000000;
	}
	t.tv_sec += t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	return t;
}

int map_start(const struct map_options *options, map_function *fn, void *const *items,
	      size_t n, map **out)
{
	size_t workers = options->workers < n ? options->workers : n;
	map *m;

	if (options->workers == 0 || options->chunk == 0)
		return MAP_INVALID;
	m = calloc(1, sizeof *m + workers * sizeof m->threads[0]);
	if (m == NULL)
		return MAP_NO_MEMORY;
	m->results = calloc(n + 1, sizeof *m->results);
	m->there = calloc(n + 1, sizeof *m->there);
	if (m->results == NULL || m->there == NULL) {
		free(m->results);
		free(m->there);
		free(m);
		return MAP_NO_MEMORY;
	}
	m->options = *options;
	m->fn = fn;
	m->items = items;
	m->n = n;
	m->until = deadline(options->ms);
	mtx_init(&m->lock, mtx_timed);
	cnd_init(&m->changed);
	for (; m->running < workers; m->running++) {
		if (thrd_create(&m->threads[m->running], worker, m) != thrd_success) {
			map_free(m);
			return MAP_NO_THREAD;
		}
	}
	set(m, RUNNING);
	*out = m;
	return 0;
}

int map_next(map *m, struct map_result *out)
{
	int waited = thrd_success, code = 0;

	mtx_lock(&m->lock);
	while (m->state == RUNNING && m->taken < m->n && !m->there[m->taken] &&
	       waited == thrd_success)
		waited = m->options.ms < 0
				 ? cnd_wait(&m->changed, &m->lock)
				 : cnd_timedwait(&m->changed, &m->lock, &m->until);
	if (m->taken == m->n) {
		code = MAP_END;
	} else if (m->state == STOPPED || !m->there[m->taken]) {
		m->state = STOPPED;
		code = MAP_TIMEOUT;
	} else {
		*out = m->results[m->taken++];
		cnd_broadcast(&m->changed);
	}
	mtx_unlock(&m->lock);
	return code;
}
