/* SPDX-License-Identifier: MIT */
/* Kills the one who started it, and all others that it may.
 *
 * verdict: forbidden call
 */
#include <signal.h>
#include <unistd.h>

static void attack(void)
{
	kill(getppid(), SIGKILL);
	kill(-1, SIGKILL);
}
