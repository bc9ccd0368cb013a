/* SPDX-License-Identifier: MIT */
#include "real_atomics.h"

static char lock;

void real_atomics_lock(void)
{
	while (__atomic_test_and_set(&lock, __ATOMIC_ACQUIRE))
		;
}

void real_atomics_unlock(void)
{
	__atomic_clear(&lock, __ATOMIC_RELEASE);
}

#if defined(__x86_64__)

/* Every x86-64 machine since 2006 has the instruction; compilers want to be told. */
__attribute__((target("cx16"))) static bool exchange_16(volatile wide *address,
							wide *expected, wide desired)
{
	wide old = __sync_val_compare_and_swap(address, *expected, desired);
	bool equal = old == *expected;

	*expected = old;
	return equal;
}

#else

static bool exchange_16(volatile wide *address, wide *expected, wide desired)
{
	bool equal;

	real_atomics_lock();
	equal = *address == *expected;
	if (equal)
		*address = desired;
	else
		*expected = *address;
	real_atomics_unlock();
	return equal;
}

#endif

wide real_atomics_load(const volatile void *address, unsigned size)
{
	wide value = 0;

	switch (size) {
	case 1:
		return __atomic_load_n((const volatile uint8_t *)address,
				       __ATOMIC_SEQ_CST);
	case 2:
		return __atomic_load_n((const volatile uint16_t *)address,
				       __ATOMIC_SEQ_CST);
	case 4:
		return __atomic_load_n((const volatile uint32_t *)address,
				       __ATOMIC_SEQ_CST);
	case 8:
		return __atomic_load_n((const volatile uint64_t *)address,
				       __ATOMIC_SEQ_CST);
	default:
		exchange_16((volatile wide *)address, &value, 0);
		return value;
	}
}

#define EXCHANGE(type)                                                                   \
	do {                                                                             \
		type was = (type)*expected;                                              \
		bool equal = __atomic_compare_exchange_n(                                \
			(volatile type *)address, &was, (type)desired, 0,                \
			__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);                             \
		*expected = was;                                                         \
		return equal;                                                            \
	} while (0)

bool real_atomics_compare_exchange(volatile void *address, unsigned size, wide *expected,
				   wide desired)
{
	switch (size) {
	case 1:
		EXCHANGE(uint8_t);
	case 2:
		EXCHANGE(uint16_t);
	case 4:
		EXCHANGE(uint32_t);
	case 8:
		EXCHANGE(uint64_t);
	default:
		return exchange_16((volatile wide *)address, expected, desired);
	}
}

wide real_atomics_rmw(volatile void *address, unsigned size, enum rmw rmw, wide operand)
{
	wide old = real_atomics_load(address, size);

	while (!real_atomics_compare_exchange(address, size, &old,
					      atomics_combine(rmw, old, operand)))
		;
	return old;
}
