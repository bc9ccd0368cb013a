/* SPDX-License-Identifier: MIT */
#include "lot.h"

#include <stdio.h>
#include <stdlib.h>

#include "failure.h"
#include "sync.h"
#include "task.h"
#include "trace.h"

#ifndef HD_LOT_BUCKETS
#define HD_LOT_BUCKETS 32
#endif
/* ThreadSanitizer follows at most 64 locks of one thread, and a fork takes all of these. */
enum { BUCKETS = HD_LOT_BUCKETS };

/* Locking discipline: lock guards the watchers ring of every task that hashes here, and the
 * moment in which a watched task settles. */
static struct bucket {
	_Alignas(HD_CACHE_LINE) pthread_mutex_t lock;
} buckets[BUCKETS];

/* When the library is loaded, before anybody can wait. */
__attribute__((constructor)) static void init_buckets(void)
{
	for (int i = 0; i < BUCKETS; i++)
		hd_mutex_init(&buckets[i].lock);
}

/* Locking discipline: lock guards the two fields below it.  It is a leaf. */
static struct {
	pthread_mutex_t lock;
	hd_callback_hook *hook;
	void *arg;
} report = {.lock = PTHREAD_MUTEX_INITIALIZER};

static pthread_mutex_t *bucket_of(const hd_future *task)
{
	uintptr_t line = (uintptr_t)task / HD_CACHE_LINE;

	return &buckets[(line ^ line >> 6) % BUCKETS].lock;
}

/* Is the task what this kind of watcher waits for? */
static bool is_reached(uint32_t word, enum hd_watch kind)
{
	return kind == HD_WATCH_SET ? hd_task_is_notified(word) : hd_task_is_done(word);
}

/* Requires the bucket's lock. */
static void link_last(hd_future *task, struct hd_watcher *watcher)
{
	struct hd_watcher *last = task->watchers;

	if (last) {
		watcher->next = last->next;
		watcher->prev = last;
		last->next->prev = watcher;
		last->next = watcher;
	} else {
		watcher->next = watcher->prev = watcher;
	}
	watcher->linked = true;
	task->watchers = watcher;
}

/* Requires the bucket's lock. */
static void unlink_one(hd_future *task, struct hd_watcher *watcher)
{
	watcher->next->prev = watcher->prev;
	watcher->prev->next = watcher->next;
	if (task->watchers == watcher)
		task->watchers = watcher->prev == watcher ? NULL : watcher->prev;
	watcher->linked = false;
}

bool hd_lot_watch(hd_future *task, struct hd_watcher *watcher)
{
	pthread_mutex_t *lock = bucket_of(task);
	bool late;

	hd_lock(lock);
	/* acquire: a task that is done may be read; release: a settler that sees WATCHED
	 * comes for the lock, and that orders the rest */
	late = is_reached(
		atomic_fetch_or_explicit(&task->word, HD_WATCHED, memory_order_acq_rel),
		watcher->kind);
	if (!late)
		link_last(task, watcher);
	hd_unlock(lock);
	return !late;
}

void hd_lot_unwatch(hd_future *task, struct hd_watcher *watcher)
{
	pthread_mutex_t *lock = bucket_of(task);

	hd_lock(lock);
	if (watcher->linked)
		unlink_one(task, watcher);
	hd_unlock(lock);
}

/* Unlinks every watcher of that kind, in order, and tells it; callbacks are collected in a
 * list instead.  Requires the bucket's lock. */
static struct hd_watcher *tell(hd_future *task, enum hd_watch kind)
{
	struct hd_watcher *last = task->watchers, *next, *list = NULL, **end = &list;
	bool more = last;

	for (struct hd_watcher *w = last ? last->next : NULL; more; w = next) {
		next = w->next;
		more = w != last;
		if (w->kind != kind)
			continue;
		unlink_one(task, w);
		if (kind == HD_WATCH_CALLBACK) {
			*end = w;
			end = &w->next;
		} else if (kind == HD_WATCH_SET) {
			w->arrived(w);
		} else {
			atomic_store(&w->wait->fired, true);
			hd_unpark(w->wait->parker);
		}
	}
	*end = NULL;
	return list;
}

/* Requires the bucket's lock. */
static bool move_state(hd_future *task, uint32_t from, uint32_t to)
{
	uint32_t word = atomic_load_explicit(&task->word, memory_order_relaxed);

	do
		if (hd_task_state(word) != from)
			return false;
	while (!atomic_compare_exchange_weak_explicit(
		&task->word, &word, hd_task_moved(word, to),
		memory_order_acq_rel, /* release: publishes the result (I2 in task.h) */
		memory_order_relaxed));
	return true;
}

/* Runs a list of callbacks, and frees it. */
static void call_all(hd_future *task, struct hd_watcher *list)
{
	struct hd_watcher *next;

	if (!list)
		return;
	for (; list; list = next) {
		next = list->next;
		hd_lot_call(task, list->callback, list->arg);
		free(list);
	}
	if (task->extra && task->extra->trace)
		hd_trace_callback(task->extra->trace, task->extra->row);
}

bool hd_lot_settle(hd_future *task, uint32_t from, uint32_t to)
{
	pthread_mutex_t *lock = bucket_of(task);
	struct hd_watcher *callbacks;

	hd_lock(lock);
	if (!move_state(task, from, to)) {
		hd_unlock(lock);
		return false;
	}
	if (hd_task_is_notified(hd_task_word(task)))
		tell(task, HD_WATCH_SET);
	tell(task, HD_WATCH_RESULT);
	callbacks = tell(task, HD_WATCH_CALLBACK);
	hd_unlock(lock);
	call_all(task, callbacks);
	return true;
}

void hd_lot_discard(hd_future *task)
{
	while (task->watchers) {
		struct hd_watcher *watcher = task->watchers;

		unlink_one(task, watcher);
		free(watcher);
	}
}

void hd_lot_set_hook(hd_callback_hook *hook, void *arg)
{
	hd_lock(&report.lock);
	report.hook = hook;
	report.arg = arg;
	hd_unlock(&report.lock);
}

static void report_failure(hd_future *task, const hd_error *error)
{
	hd_callback_hook *hook;
	void *arg;
	const char *label = task->extra ? task->extra->label : NULL;

	hd_lock(&report.lock);
	hook = report.hook;
	arg = report.arg;
	hd_unlock(&report.lock);
	if (hook)
		hook(task, error, arg);
	else
		fprintf(stderr,
			"heddle: exception calling callback for %s%s<future at %p>: %s "
			"(%d)\n",
			label ? label : "", label ? " " : "", (void *)task,
			error->message, error->code);
}

struct call {
	hd_future *task;
	hd_callback *callback;
	void *arg;
};

static void *make_call(void *arg)
{
	struct call *call = arg;

	return call->callback(call->task, call->arg);
}

void hd_lot_call(hd_future *task, hd_callback *callback, void *arg)
{
	struct call call = {task, callback, arg};
	struct hd_outcome outcome;

	hd_call(make_call, &call, &outcome);
	if (outcome.code) {
		hd_error error = hd_failure_error(outcome.code, outcome.failure);

		report_failure(task, &error);
		hd_failure_free(outcome.failure);
	} else if (outcome.owned) {
		free(outcome.result);
	}
}

void hd_lot_fork_prepare(void)
{
	for (int i = 0; i < BUCKETS; i++)
		hd_lock(&buckets[i].lock);
	hd_lock(&report.lock);
}

void hd_lot_fork_parent(void)
{
	hd_unlock(&report.lock);
	for (int i = BUCKETS - 1; i >= 0; i--)
		hd_unlock(&buckets[i].lock);
}

void hd_lot_fork_child(void)
{
	hd_lot_fork_parent();
}
