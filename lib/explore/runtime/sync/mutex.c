/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "mutex.h"

/* Of the word in which glibc keeps a mutex's type. */
enum { TYPE_BITS = 3, ROBUST_BIT = 16 };

/* The value of a robust mutex: a holder ended with it, and the next one was told; that one
 * gave it up without making it consistent. */
enum { USABLE, INCONSISTENT, LOST };

static void begin(struct object *object)
{
	const pthread_mutex_t *mutex = (const pthread_mutex_t *)object->address;

	object->type = mutex->__data.__kind & (TYPE_BITS | ROBUST_BIT);
	object->value = USABLE;
}

const struct primitive mutexes = {OBJECT_MUTEX, begin};

struct object *mutex_object(pthread_mutex_t *mutex, uint64_t pc)
{
	return call_object(&mutexes, mutex, pc);
}

int mutex_type(const struct object *mutex)
{
	return mutex->type & TYPE_BITS;
}

static bool is_robust(const struct object *mutex)
{
	return (mutex->type & ROBUST_BIT) != 0;
}

bool mutex_checks_owner(const struct object *mutex)
{
	return mutex_type(mutex) == PTHREAD_MUTEX_ERRORCHECK ||
	       mutex_type(mutex) == PTHREAD_MUTEX_RECURSIVE || is_robust(mutex);
}

bool mutex_is_free_for(const struct object *mutex, const struct thread *thread)
{
	if (mutex->owner == NULL)
		return true;
	if (mutex->owner == thread)
		return mutex_type(mutex) == PTHREAD_MUTEX_RECURSIVE;
	return is_robust(mutex) && mutex->owner->state == THREAD_ENDED;
}

int mutex_take(struct object *mutex, uint64_t pc)
{
	struct thread *self = thread_self, *before = mutex->owner;

	if (mutex->value == LOST)
		return ENOTRECOVERABLE;
	if (before == self) {
		mutex->count++;
		return 0;
	}
	mutex->owner = self;
	mutex->count = 1;
	mutex->held_since = pc;
	object_acquire(mutex);
	call_holds(mutex);
	if (before == NULL)
		return 0;
	vclock_join(&self->clock, &before->clock);
	mutex->value = INCONSISTENT;
	return EOWNERDEAD;
}

void mutex_give(struct object *mutex)
{
	if (--mutex->count > 0)
		return;
	if (mutex->value == INCONSISTENT)
		mutex->value = LOST;
	mutex->owner = NULL;
	object_release(mutex);
	call_lets_go(mutex);
}

int mutex_repair(struct object *mutex)
{
	if (mutex->value != INCONSISTENT || mutex->owner != thread_self)
		return EINVAL;
	mutex->value = USABLE;
	return 0;
}
