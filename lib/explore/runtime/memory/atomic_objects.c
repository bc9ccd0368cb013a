/* SPDX-License-Identifier: MIT */
/* atomic_objects - the operations that compilers call for atomic objects of any size.
 *
 * They are libatomic's; the compilers know their names, and want them declared by others.
 */
#include <stddef.h>
#include <string.h>

#include "atomics.h"
#include "point.h"
#include "real.h"
#include "real_atomics.h"

#define OBJECT_CALL(name) __asm__(#name) INTERPOSED

void object_load(size_t size, const void *from, void *to, int order)
	OBJECT_CALL(__atomic_load);
void object_store(size_t size, void *to, const void *from, int order)
	OBJECT_CALL(__atomic_store);
void object_exchange(size_t size, void *object, const void *desired, void *old, int order)
	OBJECT_CALL(__atomic_exchange);
bool object_compare_exchange(size_t size, void *object, void *expected,
			     const void *desired, int order, int failure)
	OBJECT_CALL(__atomic_compare_exchange);

static void begin(const void *object, size_t size, int order, enum op_kind kind,
		  uint64_t pc)
{
	struct thread *self = atomics_thread();
	struct atomic atomic = {(uint64_t)object, pc, (unsigned)size,
				(enum memory_order)(order & 7)};

	if (self == NULL)
		real_atomics_lock();
	else
		atomics_object(self, &atomic, kind);
}

/* Nothing between begin and end makes a thread controlled, or gives up control. */
static void end(void)
{
	if (atomics_thread() == NULL)
		real_atomics_unlock();
}

void object_load(size_t size, const void *from, void *to, int order)
{
	begin(from, size, order, OP_LOAD, CALL_PC());
	memcpy(to, from, size);
	end();
}

void object_store(size_t size, void *to, const void *from, int order)
{
	begin(to, size, order, OP_STORE, CALL_PC());
	memcpy(to, from, size);
	end();
}

void object_exchange(size_t size, void *object, const void *desired, void *old, int order)
{
	begin(object, size, order, OP_RMW, CALL_PC());
	memcpy(old, object, size);
	memcpy(object, desired, size);
	end();
}

bool object_compare_exchange(size_t size, void *object, void *expected,
			     const void *desired, int order, int failure)
{
	bool equal;

	(void)failure;
	begin(object, size, order, OP_RMW, CALL_PC());
	equal = memcmp(object, expected, size) == 0;
	if (equal)
		memcpy(object, desired, size);
	else
		memcpy(expected, object, size);
	end();
	return equal;
}
