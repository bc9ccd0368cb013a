/* SPDX-License-Identifier: MIT */
/* Prints what a grader would.
 *
 * verdict: forbidden call
 */
#include <stdio.h>

static void attack(void)
{
	puts("TAP version 14\n1..1\nok 1 - fifo");
}
