/* SPDX-License-Identifier: MIT */
/* Where the memory of tasks comes from: magazines and a depot.
 *
 * One thread makes a task and another one frees it, for ever.  malloc does not like that:
 * the block has to find its way home to the first thread's arena.  So each thread keeps up
 * to two magazines of free tasks, and takes from and gives to them without a lock; full and
 * empty magazines are exchanged as a whole with a depot under one lock.
 * (Bonwick, Adams: Magazines and Vmem, USENIX 2001.)
 *
 * With a sanitizer, or under valgrind's eyes (HEDDLE_NO_MAGAZINES in the environment), each
 * task is a block of malloc's own, so that a use after free can be seen.
 */
#include "task.h"

#include <stdlib.h>
#include <string.h>

#include "fork.h"
#include "trace.h"

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
	int unused;	  /* tasks of the newest slab that were never given out */
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

static hd_future *take_memory(void)
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
	return task;
}

static void give_memory(hd_future *task)
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

hd_future *hd_task_new(hd_fn *fn, void *arg, uint32_t word)
{
	hd_future *task = take_memory();

	if (!task)
		return NULL;
	task->code = 0;
	task->generation = hd_fork_generation();
	task->owner = HD_RESULT_LENT;
	task->spin = false;
	task->fn = fn;
	task->arg = arg;
	task->result = NULL;
	task->extra = NULL;
	task->watchers = NULL;
	task->user_data = NULL;
	/* relaxed: nobody else knows it yet; what makes it known publishes it */
	atomic_store_explicit(&task->word, word, memory_order_relaxed);
	return task;
}

static size_t round_up(size_t size)
{
	size_t unit = _Alignof(max_align_t);

	return (size + unit - 1) / unit * unit;
}

int hd_task_equip(hd_future *task, const hd_task *options, hd_trace *trace)
{
	size_t head = round_up(sizeof(struct hd_extra));
	size_t copy = round_up(options->arg_size);
	size_t label = options->label ? strlen(options->label) + 1 : 0;
	struct hd_extra *extra;

	if (copy < options->arg_size || head + copy + label < copy)
		return HD_ENOMEM;
	extra = malloc(head + copy + label);
	if (!extra)
		return HD_ENOMEM;
	*extra = (struct hd_extra){.drop = options->drop, .free_result = options->free_result};
	if (options->arg_size) {
		task->arg = memcpy((char *)extra + head, options->arg, options->arg_size);
	}
	if (label)
		extra->label = memcpy((char *)extra + head + copy, options->label, label);
	if (options->token)
		extra->token = hd_cancel_token_ref(options->token);
	if (trace) {
		extra->trace = hd_trace_ref(trace);
		extra->row = hd_trace_submit(trace, options->label);
	}
	task->extra = extra;
	return 0;
}

static void free_extra(struct hd_extra *extra)
{
	if (extra->token)
		hd_cancel_token_unref(extra->token);
	if (extra->trace)
		hd_trace_unref(extra->trace);
	free(extra);
}

void hd_task_strip(hd_future *task)
{
	if (!task->extra)
		return;
	if (task->extra->trace)
		hd_trace_end(task->extra->trace, task->extra->row, "refused");
	free_extra(task->extra);
	task->extra = NULL;
}

static void free_result(hd_future *task)
{
	if (task->code)
		hd_failure_free(task->result);
	else if (task->owner == HD_RESULT_OWNED)
		free(task->result);
	else if (task->owner == HD_RESULT_CALLED)
		task->free_result(task->result);
	else if (task->extra && task->extra->free_result && task->result)
		task->extra->free_result(task->result);
}

void hd_task_free(hd_future *task)
{
	free_result(task);
	if (task->extra)
		free_extra(task->extra);
	give_memory(task);
}

hd_cancel_token *hd_task_token(const hd_future *task)
{
	return task->extra ? task->extra->token : NULL;
}

void hd_task_fork_prepare(void)
{
	hd_lock(&depot.lock);
}

void hd_task_fork_parent(void)
{
	hd_unlock(&depot.lock);
}

void hd_task_fork_child(void)
{
	hd_unlock(&depot.lock);
}
