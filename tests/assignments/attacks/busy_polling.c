/* SPDX-License-Identifier: MIT */
/* Looks every microsecond whether it may go on.
 *
 * verdict: livelock
 */
#include <unistd.h>

static void attack(void)
{
	for (;;)
		usleep(1);
}
