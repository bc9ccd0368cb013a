/* SPDX-License-Identifier: MIT */
/* Prints for ever.
 *
 * verdict: forbidden call
 */
#include <unistd.h>

static void attack(void)
{
	for (;;)
		(void)!write(1, "ok\n", 3);
}
