/* SPDX-License-Identifier: MIT */
/* Replaces what is expected by what is said.
 *
 * verdict: forbidden call
 */
#include <fcntl.h>

static void attack(void)
{
	(void)!creat("fifo.expect", 0644);
}
