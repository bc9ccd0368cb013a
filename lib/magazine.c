/* SPDX-License-Identifier: MIT */
#include "magazine.h"

#include <stdlib.h>
#include <string.h>

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
	ROUNDS = HD_MAGAZINE_SIZE, /* tasks in a magazine */
	SLAB = 16 * ROUNDS,	   /* tasks in one block from malloc */
	AHEAD = 4, /* so many takes before its own, a task's line is fetched */
	LINE = sizeof(hd_future) / sizeof(hd_future *), /* addresses in a task's memory */
	CARRIERS = ROUNDS < LINE ? ROUNDS - 1 : LINE - 1
};

/* A magazine in the depot lies in the memory of its own tasks, which nobody else needs now: the
 * first one has the addresses of the next few, and these have all the others. */
struct head {
	struct head *next; /* magazine in the depot */
	hd_future *carriers[LINE - 1];
};

_Static_assert(sizeof(struct head) <= sizeof(hd_future), "it fits into a task");
_Static_assert(ROUNDS > 1 && ROUNDS <= LINE * LINE, "and so does all the rest");

struct slab {
	struct slab *next;
	_Alignas(HD_CACHE_LINE) hd_future tasks[SLAB];
};

/* A thread's stock: up to two magazines, unpacked. */
struct stock {
	int count;
	hd_future *rounds[2 * ROUNDS];
};

static _Thread_local struct {
	struct stock *stock; /* goes to the depot when the thread ends */
	bool registered;
} mine;

/* Locking discipline: lock guards the fields below it.  It is a leaf. */
static struct {
	pthread_mutex_t lock;
	struct head *full;
	hd_future *loose; /* single tasks: less than a magazine of a thread that ended */
	struct slab *slabs; /* all memory ever taken: kept to the end of the process */
	int unused;	    /* tasks of the newest slab that were never given out */
} depot = {.lock = PTHREAD_MUTEX_INITIALIZER};

static pthread_key_t thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool plain_malloc = HD_SANITIZED;

/* -- magazines ---------------------------------------------------------------------------- */

static struct head *pack(hd_future **rounds)
{
	struct head *head = (struct head *)rounds[0];
	hd_future **rest = rounds + 1 + CARRIERS, **end = rounds + ROUNDS;

	for (int i = 0; i < CARRIERS; i++) {
		hd_future **carrier = (hd_future **)rounds[1 + i];

		head->carriers[i] = rounds[1 + i];
		for (int k = 0; k < LINE && rest < end; k++)
			carrier[k] = *rest++;
	}
	return head;
}

static void unpack(struct head *head, hd_future **rounds)
{
	hd_future **rest = rounds + 1 + CARRIERS, **end = rounds + ROUNDS;

	rounds[0] = (hd_future *)head;
	for (int i = 0; i < CARRIERS; i++) {
		rounds[1 + i] = head->carriers[i];
		__builtin_prefetch(rounds[1 + i]);
	}
	for (int i = 0; i < CARRIERS; i++) {
		hd_future **carrier = (hd_future **)rounds[1 + i];

		for (int k = 0; k < LINE && rest < end; k++)
			*rest++ = carrier[k];
	}
}

/* Requires depot.lock. */
static void put_full(struct head *head)
{
	head->next = depot.full;
	depot.full = head;
}

/* Requires depot.lock. */
static void put_loose(hd_future *task)
{
	task->next_free = depot.loose;
	depot.loose = task;
}

/* -- threads ------------------------------------------------------------------------------ */

/* A thread ends: its stock goes to the depot. */
static void return_stock(void *unused)
{
	struct stock *stock = mine.stock;

	(void)unused;
	mine.stock = NULL;
	mine.registered = false;
	if (!stock)
		return;
	hd_lock(&depot.lock);
	for (; stock->count >= ROUNDS; stock->count -= ROUNDS)
		put_full(pack(stock->rounds + stock->count - ROUNDS));
	while (stock->count)
		put_loose(stock->rounds[--stock->count]);
	hd_unlock(&depot.lock);
	free(stock);
}

static void start_once(void)
{
	HD_CHECKED(pthread_key_create(&thread_end, return_stock));
	if (getenv("HEDDLE_NO_MAGAZINES"))
		plain_malloc = true;
}

static void register_thread(void)
{
	HD_CHECKED(pthread_once(&once, start_once));
	if (plain_malloc)
		return;
	/* Without memory for the key the stock of this thread is lost at its end: a bounded
	 * leak, and no reason to fail. */
	pthread_setspecific(thread_end, &mine);
	mine.registered = true;
}

/* False: there is no memory for a stock. */
static bool have_stock(void)
{
	if (!mine.registered)
		register_thread();
	if (!mine.stock && !plain_malloc)
		mine.stock = calloc(1, sizeof *mine.stock);
	return mine.stock;
}

/* -- taking ------------------------------------------------------------------------------- */

/* Takes a magazine's worth from the newest slab.  Requires depot.lock. */
static void cut_rounds(struct stock *stock)
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
		stock->rounds[stock->count++] = depot.slabs->tasks + depot.unused + i;
}

/* Fills an empty stock; it stays empty if there is no memory. */
static void refill(struct stock *stock)
{
	struct head *full;

	hd_lock(&depot.lock);
	full = depot.full;
	if (full)
		depot.full = full->next;
	for (; !full && depot.loose && stock->count < ROUNDS; stock->count++) {
		stock->rounds[stock->count] = depot.loose;
		depot.loose = depot.loose->next_free;
	}
	if (!full && !stock->count)
		cut_rounds(stock);
	hd_unlock(&depot.lock);
	if (full) {
		unpack(full, stock->rounds);
		stock->count = ROUNDS;
	}
}

/* What take does when the stock is empty. */
static hd_future *take_slowly(void)
{
	if (!have_stock())
		return plain_malloc ? aligned_alloc(HD_CACHE_LINE, sizeof(hd_future))
				    : NULL;
	refill(mine.stock);
	return mine.stock->count ? mine.stock->rounds[--mine.stock->count] : NULL;
}

hd_future *hd_magazine_take(void)
{
	struct stock *stock = mine.stock;

	if (!stock || !stock->count)
		return take_slowly();
	/* It was used long ago: its line is on the way before it is asked for. */
	if (stock->count > AHEAD)
		__builtin_prefetch(stock->rounds[stock->count - 1 - AHEAD], 1);
	return stock->rounds[--stock->count];
}

/* -- giving ------------------------------------------------------------------------------- */

/* What give does when the stock is full: the older half goes. */
static void give_slowly(hd_future *task)
{
	struct head *full = NULL;

	if (have_stock()) {
		if (mine.stock->count == 2 * ROUNDS) {
			full = pack(mine.stock->rounds);
			mine.stock->count = ROUNDS;
			memcpy(mine.stock->rounds, mine.stock->rounds + ROUNDS,
			       ROUNDS * sizeof(hd_future *));
		}
		mine.stock->rounds[mine.stock->count++] = task;
	} else if (plain_malloc) {
		free(task);
		return;
	}
	hd_lock(&depot.lock);
	if (full)
		put_full(full);
	else if (!mine.stock)
		put_loose(task);
	hd_unlock(&depot.lock);
}

void hd_magazine_give(hd_future *task)
{
	struct stock *stock = mine.stock;

	if (stock && stock->count < 2 * ROUNDS)
		stock->rounds[stock->count++] = task;
	else
		give_slowly(task);
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
