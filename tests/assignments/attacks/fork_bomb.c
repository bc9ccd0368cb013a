/* SPDX-License-Identifier: MIT */
/* Makes processes that make processes.
 *
 * verdict: forbidden call
 */
#include <unistd.h>

static void attack(void)
{
	for (;;)
		fork();
}
