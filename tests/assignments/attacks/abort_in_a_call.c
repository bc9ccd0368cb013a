/* SPDX-License-Identifier: MIT */
/* Ends the program with a call that is allowed.
 *
 * verdict: crashed
 */
#include <stdlib.h>

static void attack(void)
{
	abort();
}
