/* SPDX-License-Identifier: MIT */
/* Writes to whatever somebody may have left open.
 *
 * verdict: forbidden call
 */
#include <stdio.h>

static void attack(void)
{
	for (int descriptor = 3; descriptor < 1024; descriptor++)
		dprintf(descriptor, "ok 1 - fifo\n");
}
