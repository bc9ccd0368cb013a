/* SPDX-License-Identifier: MIT */
/* Cannot be stopped by a kind word.
 *
 * verdict: forbidden call
 */
#include <signal.h>

static void attack(void)
{
	signal(SIGTERM, SIG_IGN);
	signal(SIGSEGV, SIG_IGN);
	for (;;)
		;
}
