/* SPDX-License-Identifier: MIT */
/* Has instructions as numbers, in a section that may be executed.
 *
 * verdict: forbidden call
 */
#if defined(__x86_64__)
/* mov $231, %eax; xor %edi, %edi; syscall */
__attribute__((section(".text.unlikely"))) static const unsigned char code[] = {
	0xb8, 231, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05};
#else
__attribute__((section(".text.unlikely"))) static const unsigned char code[] = {0};
#endif

static void attack(void)
{
	((void (*)(void))(void *)code)();
}
