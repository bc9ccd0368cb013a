/* SPDX-License-Identifier: MIT */
/* Waits in a circle for what nobody will write.
 *
 * verdict: livelock
 */
#include <stdatomic.h>

atomic_int never;

static void attack(void)
{
	while (atomic_load(&never) == 0)
		;
}
