/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

#include "heap.h"
#include "object.h"
#include "pages.h"
#include "verdict.h"

/* What object memory holds at mark_offset: the magic number, then ours. */
struct mark {
	uint32_t magic;
	uint32_t number;
};

enum { MAGIC = 0x6864c100 }; /* | kind */

static struct object *objects; /* by number, from 1 */
static uint32_t count;

/* Those without a mark, by address: the newest of each bucket. */
enum { BUCKETS = 256 };

static uint32_t bucket[BUCKETS];

static unsigned bucket_of(uint64_t address)
{
	return (unsigned)(address * UINT64_C(0x9e3779b97f4a7c15) >> 56);
}

/* Places that glibc 2.31 to 2.41 reads only in objects that are really locked or waited on;
 * -1: no room, known by address.  On both machines the layouts agree here (struct
 * __pthread_mutex_s, __pthread_cond_s, __pthread_rwlock_arch_t, pthread_barrier,
 * new_sem in glibc's sources). */
static const int mark_offset[OBJECT_KINDS] = {
	[OBJECT_MUTEX] = 24,  [OBJECT_SPIN] = -1,    [OBJECT_CONDITION] = 16,
	[OBJECT_RWLOCK] = 40, [OBJECT_BARRIER] = 16, [OBJECT_SEMAPHORE] = 16,
	[OBJECT_ONCE] = -1,   [OBJECT_FILE] = -1,
};

static const uint32_t size_of[OBJECT_KINDS] = {
	[OBJECT_MUTEX] = sizeof(pthread_mutex_t),
	[OBJECT_SPIN] = sizeof(pthread_spinlock_t),
	[OBJECT_CONDITION] = sizeof(pthread_cond_t),
	[OBJECT_RWLOCK] = sizeof(pthread_rwlock_t),
	[OBJECT_BARRIER] = sizeof(pthread_barrier_t),
	[OBJECT_SEMAPHORE] = sizeof(sem_t),
	[OBJECT_ONCE] = sizeof(pthread_once_t),
	[OBJECT_FILE] = 1,
};

const char *object_kind_name(enum object_kind kind)
{
	static const char *const names[OBJECT_KINDS] = {
		[OBJECT_MUTEX] = "mutex",	  [OBJECT_SPIN] = "spin lock",
		[OBJECT_CONDITION] = "condition", [OBJECT_RWLOCK] = "rwlock",
		[OBJECT_BARRIER] = "barrier",	  [OBJECT_SEMAPHORE] = "semaphore",
		[OBJECT_ONCE] = "once",		  [OBJECT_FILE] = "stream",
	};

	return names[kind];
}

static struct mark *mark_in(uint64_t address, enum object_kind kind)
{
	return (struct mark *)(address + (uint64_t)mark_offset[kind]);
}

static void report_object(const struct object *object)
{
	struct object_report *out;

	if (board->report.objects == MAX_OBJECTS)
		return;
	out = &board->report.object[board->report.objects++];
	out->address = object->address;
	out->made_at = object->made_at;
	out->size = size_of[object->kind];
	strncpy(out->kind, object_kind_name(object->kind), sizeof out->kind - 1);
}

struct object *object_new(void *address, enum object_kind kind, uint64_t pc)
{
	enum { LIMIT = 1 << 20 };
	struct object *object;

	if (objects == NULL)
		objects = pages_reserve(LIMIT * sizeof *objects);
	if (objects == NULL)
		verdict_refuse("a machine with so little memory", pc, "free some");
	if (++count == LIMIT)
		verdict_refuse("a million mutexes, conditions and the like in one run",
			       pc, "let the program make fewer");
	object = &objects[count];
	object->address = (uint64_t)address;
	object->kind = kind;
	object->made_at = pc;
	object->type = -1;
	object->value = -1;
	if (mark_offset[kind] < 0) {
		object->next = bucket[bucket_of(object->address)];
		bucket[bucket_of(object->address)] = count;
	} else {
		*mark_in(object->address, kind) =
			(struct mark){MAGIC | (uint32_t)kind, count};
	}
	report_object(object);
	return object;
}

static struct object *by_address(uint64_t address, enum object_kind kind)
{
	for (uint32_t i = bucket[bucket_of(address)]; i != 0; i = objects[i].next)
		if (objects[i].address == address && objects[i].kind == kind)
			return &objects[i];
	return NULL;
}

static struct object *by_mark(uint64_t address, enum object_kind kind)
{
	const struct mark *mark = mark_in(address, kind);

	if (mark->magic != (MAGIC | (uint32_t)kind) || mark->number > count)
		return NULL;
	/* A byte copy of an object is an object of its own. */
	if (objects[mark->number].address != address)
		return NULL;
	return &objects[mark->number];
}

struct object *object_at(void *address, enum object_kind kind, uint64_t pc)
{
	struct object *object = mark_offset[kind] >= 0
					? by_mark((uint64_t)address, kind)
					: by_address((uint64_t)address, kind);

	return object != NULL ? object : object_new(address, kind, pc);
}

void object_must_live(const struct object *object, const char *call, uint64_t pc)
{
	struct freed_block block;
	char story[MAX_STORY];

	if (heap_freed(object->address, &block)) {
		heap_tell(&block, story);
		verdict_fail(VERDICT_USE_AFTER_FREE,
			     "<#%u> calls %s at <@%lx> on a %s in freed memory: %s",
			     thread_self->number, call, pc,
			     object_kind_name(object->kind), story);
	}
	if (object->dead)
		verdict_fail(VERDICT_MISUSE,
			     "<#%u> calls %s at <@%lx> on %s <&%lx>, which "
			     "was destroyed",
			     thread_self->number, call, pc,
			     object_kind_name(object->kind), object->address);
}

void object_acquire(struct object *object)
{
	vclock_join(&thread_self->clock, &object->released);
}

void object_release(struct object *object)
{
	vclock_join(&object->released, &thread_self->clock);
	thread_self->clock.at[thread_self->slot]++;
}
