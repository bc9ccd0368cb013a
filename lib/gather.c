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

static bool is_enough(const struct hd_gather *g, size_t enough, bool failure_enough)
{
	return atomic_load(&g->arrived) >= enough ||
	       (failure_enough && atomic_load(&g->failed));
}

/* Requires g->lock: nobody else writes it.  release: who sees the count may look for the entry,
 * which saves an addition that is atomic by itself. */
static void count_one(_Atomic size_t *counter)
{
	atomic_store_explicit(counter,
			      atomic_load_explicit(counter, memory_order_relaxed) + 1,
			      memory_order_release);
}

static void arrive(struct hd_entry *entry)
{
	struct hd_gather *g = entry->gather;

	hd_lock(&g->lock);
	*g->end = entry;
	g->end = &entry->next;
	count_one(&g->arrived);
	if (has_failed(entry->future))
		count_one(&g->failed);
	if (g->wait && is_enough(g, g->enough, g->failure_enough)) {
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

/* Sorts the different futures: those that are done from the front of `all`, the others from its
 * back, so in reverse.  Returns where the others begin. */
static size_t sort_out(struct hd_gather *g, hd_future *const *futures, size_t count,
		       struct seen *seen)
{
	size_t back = count, failed = 0;

	for (size_t i = 0; i < count; i++) {
		if (!seen_add(seen, futures[i]))
			continue;
		g->count++;
		if (hd_task_is_notified(hd_task_word(futures[i]))) {
			g->all[g->done++] = futures[i];
			failed += has_failed(futures[i]);
		} else {
			g->all[--back] = futures[i];
		}
	}
	atomic_init(&g->arrived, g->done);
	atomic_init(&g->failed, failed);
	return back;
}

static void watch(struct hd_gather *g, hd_future *future)
{
	struct hd_entry *entry = &g->entries[g->watched++];
	int code = hd_future_waitable(future);

	if (code) {
		g->unreachable++;
		g->why = code;
	}
	g->spin |= hd_future_may_spin(future);
	*entry = (struct hd_entry){
		.watcher = {.kind = HD_WATCH_SET, .arrived = watcher_arrived},
		.gather = g,
		.future = hd_future_ref(future),
	};
	if (!hd_lot_watch(future, &entry->watcher))
		arrive(entry);
}

static struct hd_gather *allocate(size_t count)
{
	struct hd_gather *g;

	if (count > (SIZE_MAX - sizeof *g) / sizeof g->all[0])
		return NULL;
	g = malloc(sizeof *g + count * sizeof g->all[0]);
	if (g) {
		*g = (struct hd_gather){.end = &g->first};
		hd_mutex_init(&g->lock);
	}
	return g;
}

int hd_gather_new(hd_future *const *futures, size_t count, struct hd_gather **gather)
{
	struct hd_gather *g;
	struct seen seen;
	size_t back;

	for (size_t i = 0; i < count; i++)
		if (!futures[i])
			return HD_EINVAL;
	g = allocate(count);
	if (!g)
		return HD_ENOMEM;
	if (!seen_init(&seen, count)) {
		hd_gather_free(g);
		return HD_ENOMEM;
	}
	back = sort_out(g, futures, count, &seen);
	free(seen.slots);
	if (back < count) {
		g->entries = calloc(count - back, sizeof g->entries[0]);
		if (!g->entries) {
			hd_gather_free(g);
			return HD_ENOMEM;
		}
	}
	for (size_t i = count; i > back; i--)
		watch(g, g->all[i - 1]);
	*gather = g;
	return 0;
}

void hd_gather_free(struct hd_gather *g)
{
	for (size_t i = 0; i < g->watched; i++) {
		struct hd_entry *entry = &g->entries[i];

		if (!entry->future)
			continue;
		hd_lot_unwatch(entry->future, &entry->watcher);
		hd_future_unref(entry->future);
	}
	hd_mutex_destroy(&g->lock);
	free(g->entries);
	free(g);
}

/* Takes the list of those that arrived. */
static void take_list(struct hd_gather *g)
{
	hd_lock(&g->lock);
	g->ready = g->first;
	g->first = NULL;
	g->end = &g->first;
	hd_unlock(&g->lock);
}

bool hd_gather_has_ready(const struct hd_gather *g)
{
	return g->given < g->done || g->ready;
}

hd_future *hd_gather_take(struct hd_gather *g)
{
	struct hd_entry *entry;
	hd_future *future;

	if (g->given < g->done)
		return g->all[g->given++];
	if (!g->ready)
		take_list(g);
	entry = g->ready;
	if (!entry)
		return NULL;
	g->ready = entry->next;
	future = entry->future;
	entry->future = NULL;
	hd_future_unref(future);
	return future;
}

/* Sleeps until so many have arrived. */
static int sleep_until(struct hd_gather *g, size_t enough, bool failure_enough,
		       int64_t deadline)
{
	struct hd_wait wait = {.parker = hd_parker_self()};
	bool reached;

	hd_lock(&g->lock);
	g->enough = enough;
	g->failure_enough = failure_enough;
	reached = is_enough(g, enough, failure_enough);
	if (!reached && g->count - g->unreachable >= enough)
		// cppcheck-suppress autoVariables; it is unset before this returns
		g->wait = &wait;
	hd_unlock(&g->lock);
	if (reached)
		return 0;
	if (!g->wait)
		return g->why;
	hd_future_block(&wait, NULL, deadline);
	hd_lock(&g->lock);
	g->wait = NULL;
	reached = is_enough(g, enough, failure_enough);
	hd_unlock(&g->lock);
	return reached ? 0 : HD_ETIMEDOUT;
}

struct question {
	const struct hd_gather *gather;
	size_t enough;
	bool failure_enough;
};

static bool look(void *arg)
{
	struct question *q = arg;

	return is_enough(q->gather, q->enough, q->failure_enough);
}

int hd_gather_wait(struct hd_gather *g, size_t enough, bool failure_enough,
		   int64_t deadline)
{
	struct question q = {g, enough, failure_enough};
	bool polls = deadline != HD_NEVER && hd_now() >= deadline;

	/* Spinning looks at the count alone: whoever arrives need not wake anybody. */
	if (look(&q) || (g->spin && !polls && hd_future_spin(look, &q)))
		return 0;
	if (polls && g->count - g->unreachable >= enough)
		return HD_ETIMEDOUT;
	return sleep_until(g, enough, failure_enough, deadline);
}
