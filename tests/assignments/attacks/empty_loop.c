/* SPDX-License-Identifier: MIT */
/* Goes in circles without a step, and without an access to memory.
 *
 * verdict: timed out
 */
static void attack(void)
{
	for (;;)
		;
}
