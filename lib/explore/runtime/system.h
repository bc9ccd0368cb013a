/* SPDX-License-Identifier: MIT */
/* system - system calls that nothing interposes, and that leave errno alone.
 *
 * Each returns what the kernel returns: a value, or -errno.
 */
#ifndef EXPLORE_SYSTEM_H
#define EXPLORE_SYSTEM_H

#include <stdint.h>
#include <sys/syscall.h>

long system_call6(long number, long a, long b, long c, long d, long e, long f);

#define system_call(...) SYSTEM_CALL_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
#define SYSTEM_CALL_(number, a, b, c, d, e, f, ...)                                      \
	system_call6((number), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e),    \
		     (long)(f))

void system_futex_wait(uint32_t *word, uint32_t while_it_is);
void system_futex_wake(uint32_t *word);

#endif
