/* SPDX-License-Identifier: MIT */
#include "gather.h"

#include <stdlib.h>

#include "future.h"
#include "scheduler.h"
#include "sync.h"
#include "task.h"

/* -- different futures ----------------------------------------------------------------------------- */

/* A set of addresses: open addressing, at most half full. */
struct seen {
	const hd_future **slots;
	size_t mask;
};

static bool seen_init(struct seen *seen, size_t count)
{
	size_t size = 4;

	while (size < 2 * count)
		size *= 2;
	seen->slots = calloc(size, sizeof *seen->slots);
	seen->mask = size - 1;
	return seen->slots;
}

/* Puts it in; false if it was there. */
static bool seen_add(struct seen *seen, const hd_future *future)
{
	/* Fibonacci hashing (Knuth, volume 3, 6.4) of sixteen neighbours in memory together:
	 * they were made one after the other and come one after the other, and so their slots
	 * share cache lines. */
	uint64_t line = (uint64_t)(uintptr_t)future / HD_CACHE_LINE;
	uint64_t hash = (line >> 4) * UINT64_C(0x9e3779b97f4a7c15);
	size_t i = ((size_t)(hash >> 32 << 4) | (line & 15)) & seen->mask;

	for (; seen->slots[i]; i = (i + 1) & seen->mask)
		if (seen->slots[i] == future)
			return false;
	seen->slots[i] = future;
	return true;
}

/* -- arrivals ---------------------------------------------------------------------------------------- */

static bool has_failed(const hd_future *future)
{
	return hd_task_state(hd_task_word(future)) == HD_FINISHED && future->code;
}

/* Requires g->lock. */
static bool is_enough(const struct hd_gather *g)
{
	return g->arrived >= g->enough || (g->failure_enough && g->failed);
}

static void arrive(struct hd_entry *entry)
{
	struct hd_gather *g = entry->gather;

	hd_lock(&g->lock);
	*g->end = entry;
	g->end = &entry->next;
	g->arrived++;
	g->failed += has_failed(entry->future);
	if (g->wait && is_enough(g)) {
		atomic_store(&g->wait->fired, true);
		hd_unpark(g->wait->parker);
	}
	hd_unlock(&g->lock);
}

/* Called by whoever settles the future, under its bucket's lock. */
static void watcher_arrived(struct hd_watcher *watcher)
{
	arrive((struct hd_entry *)watcher); /* the watcher is the entry's first member */
}

/* -- the set --------------------------------------------------------------------------------------------- */

static void watch(struct hd_gather *g, struct hd_entry *entry)
{
	int code = hd_future_waitable(entry->future);

	if (code) {
		g->unreachable++;
		g->why = code;
	}
	g->spin |= hd_future_may_spin(entry->future);
	if (!hd_lot_watch(entry->future, &entry->watcher))
		arrive(entry);
}

/* Adds a future, at the end of those that are ready if it is done: then returns true. */
static bool add(struct hd_gather *g, hd_future *future, struct hd_entry ***end)
{
	struct hd_entry *entry = &g->entries[g->count++];

	*entry = (struct hd_entry){
		.watcher = {.kind = HD_WATCH_SET, .arrived = watcher_arrived},
		.gather = g,
		.future = hd_future_ref(future),
	};
	if (!hd_task_is_notified(hd_task_word(future))) {
		watch(g, entry);
		return false;
	}
	**end = entry;
	*end = &entry->next;
	return true;
}

static void add_all(struct hd_gather *g, hd_future *const *futures, size_t count,
		    struct seen *seen)
{
	struct hd_entry **end = &g->ready;
	size_t done = 0, failed = 0;

	for (size_t i = 0; i < count; i++)
		if (seen_add(seen, futures[i]) && add(g, futures[i], &end)) {
			done++;
			failed += has_failed(futures[i]);
		}
	hd_lock(&g->lock);
	g->arrived += done;
	g->failed += failed;
	hd_unlock(&g->lock);
}

int hd_gather_new(hd_future *const *futures, size_t count, struct hd_gather **gather)
{
	struct hd_gather *g;
	struct seen seen;

	for (size_t i = 0; i < count; i++)
		if (!futures[i])
			return HD_EINVAL;
	if (count > (SIZE_MAX - sizeof *g) / sizeof g->entries[0] ||
	    !seen_init(&seen, count))
		return HD_ENOMEM;
	g = malloc(sizeof *g + count * sizeof g->entries[0]);
	if (!g) {
		free(seen.slots);
		return HD_ENOMEM;
	}
	*g = (struct hd_gather){.end = &g->first};
	hd_mutex_init(&g->lock);
	add_all(g, futures, count, &seen);
	free(seen.slots);
	*gather = g;
	return 0;
}

void hd_gather_free(struct hd_gather *g)
{
	for (size_t i = 0; i < g->count; i++) {
		struct hd_entry *entry = &g->entries[i];

		if (!entry->future)
			continue;
		hd_lot_unwatch(entry->future, &entry->watcher);
		hd_future_unref(entry->future);
	}
	hd_mutex_destroy(&g->lock);
	free(g);
}

struct hd_entry *hd_gather_take(struct hd_gather *g)
{
	struct hd_entry *entry;

	if (!g->ready) {
		hd_lock(&g->lock);
		g->ready = g->first;
		g->first = NULL;
		g->end = &g->first;
		hd_unlock(&g->lock);
	}
	entry = g->ready;
	if (entry)
		g->ready = entry->next;
	return entry;
}

int hd_gather_wait(struct hd_gather *g, size_t enough, bool failure_enough,
		   int64_t deadline)
{
	struct hd_wait wait = {.parker = hd_parker_self()};
	bool reached;

	hd_lock(&g->lock);
	g->enough = enough;
	g->failure_enough = failure_enough;
	reached = is_enough(g);
	if (!reached && g->count - g->unreachable >= enough)
		// cppcheck-suppress autoVariables; it is unset before this returns
		g->wait = &wait;
	hd_unlock(&g->lock);
	if (reached)
		return 0;
	if (!g->wait)
		return g->why;
	if (deadline == HD_NEVER || hd_now() < deadline)
		hd_future_block(&wait, NULL, deadline, g->spin);
	hd_lock(&g->lock);
	g->wait = NULL;
	reached = is_enough(g);
	hd_unlock(&g->lock);
	return reached ? 0 : HD_ETIMEDOUT;
}
