/* SPDX-License-Identifier: MIT */
/* Writes into the driver by the file that is its memory.
 *
 * verdict: forbidden call
 */
#include <stdio.h>

static void attack(void)
{
	FILE *memory = fopen("/proc/self/mem", "r+");

	if (memory != NULL)
		fclose(memory);
}
