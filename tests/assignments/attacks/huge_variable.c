/* SPDX-License-Identifier: MIT */
/* Is larger than any memory.
 *
 * verdict: does not compile
 */
static volatile char huge[1UL << 42] = {1};

static void attack(void)
{
	huge[0] = 0;
}
