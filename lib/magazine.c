/* SPDX-License-Identifier: MIT */
#include "magazine.h"

#include <stdlib.h>

#include "task.h"

#ifdef HD_SANITIZED /* was said from outside */
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HD_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HD_SANITIZED 1
#endif
#endif
#ifndef HD_SANITIZED
#define HD_SANITIZED 0
#endif

#ifndef HD_MAGAZINE_SIZE
#define HD_MAGAZINE_SIZE 64
#endif

enum {
	ROUNDS = HD_MAGAZINE_SIZE, /* tasks in a full magazine */
	SLAB = 16 * ROUNDS,	   /* tasks in one block from malloc */
	AHEAD = 4 /* so many takes before its own, a task's line is fetched */
};

struct magazine {
	struct magazine *next; /* in the depot */
	int count;
	hd_future *rounds[ROUNDS];
};

struct slab {
	struct slab *next;
	_Alignas(HD_CACHE_LINE) hd_future tasks[SLAB];
};

/* A thread's magazines: one in use, and a spare one that is full, empty or absent. */
static _Thread_local struct {
	struct magazine *used, *spare;
	bool registered; /* they go to the depot when the thread ends */
} mine;

/* Locking discipline: lock guards the fields below it.  It is a leaf. */
static struct {
	pthread_mutex_t lock;
	struct magazine *full; /* none of them is empty */
	struct magazine *empty;
	hd_future *loose;   /* single tasks, for which no magazine could be had */
	struct slab *slabs; /* all memory ever taken: kept to the end of the process */
	int unused;	    /* tasks of the newest slab that were never given out */
} depot = {.lock = PTHREAD_MUTEX_INITIALIZER};

static pthread_key_t thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool plain_malloc = HD_SANITIZED;

/* -- threads ------------------------------------------------------------------------------ */

/* Requires depot.lock. */
static void to_depot(struct magazine *magazine)
{
	struct magazine **list = magazine->count ? &depot.full : &depot.empty;

	magazine->next = *list;
	*list = magazine;
}

/* Fills the depot's newest magazine up from this one, so that threads which come and go do not
 * leave many behind with little in them.  Requires depot.lock. */
static void pour(struct magazine *magazine)
{
	struct magazine *into = depot.full;

	while (into && into->count < ROUNDS && magazine->count)
		into->rounds[into->count++] = magazine->rounds[--magazine->count];
	to_depot(magazine);
}

/* A thread ends: its magazines go to the depot. */
static void return_magazines(void *unused)
{
	(void)unused;
	hd_lock(&depot.lock);
	if (mine.used)
		pour(mine.used);
	if (mine.spare)
		pour(mine.spare);
	hd_unlock(&depot.lock);
	mine.used = mine.spare = NULL;
	mine.registered = false;
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
	pthread_setspecific(thread_end, &mine);
	mine.registered = true;
}

static void use_spare(void)
{
	struct magazine *used = mine.used;

	mine.used = mine.spare;
	mine.spare = used;
}

/* -- taking ------------------------------------------------------------------------------- */

/* Fills an empty magazine from the newest slab.  Requires depot.lock. */
static void cut_rounds(struct magazine *magazine)
{
	if (!depot.unused) {
		struct slab *slab = aligned_alloc(HD_CACHE_LINE, sizeof *slab);

		if (!slab)
			return;
		slab->next = depot.slabs;
		depot.slabs = slab;
		depot.unused = SLAB;
	}
	depot.unused -= ROUNDS;
	for (int i = ROUNDS; i-- > 0;)
		magazine->rounds[magazine->count++] =
			depot.slabs->tasks + depot.unused + i;
}

/* Exchanges the empty magazine in use for one that is not.  Requires depot.lock. */
static void reload(void)
{
	if (depot.full) {
		struct magazine *full = depot.full;

		depot.full = full->next;
		if (mine.used)
			to_depot(mine.used);
		mine.used = full;
		return;
	}
	if (!mine.used && depot.empty) {
		mine.used = depot.empty;
		depot.empty = mine.used->next;
	} else if (!mine.used) {
		mine.used = calloc(1, sizeof *mine.used);
	}
	if (!mine.used)
		return;
	for (; depot.loose && mine.used->count < ROUNDS; mine.used->count++) {
		mine.used->rounds[mine.used->count] = depot.loose;
		depot.loose = depot.loose->next_free;
	}
	if (!mine.used->count)
		cut_rounds(mine.used);
}

/* False: there is no memory. */
static bool refill(void)
{
	if (!mine.registered)
		register_thread();
	if (mine.spare && mine.spare->count) {
		use_spare();
		return true;
	}
	hd_lock(&depot.lock);
	reload();
	hd_unlock(&depot.lock);
	return mine.used && mine.used->count;
}

hd_future *hd_magazine_take(void)
{
	struct magazine *magazine = mine.used;

	if (!magazine || !magazine->count) {
		if (!mine.registered)
			register_thread();
		if (plain_malloc)
			return aligned_alloc(HD_CACHE_LINE, sizeof(hd_future));
		if (!refill())
			return NULL;
		magazine = mine.used;
	}
	/* It was used long ago: its line is on the way before it is asked for. */
	if (magazine->count > AHEAD)
		__builtin_prefetch(magazine->rounds[magazine->count - 1 - AHEAD], 1);
	return magazine->rounds[--magazine->count];
}

/* -- giving ------------------------------------------------------------------------------- */

/* An empty magazine; NULL if there is no memory.  Requires depot.lock. */
static struct magazine *find_empty(void)
{
	struct magazine *magazine = depot.empty;

	if (!magazine)
		return calloc(1, sizeof *magazine);
	depot.empty = magazine->next;
	return magazine;
}

/* Sees to it that the magazine in use has room.  False: there is no memory for one. */
static bool make_room(void)
{
	struct magazine *empty;

	if (mine.spare && mine.spare->count < ROUNDS) {
		use_spare();
		return true;
	}
	hd_lock(&depot.lock);
	empty = find_empty();
	if (empty) {
		if (mine.spare)
			to_depot(mine.spare);
		mine.spare = mine.used;
		mine.used = empty;
	}
	hd_unlock(&depot.lock);
	return empty;
}

void hd_magazine_give(hd_future *task)
{
	if (!mine.registered)
		register_thread();
	if (plain_malloc) {
		free(task);
		return;
	}
	if ((mine.used && mine.used->count < ROUNDS) || make_room()) {
		mine.used->rounds[mine.used->count++] = task;
		return;
	}
	hd_lock(&depot.lock);
	task->next_free = depot.loose;
	depot.loose = task;
	hd_unlock(&depot.lock);
}

/* -- fork --------------------------------------------------------------------------------- */

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
