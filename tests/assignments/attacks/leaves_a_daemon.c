/* SPDX-License-Identifier: MIT */
/* Leaves its session, and waits until the grader has gone.
 *
 * verdict: forbidden call
 */
#include <unistd.h>

static void attack(void)
{
	(void)!daemon(1, 1);
}
