/* SPDX-License-Identifier: MIT */
/* heap_calls - the malloc family, and the operators new and delete of C++, interposed.
 *
 * The operators would come to malloc and free by themselves, but from a place within the C++
 * library that says nothing to a reader.
 */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

#include "heap.h"
#include "heap_early.h"
#include "point.h"
#include "real.h"

INTERPOSED void *malloc(size_t size)
{
	return heap_allocate(size, CALL_PC());
}

INTERPOSED void *calloc(size_t n, size_t size)
{
	return heap_allocate_zeroed(n, size, CALL_PC());
}

INTERPOSED void *realloc(void *memory, size_t size)
{
	return heap_resize(memory, size, CALL_PC());
}

INTERPOSED void *reallocarray(void *memory, size_t n, size_t size)
{
	size_t all;

	if (__builtin_mul_overflow(n, size, &all)) {
		errno = ENOMEM;
		return NULL;
	}
	return heap_resize(memory, all, CALL_PC());
}

INTERPOSED void free(void *memory)
{
	heap_release(memory, CALL_PC());
}

INTERPOSED void *memalign(size_t alignment, size_t size)
{
	return heap_allocate_aligned(alignment, size, CALL_PC());
}

INTERPOSED void *aligned_alloc(size_t alignment, size_t size)
{
	return heap_allocate_aligned(alignment, size, CALL_PC());
}

INTERPOSED int posix_memalign(void **memory, size_t alignment, size_t size)
{
	int saved_errno = errno;
	void *made;

	if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0)
		return EINVAL;
	made = heap_allocate_aligned(alignment, size, CALL_PC());
	errno = saved_errno;
	if (made == NULL)
		return ENOMEM;
	*memory = made;
	return 0;
}

/* -- operators of C++ ---------------------------------------------------------------------- */

#define OPERATOR(symbol) __asm__(#symbol) INTERPOSED

void *new_one(size_t size) OPERATOR(_Znwm);
void *new_array(size_t size) OPERATOR(_Znam);
void *new_one_nothrow(size_t size, const void *tag) OPERATOR(_ZnwmRKSt9nothrow_t);
void *new_array_nothrow(size_t size, const void *tag) OPERATOR(_ZnamRKSt9nothrow_t);
void *new_one_aligned(size_t size, size_t alignment) OPERATOR(_ZnwmSt11align_val_t);
void *new_array_aligned(size_t size, size_t alignment) OPERATOR(_ZnamSt11align_val_t);
void delete_one(void *memory) OPERATOR(_ZdlPv);
void delete_array(void *memory) OPERATOR(_ZdaPv);
void delete_one_sized(void *memory, size_t size) OPERATOR(_ZdlPvm);
void delete_array_sized(void *memory, size_t size) OPERATOR(_ZdaPvm);
void delete_one_aligned(void *memory, size_t alignment) OPERATOR(_ZdlPvSt11align_val_t);
void delete_array_aligned(void *memory, size_t alignment) OPERATOR(_ZdaPvSt11align_val_t);
void delete_one_both(void *memory, size_t size, size_t alignment)
	OPERATOR(_ZdlPvmSt11align_val_t);
void delete_array_both(void *memory, size_t size, size_t alignment)
	OPERATOR(_ZdaPvmSt11align_val_t);

/* Out of memory: the real operator throws what has to be thrown. */
static void *or_throw(void *memory, const char *name, size_t size)
{
	void *(*operator_new)(size_t);

	if (memory != NULL)
		return memory;
	*(void **)&operator_new = real_next(name);
	return operator_new != NULL ? operator_new(size) : NULL;
}

static size_t at_least_one(size_t size)
{
	return size + (size == 0);
}

void *new_one(size_t size)
{
	return or_throw(heap_allocate(at_least_one(size), CALL_PC()), "_Znwm", size);
}

void *new_array(size_t size)
{
	return or_throw(heap_allocate(at_least_one(size), CALL_PC()), "_Znam", size);
}

void *new_one_nothrow(size_t size, const void *tag)
{
	(void)tag;
	return heap_allocate(at_least_one(size), CALL_PC());
}

void *new_array_nothrow(size_t size, const void *tag)
{
	(void)tag;
	return heap_allocate(at_least_one(size), CALL_PC());
}

void *new_one_aligned(size_t size, size_t alignment)
{
	return or_throw(heap_allocate_aligned(alignment, at_least_one(size), CALL_PC()),
			"_Znwm", size);
}

void *new_array_aligned(size_t size, size_t alignment)
{
	return or_throw(heap_allocate_aligned(alignment, at_least_one(size), CALL_PC()),
			"_Znam", size);
}

void delete_one(void *memory)
{
	heap_release(memory, CALL_PC());
}

void delete_array(void *memory)
{
	heap_release(memory, CALL_PC());
}

void delete_one_sized(void *memory, size_t size)
{
	(void)size;
	heap_release(memory, CALL_PC());
}

void delete_array_sized(void *memory, size_t size)
{
	(void)size;
	heap_release(memory, CALL_PC());
}

void delete_one_aligned(void *memory, size_t alignment)
{
	(void)alignment;
	heap_release(memory, CALL_PC());
}

void delete_array_aligned(void *memory, size_t alignment)
{
	(void)alignment;
	heap_release(memory, CALL_PC());
}

void delete_one_both(void *memory, size_t size, size_t alignment)
{
	(void)size;
	(void)alignment;
	heap_release(memory, CALL_PC());
}

void delete_array_both(void *memory, size_t size, size_t alignment)
{
	(void)size;
	(void)alignment;
	heap_release(memory, CALL_PC());
}
