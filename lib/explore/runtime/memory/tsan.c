/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "access.h"
#include "point.h"
#include "real.h"
#include "tsan.h"

__thread unsigned tsan_ignoring __attribute__((tls_model("initial-exec")));

static inline void plain(uint64_t address, uint64_t size, uint8_t flags, uint64_t pc)
{
	struct thread *self = thread_self;

	if (self == NULL || tsan_ignoring > 0 || self->in_handler)
		return;
	access_plain(self, &(struct access){address, size, pc, flags});
}

/* -- reads and writes ---------------------------------------------------------------------- */

/* Nobody includes a header for these: the compilers know them by name. */
#define PLAIN_CALL(name, size, flags)                                                    \
	void name(void *address);                                                        \
	INTERPOSED void name(void *address)                                              \
	{                                                                                \
		plain((uint64_t)address, (size), (flags), CALL_PC());                    \
	}

#define PLAIN_CALLS(size)                                                                \
	PLAIN_CALL(__tsan_read##size, size, ACCESS_READS)                                \
	PLAIN_CALL(__tsan_write##size, size, ACCESS_WRITES)                              \
	PLAIN_CALL(__tsan_read_write##size, size, ACCESS_WRITES)                         \
	PLAIN_CALL(__tsan_unaligned_read##size, size, ACCESS_READS)                      \
	PLAIN_CALL(__tsan_unaligned_write##size, size, ACCESS_WRITES)                    \
	PLAIN_CALL(__tsan_unaligned_read_write##size, size, ACCESS_WRITES)               \
	PLAIN_CALL(__tsan_volatile_read##size, size, ACCESS_READS)                       \
	PLAIN_CALL(__tsan_volatile_write##size, size, ACCESS_WRITES)                     \
	PLAIN_CALL(__tsan_unaligned_volatile_read##size, size, ACCESS_READS)             \
	PLAIN_CALL(__tsan_unaligned_volatile_write##size, size, ACCESS_WRITES)

PLAIN_CALLS(1)
PLAIN_CALLS(2)
PLAIN_CALLS(4)
PLAIN_CALLS(8)
PLAIN_CALLS(16)

void __tsan_read_range(void *address, size_t size);
void __tsan_write_range(void *address, size_t size);

INTERPOSED void __tsan_read_range(void *address, size_t size)
{
	plain((uint64_t)address, size, ACCESS_READS, CALL_PC());
}

INTERPOSED void __tsan_write_range(void *address, size_t size)
{
	plain((uint64_t)address, size, ACCESS_WRITES, CALL_PC());
}

/* -- tables of virtual functions (C++) ----------------------------------------------------- */

void __tsan_vptr_read(void **table);
void __tsan_vptr_update(void **table, void *value);

INTERPOSED void __tsan_vptr_read(void **table)
{
	plain((uint64_t)table, sizeof *table, ACCESS_READS, CALL_PC());
}

/* Constructors and destructors of a class that has no base set what is set already. */
INTERPOSED void __tsan_vptr_update(void **table, void *value)
{
	if (*table != value)
		plain((uint64_t)table, sizeof *table, ACCESS_WRITES, CALL_PC());
}

/* -- memory functions, as clang 15 and later name them ------------------------------------- */

void *__tsan_memcpy(void *to, const void *from, size_t size);
void *__tsan_memmove(void *to, const void *from, size_t size);
void *__tsan_memset(void *to, int byte, size_t size);

INTERPOSED void *__tsan_memcpy(void *to, const void *from, size_t size)
{
	plain((uint64_t)from, size, ACCESS_READS, CALL_PC());
	plain((uint64_t)to, size, ACCESS_WRITES, CALL_PC());
	return memcpy(to, from, size);
}

INTERPOSED void *__tsan_memmove(void *to, const void *from, size_t size)
{
	plain((uint64_t)from, size, ACCESS_READS, CALL_PC());
	plain((uint64_t)to, size, ACCESS_WRITES, CALL_PC());
	return memmove(to, from, size);
}

INTERPOSED void *__tsan_memset(void *to, int byte, size_t size)
{
	plain((uint64_t)to, size, ACCESS_WRITES, CALL_PC());
	return memset(to, byte, size);
}

/* -- the call stack ------------------------------------------------------------------------ */

void __tsan_func_entry(void *caller);
int __tsan_func_exit(void);

INTERPOSED void __tsan_func_entry(void *caller)
{
	struct thread *self = thread_self;

	if (self == NULL)
		return;
	if (self->depth < MAX_DEPTH)
		self->stack[self->depth] = (uint64_t)caller;
	self->depth++;
}

/* Nobody asks for the result; but where a program says "void main", what the last call has left
 * behind is the exit status, and that should be 0. */
INTERPOSED int __tsan_func_exit(void)
{
	struct thread *self = thread_self;

	if (self != NULL && self->depth > 0)
		self->depth--;
	return 0;
}
