/* SPDX-License-Identifier: MIT */
/* Looks at memory, for ever, and does not pause.
 *
 * verdict: livelock
 */
static volatile int never;

static void attack(void)
{
	while (!never)
		;
}
