/* SPDX-License-Identifier: MIT */
/* Gives a function that may be called the name of one that may not.
 *
 * verdict: forbidden call
 */
int nothing(int status) __asm__("_exit");

static void attack(void)
{
	nothing(0);
}
