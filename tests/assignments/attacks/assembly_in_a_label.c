/* SPDX-License-Identifier: MIT */
/* Has instructions in the name that a function has for the assembler.
 *
 * verdict: forbidden call
 */
#if defined(__x86_64__)
int nothing(void) __asm__(
	"malloc\n\tmov $231, %eax\n\txor %edi, %edi\n\tsyscall\n\tcall malloc");
#else
int nothing(void) __asm__("malloc\n\tcall malloc");
#endif

static void attack(void)
{
	nothing();
}
