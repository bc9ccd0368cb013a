/* SPDX-License-Identifier: MIT */
/* Calls the kernel past the library: exit_group(0).
 *
 * verdict: forbidden call
 */
static void attack(void)
{
#if defined(__x86_64__)
	__asm__ volatile("syscall" : : "a"(231), "D"(0) : "rcx", "r11", "memory");
#else
	__asm__ volatile("");
#endif
}
