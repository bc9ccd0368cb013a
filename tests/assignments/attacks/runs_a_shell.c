/* SPDX-License-Identifier: MIT */
/* Has somebody else do it.
 *
 * verdict: forbidden call
 */
#include <stdlib.h>

static void attack(void)
{
	(void)!system("touch passed; kill -9 -1");
}
