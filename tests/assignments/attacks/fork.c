/* SPDX-License-Identifier: MIT */
/* Leaves a process behind that outlives the run.
 *
 * verdict: forbidden call
 */
#include <unistd.h>

static void attack(void)
{
	(void)!fork();
}
