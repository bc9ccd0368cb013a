/* SPDX-License-Identifier: MIT */
/* Lets all others go first, again and again.
 *
 * verdict: livelock
 */
#include <sched.h>

static void attack(void)
{
	for (;;)
		sched_yield();
}
