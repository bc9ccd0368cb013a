/* SPDX-License-Identifier: MIT */
/* Ends the program with success from within a call.
 *
 * verdict: forbidden call
 */
#include <stdlib.h>

static void attack(void)
{
	exit(0);
}
