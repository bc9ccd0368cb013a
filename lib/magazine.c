/* SPDX-License-Identifier: MIT */
#include "magazine.h"

#include <stdlib.h>

#include "task.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HD_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HD_SANITIZED 1
#endif
#endif
#ifndef HD_SANITIZED
#define HD_SANITIZED 0
#endif

enum { MAGAZINE = 64, SLAB = 16 * MAGAZINE };

/* A thread's magazines: one in use, and a spare one that is full or absent. */
static _Thread_local struct {
	hd_future *top;
	int count;
	hd_future *full;
	bool registered; /* the magazines go to the depot when the thread ends */
} magazine;

struct slab {
	struct slab *next;
	_Alignas(HD_CACHE_LINE) hd_future tasks[SLAB];
};

/* Locking discipline: lock guards the fields below it.  It is a leaf. */
static struct {
	pthread_mutex_t lock;
	hd_future *full;  /* full magazines, linked through result of their first task */
	hd_future *loose; /* single tasks of threads that ended */
	struct slab *slabs; /* all memory ever taken: kept to the end of the process */
	int unused;	    /* tasks of the newest slab that were never given out */
} depot = {.lock = PTHREAD_MUTEX_INITIALIZER};

static pthread_key_t thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool plain_malloc = HD_SANITIZED;

/* A thread ends: its free tasks go to the depot. */
static void return_magazines(void *unused)
{
	(void)unused;
	hd_lock(&depot.lock);
	while (magazine.top) {
		hd_future *task = magazine.top;

		magazine.top = task->next_free;
		task->next_free = depot.loose;
		depot.loose = task;
	}
	if (magazine.full) {
		magazine.full->result = depot.full;
		depot.full = magazine.full;
	}
	hd_unlock(&depot.lock);
	magazine.count = 0;
	magazine.full = NULL;
	magazine.registered = false;
}

static void start_once(void)
{
	HD_CHECKED(pthread_key_create(&thread_end, return_magazines));
	if (getenv("HEDDLE_NO_MAGAZINES"))
		plain_malloc = true;
}

static void register_thread(void)
{
	HD_CHECKED(pthread_once(&once, start_once));
	if (plain_malloc)
		return;
	/* Without memory for the key the magazines of this thread are lost at its end: a
	 * bounded leak, and no reason to fail. */
	pthread_setspecific(thread_end, &magazine);
	magazine.registered = true;
}

/* Cuts a magazine off the newest slab; NULL if there is no memory.  Requires depot.lock. */
static hd_future *cut_magazine(void)
{
	hd_future *tasks;

	if (!depot.unused) {
		struct slab *slab = aligned_alloc(HD_CACHE_LINE, sizeof *slab);

		if (!slab)
			return NULL;
		slab->next = depot.slabs;
		depot.slabs = slab;
		depot.unused = SLAB;
	}
	depot.unused -= MAGAZINE;
	tasks = depot.slabs->tasks + depot.unused;
	for (int i = 0; i < MAGAZINE; i++)
		tasks[i].next_free = i + 1 < MAGAZINE ? tasks + i + 1 : NULL;
	return tasks;
}

/* Takes a full magazine, or some loose tasks, or new memory.  Requires depot.lock. */
static int take_from_depot(hd_future **top)
{
	int count = 0;

	if (depot.full) {
		*top = depot.full;
		depot.full = depot.full->result;
		return MAGAZINE;
	}
	for (*top = NULL; depot.loose && count < MAGAZINE; count++) {
		hd_future *task = depot.loose;

		depot.loose = task->next_free;
		task->next_free = *top;
		*top = task;
	}
	if (!*top && (*top = cut_magazine()))
		count = MAGAZINE;
	return count;
}

static bool refill(void)
{
	if (!magazine.registered)
		register_thread();
	if (magazine.full) {
		magazine.top = magazine.full;
		magazine.count = MAGAZINE;
		magazine.full = NULL;
		return true;
	}
	hd_lock(&depot.lock);
	magazine.count = take_from_depot(&magazine.top);
	hd_unlock(&depot.lock);
	return magazine.top;
}

/* The magazine in use is full: it becomes the spare one, and the spare goes to the depot. */
static void swap_full(void)
{
	if (magazine.full) {
		hd_lock(&depot.lock);
		magazine.full->result = depot.full;
		depot.full = magazine.full;
		hd_unlock(&depot.lock);
	}
	magazine.full = magazine.top;
	magazine.top = NULL;
	magazine.count = 0;
}

hd_future *hd_magazine_take(void)
{
	hd_future *task;

	if (!magazine.top) {
		if (!magazine.registered)
			register_thread();
		if (plain_malloc)
			return aligned_alloc(HD_CACHE_LINE, sizeof(hd_future));
		if (!refill())
			return NULL;
	}
	task = magazine.top;
	magazine.top = task->next_free;
	magazine.count--;
	/* The next one was used long ago: its line is on the way before it is asked for. */
	__builtin_prefetch(magazine.top, 1);
	return task;
}

void hd_magazine_give(hd_future *task)
{
	if (!magazine.registered)
		register_thread();
	if (plain_malloc) {
		free(task);
		return;
	}
	if (magazine.count == MAGAZINE)
		swap_full();
	task->next_free = magazine.top;
	magazine.top = task;
	magazine.count++;
}

void hd_magazine_fork_prepare(void)
{
	hd_lock(&depot.lock);
}

void hd_magazine_fork_parent(void)
{
	hd_unlock(&depot.lock);
}

void hd_magazine_fork_child(void)
{
	hd_unlock(&depot.lock);
}
