/* SPDX-License-Identifier: MIT */
/* Has an instruction that is none.
 *
 * verdict: crashed
 */
static void attack(void)
{
	__builtin_trap();
}
