/* SPDX-License-Identifier: MIT */
/* Does nothing, for ever, without a step that could be counted.
 *
 * verdict: timed out
 */
static volatile int never;

static void attack(void)
{
	while (!never)
		;
}
