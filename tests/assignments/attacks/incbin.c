/* SPDX-License-Identifier: MIT */
/* Has the assembler read a file.
 *
 * verdict: forbidden call
 */
__asm__(".incbin \"/etc/passwd\"");

static void attack(void)
{
}
