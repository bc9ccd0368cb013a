/* SPDX-License-Identifier: MIT */
/* object - what the runtime knows of a mutex, a condition, a semaphore ...
 *
 * The real object is never locked.  Its memory keeps a mark with the number of ours, at a
 * place that glibc does not use while the object is unlocked: memory that is initialised
 * again, by a call or by assigning an initialiser, loses the mark and so becomes a new
 * object.  Objects too small for a mark (once, spin lock, FILE) are known by their address.
 */
#ifndef EXPLORE_OBJECT_H
#define EXPLORE_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "thread.h"

enum object_kind {
	OBJECT_MUTEX,
	OBJECT_SPIN,
	OBJECT_CONDITION,
	OBJECT_RWLOCK,
	OBJECT_BARRIER,
	OBJECT_SEMAPHORE,
	OBJECT_ONCE,
	OBJECT_FILE,
	OBJECT_KINDS
};

struct object {
	uint64_t address;
	enum object_kind kind;
	bool dead;		/* destroyed */
	uint32_t next;		/* number of the next one in its bucket, 0: none */
	uint64_t made_at;	/* pc */
	struct vclock released; /* what those who released it knew */

	/* mutex, spin lock, rwlock, FILE, once: who holds it (writes), since when */
	struct thread *owner;
	uint32_t count;	     /* recursive locks */
	uint64_t held_since; /* pc */
	int type; /* PTHREAD_MUTEX_...; clock of a condition; -1 in a new one, until
	                         * its module has read what a static initialiser says */

	/* condition: those who wait, first come first; signals that found nobody */
	struct thread *first_waiter, *last_waiter;
	struct object *mutex; /* that they gave up */
	uint32_t lost;
	uint64_t lost_at;   /* pc of the last of them */
	uint32_t lost_by;   /* thread number */
	uint32_t lost_step; /* point_steps then */

	/* rwlock: readers; semaphore: value; barrier: threads needed; once: 0, 1 runs, 2 done */
	int64_t value;		      /* -1 in a new one */
	uint32_t arrived, generation; /* barrier */
	uint8_t reads[MAX_THREADS]; /* rwlock: how often each slot holds it for reading */
	struct vclock read_released; /* rwlock: what readers who left knew */
};

/* The object at an address, found by its mark; made if it is not known. */
struct object *object_at(void *address, enum object_kind kind, uint64_t pc);

/* A new object at an address, whatever was there: for init calls. */
struct object *object_new(void *address, enum object_kind kind, uint64_t pc);

const char *object_kind_name(enum object_kind kind);

/* A call on a destroyed object, or on one in freed memory, is the end of the run.  `call` is
 * its name, such as "pthread_mutex_lock". */
void object_must_live(const struct object *object, const char *call, uint64_t pc);

/* What an acquire and a release do to the clocks of the running thread and the object. */
void object_acquire(struct object *object);
void object_release(struct object *object);

#endif
