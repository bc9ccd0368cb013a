/* SPDX-License-Identifier: MIT */
/* tsan_atomics - the atomic operations that instrumented code calls, of every size.
 */
#include <stddef.h>
#include <string.h>

#include "atomics.h"
#include "point.h"
#include "real.h"
#include "real_atomics.h"

/* gcc passes hints about hardware lock elision above the order. */
static struct atomic atomic_at(const volatile void *address, size_t size, int order,
			       uint64_t pc)
{
	return (struct atomic){(uint64_t)address, pc, (unsigned)size,
			       (enum memory_order)(order & 7)};
}

static wide load(const struct atomic *atomic)
{
	struct thread *self = atomics_thread();

	if (self == NULL)
		return real_atomics_load((void *)atomic->address, atomic->size);
	return atomics_load(self, atomic);
}

static void store(const struct atomic *atomic, wide value)
{
	struct thread *self = atomics_thread();

	if (self == NULL)
		real_atomics_rmw((void *)atomic->address, atomic->size, RMW_EXCHANGE,
				 value);
	else
		atomics_store(self, atomic, value);
}

static wide change(const struct atomic *atomic, enum rmw rmw, wide operand)
{
	struct thread *self = atomics_thread();

	if (self == NULL)
		return real_atomics_rmw((void *)atomic->address, atomic->size, rmw,
					operand);
	return atomics_rmw(self, atomic, rmw, operand);
}

/* Returns what was there before. */
static wide compare_exchange(const struct atomic *atomic, wide expected, wide desired,
			     int failure)
{
	struct thread *self = atomics_thread();

	if (self == NULL)
		real_atomics_compare_exchange((void *)atomic->address, atomic->size,
					      &expected, desired);
	else
		expected = atomics_compare_exchange(self, atomic, expected, desired,
						    (enum memory_order)(failure & 7));
	return expected;
}

/* -- of 8 to 128 bits ---------------------------------------------------------------------- */

#define HERE(p, type, order)                                                             \
	struct atomic atomic = atomic_at((p), sizeof(type), (order), CALL_PC())

#define LOAD(bits, type)                                                                 \
	type __tsan_atomic##bits##_load(const volatile type *p, int order);              \
	INTERPOSED type __tsan_atomic##bits##_load(const volatile type *p, int order)    \
	{                                                                                \
		HERE(p, type, order);                                                    \
		return (type)load(&atomic);                                              \
	}

#define STORE(bits, type)                                                                \
	void __tsan_atomic##bits##_store(volatile type *p, type value, int order);       \
	INTERPOSED void __tsan_atomic##bits##_store(volatile type *p, type value,        \
						    int order)                           \
	{                                                                                \
		HERE(p, type, order);                                                    \
		store(&atomic, value);                                                   \
	}

#define CHANGE(bits, type, name, rmw)                                                    \
	type __tsan_atomic##bits##_##name(volatile type *p, type value, int order);      \
	INTERPOSED type __tsan_atomic##bits##_##name(volatile type *p, type value,       \
						     int order)                          \
	{                                                                                \
		HERE(p, type, order);                                                    \
		return (type)change(&atomic, (rmw), value);                              \
	}

/* gcc's form, weak and strong: the expected value is replaced by what was there. */
#define EXCHANGE(bits, type, name)                                                       \
	int __tsan_atomic##bits##_compare_exchange_##name(                               \
		volatile type *p, type *expected, type desired, int order, int failure); \
	INTERPOSED int __tsan_atomic##bits##_compare_exchange_##name(                    \
		volatile type *p, type *expected, type desired, int order, int failure)  \
	{                                                                                \
		HERE(p, type, order);                                                    \
		type old = (type)compare_exchange(&atomic, *expected, desired, failure); \
		int equal = old == *expected;                                            \
		*expected = old;                                                         \
		return equal;                                                            \
	}

/* clang's form: it returns what was there. */
#define EXCHANGE_VALUE(bits, type)                                                       \
	type __tsan_atomic##bits##_compare_exchange_val(                                 \
		volatile type *p, type expected, type desired, int order, int failure);  \
	INTERPOSED type __tsan_atomic##bits##_compare_exchange_val(                      \
		volatile type *p, type expected, type desired, int order, int failure)   \
	{                                                                                \
		HERE(p, type, order);                                                    \
		return (type)compare_exchange(&atomic, expected, desired, failure);      \
	}

#define ATOMIC_CALLS(bits, type)                                                         \
	LOAD(bits, type)                                                                 \
	STORE(bits, type)                                                                \
	CHANGE(bits, type, exchange, RMW_EXCHANGE)                                       \
	CHANGE(bits, type, fetch_add, RMW_ADD)                                           \
	CHANGE(bits, type, fetch_sub, RMW_SUB)                                           \
	CHANGE(bits, type, fetch_and, RMW_AND)                                           \
	CHANGE(bits, type, fetch_or, RMW_OR)                                             \
	CHANGE(bits, type, fetch_xor, RMW_XOR)                                           \
	CHANGE(bits, type, fetch_nand, RMW_NAND)                                         \
	EXCHANGE(bits, type, strong)                                                     \
	EXCHANGE(bits, type, weak)                                                       \
	EXCHANGE_VALUE(bits, type)

ATOMIC_CALLS(8, uint8_t)
ATOMIC_CALLS(16, uint16_t)
ATOMIC_CALLS(32, uint32_t)
ATOMIC_CALLS(64, uint64_t)
ATOMIC_CALLS(128, wide)

/* -- fences -------------------------------------------------------------------------------- */

void __tsan_atomic_thread_fence(int order);
void __tsan_atomic_signal_fence(int order);

INTERPOSED void __tsan_atomic_thread_fence(int order)
{
	struct thread *self = atomics_thread();

	if (self == NULL)
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
	else
		atomics_fence(self, (enum memory_order)(order & 7), CALL_PC());
}

/* It orders a thread and its own signal handlers, which never run at the same time here. */
INTERPOSED void __tsan_atomic_signal_fence(int order)
{
	(void)order;
}
