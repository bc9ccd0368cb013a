/* SPDX-License-Identifier: MIT */
#include <linux/futex.h>
#include <stddef.h>

#include "system.h"

#if defined(__x86_64__)

long system_call6(long number, long a, long b, long c, long d, long e, long f)
{
	long result;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

#elif defined(__aarch64__)

long system_call6(long number, long a, long b, long c, long d, long e, long f)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;

	__asm__ volatile("svc 0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory");
	return x0;
}

#else
#error "explore knows how to make system calls on x86-64 and aarch64 only"
#endif

void system_futex_wait(uint32_t *word, uint32_t while_it_is)
{
	system_call(SYS_futex, word, FUTEX_WAIT_PRIVATE, while_it_is, NULL);
}

void system_futex_wake(uint32_t *word)
{
	system_call(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1);
}
